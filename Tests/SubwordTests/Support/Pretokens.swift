// Pretokens as ranges that tests can compare and show.

import SubwordMemory

@testable import Subword

extension CompiledPretokenizer {
  /// Cuts by one pattern.
  init(
    _ pattern: String, gaps: PatternTables.Gaps, _ dialect: PatternDialect
  ) throws {
    let node = PatternSimplifier.simplified(try PatternParser.parse(pattern, dialect))
    self.init(try CompiledPattern(node, gaps: gaps))
  }

  /// Cuts by one pattern that ICU runs, also where our compiler takes it.
  init(runByICU pattern: String, _ dialect: PatternDialect = .oniguruma) throws {
    let node = PatternSimplifier.simplified(try PatternParser.parse(pattern, dialect))
    self.init(try CompiledPattern(runByICU: node, gaps: .kept))
  }

  /// The pretokens of `text` in `window`, asked for `limit` at a time.
  func pretokens(
    of text: [UInt8], in window: Range<Int>? = nil, limit: Int = .max
  ) throws -> [Range<Int>] {
    var bytes = Buffer<UInt8>()
    bytes.append(contentsOf: text.span)
    var (position, end) = (window?.lowerBound ?? 0, window?.upperBound ?? text.count)
    var ranges: [Range<Int>] = []
    var pretokens = Buffer<PretokenRange>()
    while position < end {
      pretokens.removeAll()
      let next = try cut(bytes, from: position, to: end, limit: limit, into: &pretokens)
      ranges += pretokens.array.map { Int($0.start)..<Int($0.end) }
      // A search that stands still would never end.
      if next <= position { end = position }
      position = next
    }
    return ranges
  }
}
