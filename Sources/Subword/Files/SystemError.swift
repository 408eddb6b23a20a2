// What the operating system says when a call fails, in its own number and words.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The `errno` of a failed system call.
public struct SystemError: Error, Hashable, Sendable {
  /// The number, for instance `ENOSPC`.
  public let code: Int32

  package init(code: Int32) { self.code = code }

  /// The error of the call that has just failed on this thread.
  package static var last: SystemError { SystemError(code: errno) }
}

extension SystemError: CustomStringConvertible {
  /// The system's words for it, in lower case: `no space left on device`.
  public var description: String {
    guard let text = unsafe strerror(code) else { return "system error \(code)" }
    let words = unsafe String(cString: text)
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}
