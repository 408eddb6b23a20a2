// Sorted pretokens one by one, from memory or from a temporary file.

import Subword
import SubwordMemory

/// Goes through sorted counts.
final class CountsCursor {
  /// The pretoken that was read last.
  private(set) var pretoken: ArraySlice<UInt8> = []
  /// Its count.
  private(set) var count: UInt64 = 0

  private let counts: PretokenCounts?
  private var next = 0
  private var file: InputFile?
  private var block = Buffer<UInt8>()
  private var index = 0

  private static let blockSize = 1 << 16

  init(_ counts: PretokenCounts) { self.counts = counts }

  init(_ file: consuming InputFile) {
    counts = nil
    self.file = consume file
  }

  func precedes(_ other: CountsCursor) -> Bool {
    pretoken.lexicographicallyPrecedes(other.pretoken)
  }

  /// Goes on to the next pretoken; `false` at the end.
  func advance() throws(VocabularizationError) -> Bool {
    guard let counts else {
      do { return try advanceInFile() } catch { throw .file(error) }
    }
    guard next < counts.count else { return false }
    (pretoken, count) = counts[next]
    next += 1
    return true
  }

  private func advanceInFile() throws(FileError) -> Bool {
    guard try has(1) else { return false }
    try require(CountsWriter.headerSize)
    let length = Int(truncatingIfNeeded: block.word(at: index))
    let found = block.word(at: index + 8)
    let end = CountsWriter.headerSize + length
    try require(end)
    pretoken = block.array(index + CountsWriter.headerSize..<index + end)[...]
    count = found
    index += end
    return true
  }

  /// Checks that `count` bytes are there to read at `index`: a record that is cut is no end.
  private func require(_ count: Int) throws(FileError) {
    if try has(count) { return }
    let end = file?.offset ?? 0
    throw .becameShorter(
      path: file?.path ?? "", from: end + count - (block.count - index), to: end)
  }

  /// Makes sure that `count` bytes are there to read at `index`.
  private func has(_ count: Int) throws(FileError) -> Bool {
    while block.count - index < count {
      block.removeFirst(index)
      index = 0
      if try file?.read(into: &block, room: max(Self.blockSize, count)) ?? 0 == 0 { return false }
    }
    return true
  }
}
