// One thread's way from a block of corpus to counts.

import Subword
import SubwordMemory

/// Counts blocks in a table of its own.
struct CountingWorker: ~Copyable {
  private let counter: PretokenCounter
  private let normalization: NormalizationPipeline?
  var table = PretokenTable()
  /// How many ill-formed parts became U+FFFD.
  private(set) var replaced = 0

  // Scratch that is used again for every block.
  private var pretokens = Buffer<PretokenRange>(capacity: batch)
  private var repaired = Buffer<UInt8>()
  private var normalized: [UInt8] = []
  private var record = Buffer<UInt8>()

  /// So many pretokens are cut, then counted: few enough to stay in the nearest cache.
  private static let batch = 1 << 10

  init(_ counter: PretokenCounter) throws(VocabularizationError) {
    self.counter = counter
    do {
      normalization = try counter.normalizer.map { (normalizer) throws(NormalizationError) in
        try NormalizationPipeline(normalizer)
      }
    } catch {
      throw .normalization(error)
    }
  }

  mutating func count(_ block: inout CorpusBlock) throws(VocabularizationError) {
    switch counter.corpus.format {
    case .text: try countText(block.bytes, 0..<block.count, in: block)
    case .lines: try countLines(block)
    case .jsonLines(let field): try countRecords(block, field: field)
    }
  }

  /// Gives back what counting a long block has taken.
  mutating func dropScratch() {
    pretokens = Buffer(capacity: Self.batch)
    repaired = Buffer()
    normalized = []
    record = Buffer()
  }

  private mutating func countLines(_ block: borrowing CorpusBlock) throws(VocabularizationError) {
    var start = 0
    while start < block.count {
      let end = lineEnd(from: start, in: block)
      try countText(block.bytes, start..<end, in: block)
      start = end
    }
  }

  /// Where the line that starts at `start` ends, its line feed included.
  private func lineEnd(from start: Int, in block: borrowing CorpusBlock) -> Int {
    var end = start
    while end < block.count && block.bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return min(end + 1, block.count)
  }

  private mutating func countRecords(
    _ block: borrowing CorpusBlock, field: String?
  ) throws(VocabularizationError) {
    var start = 0
    while start < block.count {
      let end = lineEnd(from: start, in: block)
      let hasLineFeed = block.bytes[end - 1] == UInt8(ascii: "\n")
      let line = try record(start..<(hasLineFeed ? end - 1 : end), in: block)
      let text: [UInt8]?
      do { text = try JSONRecord.text(of: line, field: field) } catch {
        throw .badRecord(
          JSONRecord.reason(error, field: field), place(start + error.offset, in: block))
      }
      if let text { try countRecord(text) }
      start = end
    }
  }

  /// The bytes of a record, after the policy for bad bytes. JSON itself can't hold such bytes, so that
  /// they are an error where they aren't replaced.
  private mutating func record(
    _ range: Range<Int>, in block: borrowing CorpusBlock
  ) throws(VocabularizationError) -> [UInt8] {
    guard
      let bad = UTF8Repair.firstIllFormed(
        in: block.bytes, from: range.lowerBound, to: range.upperBound)
    else { return block.bytes.array(range) }
    guard counter.corpus.invalid == .replace else {
      throw .invalidUTF8(place(bad.lowerBound, in: block))
    }
    repaired.removeAll()
    replaced += UTF8Repair.repair(block.bytes, range, into: &repaired)
    return repaired.array
  }

  private mutating func countRecord(_ text: [UInt8]) throws(VocabularizationError) {
    var record = Buffer<UInt8>()
    swap(&record, &self.record)
    record.removeAll()
    record.append(contentsOf: text.span)
    record.resize(to: text.count + PretokenTable.slack, filling: 0)
    try countValid(record, 0..<text.count)
    swap(&record, &self.record)
  }

  private func place(_ offset: Int, in block: borrowing CorpusBlock) -> FileLocation {
    FileLocation(
      file: shown(block.file), line: block.line + block.bytes.lineFeeds(0..<offset),
      byteOffset: block.offset + offset)
  }

  /// Counts a text, or a part of one that no pretoken leaves, after the policy for bad bytes.
  private mutating func countText(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, in block: borrowing CorpusBlock
  ) throws(VocabularizationError) {
    guard
      let bad = UTF8Repair.firstIllFormed(in: text, from: range.lowerBound, to: range.upperBound)
    else { return try countValid(text, range) }
    switch counter.corpus.invalid {
    case .error:
      throw .invalidUTF8(place(bad.lowerBound, in: block))
    case .replace:
      var whole = Buffer<UInt8>()
      swap(&whole, &repaired)
      whole.removeAll()
      replaced += UTF8Repair.repair(text, range, into: &whole)
      let count = whole.count
      whole.resize(to: count + PretokenTable.slack, filling: 0)
      try countValid(whole, 0..<count)
      swap(&whole, &repaired)
    case .bytes:
      try countParts(text, range, firstBad: bad)
    }
  }

  /// Counts bad parts as pretokens of their own, and what lies between them as texts.
  private mutating func countParts(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, firstBad: Range<Int>
  ) throws(VocabularizationError) {
    var start = range.lowerBound
    var bad: Range<Int>? = firstBad
    while let part = bad {
      try countValid(text, start..<part.lowerBound)
      _ = table.add(PretokenRange(part.lowerBound, part.upperBound), of: text, times: 1)
      start = part.upperBound
      bad = UTF8Repair.firstIllFormed(in: text, from: start, to: range.upperBound)
    }
    try countValid(text, start..<range.upperBound)
  }

  private mutating func countValid(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>
  ) throws(VocabularizationError) {
    guard let normalization else { return try cut(text, range) }
    normalized.removeAll(keepingCapacity: true)
    let outcome: NormalizationOutcome
    do {
      outcome = try text.withSpan { (span) throws(NormalizationError) in
        try normalization.normalize(span.extracting(range), into: &normalized)
      }
    } catch {
      throw .normalization(error)
    }
    if outcome == .unchanged { return try cut(text, range) }
    var result = Buffer<UInt8>()
    result.append(contentsOf: normalized.span)
    result.resize(to: normalized.count + PretokenTable.slack, filling: 0)
    try cut(result, 0..<normalized.count)
  }

  private mutating func cut(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>
  ) throws(VocabularizationError) {
    var position = range.lowerBound
    while position < range.upperBound {
      pretokens.removeAll()
      do {
        position = try counter.cutter.cut(
          text, from: position, to: range.upperBound, limit: Self.batch, into: &pretokens)
      } catch {
        throw .pattern(error)
      }
      table.add(pretokens, of: text)
      if isTooLarge(table) { try counter.spill(&table) }
    }
  }

  /// Whether a table has too much memory, or would have when it grows next.
  @inline(__always)
  private func isTooLarge(_ table: borrowing PretokenTable) -> Bool {
    table.memory > counter.memory.table
      || table.isAlmostFull(within: Self.batch) && table.memoryAfterGrowth > counter.memory.table
  }
}
