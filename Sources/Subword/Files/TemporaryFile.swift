// What doesn't fit in memory waits here.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file without a name: whatever ends the process, nothing stays behind.
///
/// It lies in the folder that `TMPDIR` names, or in `/tmp`.
package final class TemporaryFile: Sendable {
  private let descriptor: Int32

  package init() throws(FileError) {
    descriptor = SystemCalls.openTemporary()
    guard descriptor >= 0 else { throw .cannotWriteTemporary(.last) }
  }

  deinit { close(descriptor) }

  package func write(_ bytes: Span<UInt8>) throws(FileError) {
    if let error = SystemCalls.writeAll(bytes, to: descriptor) {
      throw .cannotWriteTemporary(error)
    }
  }

  /// The file from its start on. Ends all writing.
  package func reader() throws(FileError) -> InputFile {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .cannotWriteTemporary(.last) }
    let reader = InputFile(temporary: copy)
    guard lseek(copy, 0, SEEK_SET) == 0 else { throw .cannotWriteTemporary(.last) }
    return reader
  }
}
