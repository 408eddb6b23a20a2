// Reading: a file or standard input as a stream of bytes.
//
//     path or `-`  ──▶  InputFile  ──▶  the caller's buffer, block by block
//
// Files are read, never mapped: a mapped file that another process cuts kills the reader.

package import SubwordMemory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, closed when the value goes.
package struct InputFile: ~Copyable {
  /// The name as the caller gave it; `-` is standard input.
  package let path: String
  /// How many bytes were there when the file was opened; `nil` for pipes and devices.
  package let size: Int?
  /// What tells a regular file from all others, whatever its names.
  package let identity: FileIdentity?
  /// How many bytes were read so far.
  package private(set) var offset = 0
  private let descriptor: Int32
  /// Where a regular file ended when it was opened.
  private let end: Int?

  /// Opens `path`, or takes standard input for `-`.
  package init(_ path: String) throws(FileError) {
    let descriptor = path == "-" ? 0 : SystemCalls.open(path, O_RDONLY)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, .last) }
    let status = SystemCalls.status(of: descriptor)
    if status?.kind == .folder {
      close(descriptor)
      throw .isFolder(path: path)
    }
    self.path = path
    self.descriptor = descriptor
    // Standard input may be handed over in the middle of a file: its size tells nothing then.
    let isRegular = status?.kind == .regular
    size = isRegular && descriptor != 0 ? status?.size : nil
    end = isRegular ? status?.size : nil
    identity = isRegular ? status?.identity : nil
  }

  /// Takes over the descriptor of a temporary file.
  init(temporary descriptor: Int32) {
    path = "a temporary file"
    self.descriptor = descriptor
    size = SystemCalls.status(of: descriptor)?.size
    end = size
    identity = nil
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Appends up to `room` bytes to `buffer`.
  ///
  /// - Returns: How many there were; 0 at the end, and only there.
  package mutating func read(
    into buffer: inout Buffer<UInt8>, room: Int
  ) throws(FileError) -> Int {
    let descriptor = descriptor
    var count = 0
    repeat {
      count = unsafe buffer.append(room: room) { unsafe SystemCalls.read(descriptor, into: $0) }
    } while count < 0 && errno == EINTR
    if count < 0 { throw .cannotRead(path: path, at: offset, .last) }
    offset += count
    if count == 0 { try checkEnd() }
    return count
  }

  /// Checks that reading has ended where the file does: one that was cut meanwhile ends before.
  private func checkEnd() throws(FileError) {
    guard let end else { return }
    // What was read is no measure for standard input: its start is anywhere, and others may share it.
    let position = Int(lseek(descriptor, 0, SEEK_CUR))
    if position < end { throw .becameShorter(path: path, from: end, to: position) }
  }

  /// How many bytes are read at once into what isn't a buffer.
  private static let chunk = 1 << 18

  /// Appends bytes to `bytes` until there are `count`, or the file ends.
  ///
  /// - Returns: Whether the file goes on, as far as is known.
  package mutating func read(
    into bytes: inout [UInt8], upTo count: Int
  ) throws(FileError) -> Bool {
    bytes.reserveCapacity(min(count, size ?? 0))
    var buffer = Buffer<UInt8>(capacity: min(Self.chunk, count))
    while bytes.count < count {
      buffer.removeAll()
      if try read(into: &buffer, room: min(count - bytes.count, Self.chunk)) == 0 { return false }
      buffer.append(to: &bytes)
    }
    return true
  }

  /// The first bytes of the file at `path`: `count`, or all if there are fewer.
  package static func start(of path: String, count: Int) throws(FileError) -> [UInt8] {
    var file = try InputFile(path)
    var bytes: [UInt8] = []
    _ = try file.read(into: &bytes, upTo: count)
    return bytes
  }

  /// All bytes of the file at `path`.
  ///
  /// - Throws: `tooLong` for more than `limit` bytes, before memory for them is asked for.
  package static func bytes(of path: String, limit: Int = 1 << 31) throws(FileError) -> [UInt8] {
    var file = try InputFile(path)
    if let size = file.size, size > limit { throw .tooLong(path: path, limit: limit) }
    var bytes: [UInt8] = []
    if try file.read(into: &bytes, upTo: limit + 1) { throw .tooLong(path: path, limit: limit) }
    return bytes
  }
}
