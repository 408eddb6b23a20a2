// Counts that had to leave memory: a few temporary files, however often that happens.
//
//     PretokenCounts  ──▶  SpilledCounts  ──▶  sorted temporary files  ──▶  CountsMerge

import Subword

/// Sorted counts in temporary files.
///
/// Eight files of one level become one of the next, so that a byte is written again only when eight
/// times as many have come, and few files are open at any time.
struct SpilledCounts {
  private var levels: [[TemporaryFile]] = []

  /// So many files are merged at once.
  static let fanIn = 8

  /// Takes over `counts`.
  mutating func add(_ counts: PretokenCounts) throws(VocabularizationError) {
    var writer = try CountsWriter()
    for index in 0..<counts.count {
      try writer.append(counts.bytes[counts.range(index)], counts.counts[index])
    }
    try add(writer.finish())
  }

  private mutating func add(_ file: TemporaryFile) throws(VocabularizationError) {
    var file = file
    var level = 0
    while true {
      if level == levels.count { levels.append([]) }
      levels[level].append(file)
      guard levels[level].count == Self.fanIn else { return }
      file = try Self.merged(levels[level])
      levels[level] = []
      level += 1
    }
  }

  /// All that was added, in no more than ``fanIn`` files.
  mutating func takeFiles() throws(VocabularizationError) -> [TemporaryFile] {
    var files = levels.flatMap { $0 }
    levels = []
    while files.count > Self.fanIn {
      // The first ones are the smallest.
      let merged = try Self.merged(Array(files.prefix(Self.fanIn)))
      files = files.dropFirst(Self.fanIn) + [merged]
    }
    return files
  }

  private static func merged(
    _ files: [TemporaryFile]
  ) throws(VocabularizationError) -> TemporaryFile {
    var merge = try CountsMerge([], files)
    var writer = try CountsWriter()
    while let (pretoken, count) = try merge.next() { try writer.append(pretoken, count) }
    return try writer.finish()
  }
}

/// Writes sorted counts to a temporary file: for each pretoken its length and its count as eight
/// bytes, the lowest first, then its bytes.
struct CountsWriter: ~Copyable {
  /// Length and count.
  static let headerSize = 16

  private let file: TemporaryFile
  private var records: [UInt8] = []

  private static let blockSize = 1 << 16

  init() throws(VocabularizationError) {
    do { file = try TemporaryFile() } catch { throw .file(error) }
  }

  mutating func append(
    _ pretoken: ArraySlice<UInt8>, _ count: UInt64
  ) throws(VocabularizationError) {
    records.append(record: pretoken, count)
    if records.count >= Self.blockSize { try flush() }
  }

  mutating func finish() throws(VocabularizationError) -> TemporaryFile {
    try flush()
    return file
  }

  private mutating func flush() throws(VocabularizationError) {
    do { try file.write(records.span) } catch { throw .file(error) }
    records.removeAll(keepingCapacity: true)
  }
}

extension [UInt8] {
  /// Appends a pretoken as ``CountsWriter`` writes it.
  mutating func append(record pretoken: ArraySlice<UInt8>, _ count: UInt64) {
    for word in [UInt64(pretoken.count), count] {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    append(contentsOf: pretoken)
  }
}
