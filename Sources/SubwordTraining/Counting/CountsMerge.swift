// Several sorted counts become one: those of the threads, and those that had to leave memory.
//
//     PretokenCounts of each thread ─┐
//     temporary files of counts ─────┴─▶  CountsMerge  ──▶  PretokenCounts

import Subword
import SubwordMemory

extension PretokenCounts {
  private static let blockSize = 1 << 18

  /// Writes the counts to a temporary file: for each pretoken its length and its count as eight
  /// bytes, the lowest first, then its bytes.
  func spill() throws(FileError) -> TemporaryFile {
    let file = try TemporaryFile()
    var records: [UInt8] = []
    for index in 0..<count {
      appendRecord(index, to: &records)
      if records.count >= Self.blockSize {
        try file.write(records.span)
        records.removeAll(keepingCapacity: true)
      }
    }
    try file.write(records.span)
    return file
  }

  func appendRecord(_ index: Int, to records: inout [UInt8]) {
    let range = range(index)
    for word in [UInt64(range.count), counts[index]] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        records.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    records.append(contentsOf: bytes[range])
  }

  /// The sums of all `counts` and of what was spilled to `files`.
  ///
  /// - Throws: `countOverflow` beyond 64 bits; `memoryExceeded` when the result alone takes more
  ///   than `memory` bytes.
  static func merged(
    _ counts: [PretokenCounts], _ files: [TemporaryFile], memory: Int
  ) throws(VocabularizationError) -> PretokenCounts {
    if files.isEmpty && counts.count == 1 { return counts[0] }
    var cursors: [CountsCursor] = counts.map { CountsCursor($0) }
    do {
      for file in files { cursors.append(CountsCursor(try file.reader())) }
    } catch {
      throw .file(error)
    }
    for cursor in cursors { try cursor.advance() }
    return try merged(cursors, memory: memory)
  }

  private static func merged(
    _ cursors: [CountsCursor], memory: Int
  ) throws(VocabularizationError) -> PretokenCounts {
    var result = Builder()
    while let first = cursors.filter({ $0.count != nil }).min(by: { $0.precedes($1) }) {
      let start = result.bytes.count
      result.bytes.append(contentsOf: first.pretoken)
      var sum: UInt64 = 0
      for cursor in cursors where cursor.count != nil && cursor.pretoken == result.bytes[start...] {
        let (total, overflows) = sum.addingReportingOverflow(cursor.count ?? 0)
        if overflows { throw .countOverflow }
        sum = total
        try cursor.advance()
      }
      result.endPretoken(count: sum)
      if result.memory > memory {
        throw .memoryExceeded(needed: 2 * result.memory, bound: memory)
      }
    }
    return result.build()
  }
}

/// Reads sorted pretokens one by one, from memory or from a temporary file.
private final class CountsCursor {
  /// The pretoken that was read last.
  private(set) var pretoken: ArraySlice<UInt8> = []
  /// Its count; `nil` at the end.
  private(set) var count: UInt64?

  private let counts: PretokenCounts?
  private var next = 0
  private var file: InputFile?
  private var block = Buffer<UInt8>()
  private var index = 0

  init(_ counts: PretokenCounts) { self.counts = counts }

  init(_ file: consuming InputFile) {
    counts = nil
    self.file = consume file
  }

  func precedes(_ other: CountsCursor) -> Bool {
    pretoken.lexicographicallyPrecedes(other.pretoken)
  }

  func advance() throws(VocabularizationError) {
    guard let counts else {
      do { return try advanceInFile() } catch { throw .file(error) }
    }
    count = next < counts.count ? counts.counts[next] : nil
    if count != nil { pretoken = counts.bytes[counts.range(next)] }
    next += 1
  }

  private func advanceInFile() throws(FileError) {
    count = nil
    guard try has(16) else { return }
    let length = Int(truncatingIfNeeded: block.word(at: index))
    let found = block.word(at: index + 8)
    guard try has(16 + length) else { return }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for offset in index + 16..<index + 16 + length { bytes.append(block[offset]) }
    (pretoken, count) = (bytes[...], found)
    index += 16 + length
  }

  /// Makes sure that `count` bytes are there to read at `index`.
  private func has(_ count: Int) throws(FileError) -> Bool {
    while block.count - index < count {
      block.removeFirst(index)
      index = 0
      if try file?.read(into: &block, room: max(1 << 18, count)) ?? 0 == 0 { return false }
    }
    return true
  }
}
