// `--format npy`: the identifiers of all texts in order, as one array that `numpy.load` reads.
//
//     ids  ──▶  a temporary file, until they are counted  ──▶  header, ids  ──▶  standard output
//
// The count stands in front of the identifiers, and what has gone into a pipe can't be changed.

import Subword
import SubwordMemory

/// Writes an array of one dimension of `<u4`, in version 1.0 of NumPy's format.
struct NumPyOutput: EncodingOutput {
  private let spool: TemporaryFile
  private var waiting: [UInt8] = []
  private var count = 0

  private static let block = 1 << 16

  init() throws(CommandFailure) {
    do { spool = try TemporaryFile() } catch { throw Self.failure(error) }
  }

  mutating func write(_ bytes: [UInt8]) throws(CommandFailure) {
    waiting += bytes
    count += bytes.count / BinaryFormat.width
    if waiting.count >= Self.block { try spoolWaiting() }
  }

  mutating func finish() throws(CommandFailure) {
    try spoolWaiting()
    var output = StandardOutput()
    output.bytes = Self.header(count: count)
    var rest: InputFile
    do { rest = try spool.reader() } catch { throw Self.failure(error) }
    while try takeBlock(of: &rest, into: &output.bytes) { try output.flush() }
    try output.flush()
  }

  /// Appends the next block; `false` at the end.
  private func takeBlock(
    of file: inout InputFile, into bytes: inout [UInt8]
  ) throws(CommandFailure) -> Bool {
    var block = Buffer<UInt8>()
    do {
      let count = try file.read(into: &block, room: Self.block)
      bytes += block.array
      return count > 0
    } catch {
      throw Self.failure(error)
    }
  }

  private mutating func spoolWaiting() throws(CommandFailure) {
    do { try spool.write(waiting.span) } catch { throw Self.failure(error) }
    waiting.removeAll(keepingCapacity: true)
  }

  /// The header, filled with spaces up to a multiple of 64 bytes, as NumPy itself writes it.
  private static func header(count: Int) -> [UInt8] {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    let version: [UInt8] = [1, 0]
    let description = "{'descr': '<u4', 'fortran_order': False, 'shape': (\(count),), }"
    let length = 118  // with the ten bytes in front 128; no count makes it longer
    let spaces = String(repeating: " ", count: length - 1 - description.utf8.count)
    return magic + version + [UInt8(length), 0] + Array("\(description)\(spaces)\n".utf8)
  }

  private static func failure(_ error: FileError) -> CommandFailure {
    guard case .cannotWriteTemporary(let reason) = error else { return .data(error) }
    return .data(
      """
      the temporary folder: can't be written, \(reason); point TMPDIR to another place, \
      or take --format bin
      """)
  }
}
