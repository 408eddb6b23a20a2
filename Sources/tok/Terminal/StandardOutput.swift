// Results to whoever comes next in the pipeline.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output in large blocks, every one of which is checked.
struct StandardOutput {
  static let isTerminal = isatty(1) == 1
  /// Whether colours are wanted: https://no-color.org.
  static let hasColours = isTerminal && StandardError.wantsColours

  /// How many characters a line of the terminal holds; 100 for readers that are none.
  static var width: Int { isTerminal ? StandardError.width(of: 1) : 100 }

  /// Checks that no input is the file that standard output goes to: it would be read as it grows.
  static func check(isNoneOf inputs: [String]) throws(CommandFailure) {
    guard let output = SystemCalls.status(of: 1), output.kind == .regular else { return }
    for input in inputs {
      let status = input == "-" ? SystemCalls.status(of: 0) : SystemCalls.status(of: input)
      if status?.identity == output.identity {
        throw .data("\(shown(input)): is input and output; choose another file for the output")
      }
    }
  }

  /// What waits to be written; append to it, then call ``flushIfLarge()``.
  var bytes: [UInt8] = []

  /// Makes sure that the line that was begun ends.
  mutating func endLine() {
    if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
  }

  mutating func flushIfLarge() throws(CommandFailure) {
    if bytes.count >= 1 << 16 { try flush() }
  }

  mutating func flush() throws(CommandFailure) {
    defer { bytes.removeAll(keepingCapacity: true) }
    guard let error = SystemCalls.writeAll(bytes.span, to: 1) else { return }
    throw Self.failure(error)
  }

  /// Closes standard output: some file systems report only then that there was no room.
  static func close() throws(CommandFailure) {
    #if canImport(Glibc)
      let status = Glibc.close(1)
    #elseif canImport(Musl)
      let status = Musl.close(1)
    #else
      let status = Darwin.close(1)
    #endif
    if status != 0 && errno != EBADF { throw failure(.last) }
  }

  private static func failure(_ error: SystemError) -> CommandFailure {
    // The reader has gone, and whoever started us has SIGPIPE ignored: end as by that signal.
    if error.code == EPIPE {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    return .data(FileError.outputIsCut(path: "standard output", error))
  }
}
