// What a process is handed: standard input, output and error. Or not.

import Subword

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum StandardStreams {
  /// Puts something that fails in the place of each stream that the parent has closed.
  ///
  /// Else the next file that is opened takes the free number, and what is meant as a message or a
  /// result is written into that file.
  static func holdPlaces() {
    for stream: Int32 in 0...2 where SystemCalls.status(of: stream) == nil {
      // The wrong way round: whoever reads or writes has to notice.
      _ = SystemCalls.open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
