// Messages to people.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard error: messages, never results.
enum StandardError {
  static let isTerminal = isatty(2) == 1

  /// Writes one line. Where standard error itself fails there is nobody left to tell.
  static func write(_ line: String) { writeRaw(line + "\n") }

  /// Writes `text` as it is.
  static func writeRaw(_ text: String) {
    _ = SystemCalls.writeAll(Array(text.utf8).span, to: 2)
  }
}
