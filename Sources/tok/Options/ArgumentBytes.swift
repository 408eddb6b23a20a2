// The arguments as the system hands them over: bytes, which need not be UTF-8.

import Subword

enum ArgumentBytes {
  /// Refuses arguments that aren't UTF-8. Swift's own list has them repaired, which is another file's name, or
  /// nobody's.
  static func check() throws(CommandFailure) {
    for (number, repaired) in CommandLine.arguments.enumerated().dropFirst() where !isUTF8(number) {
      throw .usage(
        """
        \(shown(repaired)): argument \(number) is not UTF-8; rename the file, or give the text by \
        standard input
        """)
    }
  }

  private static func isUTF8(_ number: Int) -> Bool {
    // SAFETY: the system ends each argument with a zero byte, and there is one for each of Swift's list.
    guard let bytes = unsafe CommandLine.unsafeArgv[number] else { return true }
    return unsafe String(validatingCString: bytes) != nil
  }
}
