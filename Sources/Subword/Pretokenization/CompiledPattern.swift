// A regular expression that is ready to cut.
//
//     pattern  ──▶  PatternParser  ──▶  PatternAutomaton  ──▶  PatternTables
//                                           └─ or, if need be ─▶  ICUPattern

import SubwordMemory

/// Cuts texts at the matches of a pattern, which are parts themselves.
struct CompiledPattern: CuttingStage {
  private enum Engine: Sendable {
    case tables(PatternTables)
    case icu(ICUPattern)
  }

  private let engine: Engine
  private let gaps: PatternTables.Gaps
  let cutsBeforeSpaces: Bool
  let allowsCutsBeforeSpaces: Bool

  /// - Parameter gaps: What becomes of text between two matches.
  /// - Throws: `syntax` for a pattern that has an error, `unsupported` for one that we don't take.
  init(
    _ pattern: String, gaps: PatternTables.Gaps, _ dialect: PatternDialect
  ) throws(PatternError) {
    do {
      try self.init(PatternParser.parse(pattern, dialect), gaps: gaps)
    } catch {
      guard case .unsupported = error else { throw error }
      let explicit = try PatternRewriter.explicit(pattern, dialect)
      // Oniguruma's ^ and $ match at lines; ICU has to be told.
      engine = .icu(try ICUPattern("(?m)" + explicit))
      self.gaps = gaps
      (cutsBeforeSpaces, allowsCutsBeforeSpaces) = (false, false)
    }
  }

  /// - Throws: `unsupported` for a pattern that only ICU could run.
  init(_ pattern: PatternNode, gaps: PatternTables.Gaps) throws(PatternError) {
    let automaton = try PatternAutomaton(pattern)
    allowsCutsBeforeSpaces = automaton.endsBeforeSpaces
    cutsBeforeSpaces =
      automaton.endsBeforeSpaces
      && (gaps == .removed || automaton.coversEverything || automaton.startsAtSpaces)
    engine = .tables(PatternTables(automaton, gaps: gaps, cutsBeforeSpaces: cutsBeforeSpaces))
    self.gaps = gaps
  }

  /// Whether ICU runs the pattern.
  var usesICU: Bool { if case .icu = engine { true } else { false } }

  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    switch engine {
    case .tables(let tables):
      return tables.cut(text, from: start, to: end, limit: limit, into: &parts)
    case .icu(let pattern):
      try cut(PretokenRange(start, end), of: text, with: ICUMatcher(pattern), into: &parts)
      return end
    }
  }

  func cut(
    _ ranges: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    switch engine {
    case .tables(let tables):
      for index in 0..<ranges.count {
        let range = ranges[index]
        _ = tables.cut(text, from: range.start, to: range.end, limit: .max, into: &parts)
      }
    case .icu(let pattern):
      let matcher = try ICUMatcher(pattern)
      for index in 0..<ranges.count {
        try cut(ranges[index], of: text, with: matcher, into: &parts)
      }
    }
  }

  private func cut(
    _ range: PretokenRange, of text: borrowing Buffer<UInt8>, with matcher: ICUMatcher,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    var gap = range.start
    for match in try matches(in: range, of: text, with: matcher) {
      if gap < match.start && gaps == .kept { parts.append(PretokenRange(gap, match.start)) }
      if match.count > 0 { parts.append(match) }
      gap = match.end
    }
    if gap < range.end && gaps == .kept { parts.append(PretokenRange(gap, range.end)) }
  }

  private func matches(
    in range: PretokenRange, of text: borrowing Buffer<UInt8>, with matcher: ICUMatcher
  ) throws(PatternError) -> [PretokenRange] {
    var matches: [Range<Int>] = []
    try text.withSpan { (span) throws(PatternError) in
      try matcher.matches(in: span.extracting(range.start..<range.end), into: &matches)
    }
    return matches.map {
      PretokenRange(range.start + $0.lowerBound, range.start + $0.upperBound)
    }
  }
}

extension CompiledPattern {
  /// Appends the matches within a range, first to last.
  ///
  /// Oniguruma's search goes on where a match ended, and takes no empty match there.
  func appendMatches(
    in range: PretokenRange, of text: borrowing Buffer<UInt8>,
    to result: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    switch engine {
    case .tables(let tables):
      _ = tables.cut(text, from: range.start, to: range.end, limit: .max, into: &result)
    case .icu(let pattern):
      var last: Int?
      for match in try matches(in: range, of: text, with: ICUMatcher(pattern)) {
        if match.count == 0 && match.start == last { continue }
        result.append(match)
        last = match.end
      }
    }
  }
}

extension PatternAutomaton {
  /// Whether a match starts at every U+0020, whatever follows.
  var startsAtSpaces: Bool {
    let first = transitions[0][classes.class(of: 0x20)]
    return first.state.map { transitions[$0].allSatisfy(\.accepts) } ?? false
  }
}
