// A shell as a terminal starts it: no signal ignored or held back, nothing open but three streams.
//
// Foundation's `Process` hands on the signal mask of the thread that it is called on, on which
// nothing can be interrupted, and waits for whatever the shell leaves in the background too.

import Foundation
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A running shell.
struct Shell {
  private let process: pid_t

  init(_ script: String, environment: [String: String], streams: [String]) throws {
    let words = ["/bin/sh", "-c", script]
    let variables = environment.map { "\($0)=\($1)" }
    process = try Self.spawn(words, variables, streams)
  }

  /// Waits for the end.
  ///
  /// - Returns: The status as shells show it: 128 and the signal's number for a killed process.
  func wait() -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Every pointer here lives until `posix_spawn` has returned, and not longer.
  private static func spawn(
    _ words: [String], _ variables: [String], _ streams: [String]
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (number, path) in streams.enumerated() {
      let flags = number == 0 ? O_RDONLY : O_WRONLY
      unsafe posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0)
    }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    setSignals(&attributes)
    var process: pid_t = 0
    let failure = unsafe withCStrings(words) { arguments in
      unsafe withCStrings(variables) { environment in
        unsafe posix_spawn(&process, words[0], &actions, &attributes, arguments, environment)
      }
    }
    if failure != 0 { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
    return process
  }

  private static func setSignals(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF)
    unsafe posix_spawnattr_setflags(&attributes, flags)
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { for index in strings.indices { unsafe free(pointers[index]) } }
    return unsafe body(pointers)
  }
}

/// Files that take the place of a terminal for one run.
final class Streams {
  private let folder: TemporaryFolder
  let paths: [String]

  init(_ input: [UInt8]) throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    paths = try ["0", "1", "2"].map { try folder.write($0 == "0" ? input : [], to: $0) }
  }

  func bytes(_ stream: Int) throws -> [UInt8] { try folder.bytes("\(stream)") }
}
