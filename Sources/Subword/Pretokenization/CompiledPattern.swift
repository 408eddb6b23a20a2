// A regular expression that is ready to cut.
//
//     pattern  ──▶  PatternParser  ──▶  PatternSimplifier  ──▶  PatternAutomaton  ──▶  PatternTables
//                                             └─ or, if need be ─▶  ICUPatternWriter  ──▶  ICUPattern
//     a long literal  ──▶  LiteralSearch

import SubwordMemory

/// Cuts texts at the matches of a pattern, which are parts themselves.
struct CompiledPattern: CuttingStage {
  private enum Engine: Sendable {
    case tables(PatternTables)
    case icu(ICUPattern)
    case literal(LiteralSearch)
  }

  private let engine: Engine
  private let gaps: PatternTables.Gaps
  /// The gaps that go, where the tables take gaps for matches.
  private let gapFilter: StartFilter?
  let cutsBeforeSpaces: Bool
  var allowsCutsBeforeSpaces: Bool

  /// - Parameter gaps: What becomes of text between two matches.
  /// - Throws: `unsupported` for a pattern that we don't take.
  init(_ pattern: PatternNode, gaps: PatternTables.Gaps) throws(PatternError) {
    do {
      try self.init(runByTables: pattern, gaps: gaps)
    } catch {
      guard case .unsupported = error else { throw error }
      try self.init(runByICU: pattern, gaps: gaps)
    }
  }

  private init(
    runByTables pattern: PatternNode, gaps: PatternTables.Gaps
  ) throws(PatternError) {
    let automaton = try PatternAutomaton(pattern)
    let hasNoGaps = gaps == .removed || automaton.coversEverything || automaton.startsAtSpaces
    allowsCutsBeforeSpaces = automaton.endsBeforeSpaces
    cutsBeforeSpaces = hasNoGaps && automaton.endsBeforeSpaces
    self.gaps = gaps
    if let whole = try Self.withGaps(pattern, automaton) {
      let lanes = whole.automaton.endsBeforeSpaces
      engine = .tables(PatternTables(whole.automaton, gaps: .kept, cutsBeforeSpaces: lanes))
      gapFilter = gaps == .removed ? StartFilter(whole.starts) : nil
    } else {
      engine = .tables(PatternTables(automaton, gaps: gaps, cutsBeforeSpaces: cutsBeforeSpaces))
      gapFilter = nil
    }
  }

  /// The automaton that matches gaps as well, and what they start with, so that the boundary machine
  /// takes no detours at them; `nil` where there are none, or a scalar that can start a match may
  /// also be in a gap.
  private static func withGaps(
    _ pattern: PatternNode, _ automaton: PatternAutomaton
  ) throws(PatternError) -> (automaton: PatternAutomaton, starts: ScalarSet)? {
    let gapStarts = pattern.matchStarts.complement
    if gapStarts.isEmpty || automaton.coversEverything { return nil }
    let gap = PatternNode.run(of: .scalar(gapStarts))
    let whole = try PatternAutomaton(.alternatives([pattern, gap]))
    return whole.coversEverything ? (whole, gapStarts) : nil
  }

  /// A pattern run by ICU, also where our compiler takes it: tests compare the two.
  init(runByICU pattern: PatternNode, gaps: PatternTables.Gaps) throws(PatternError) {
    do {
      engine = .icu(try ICUPattern(ICUPatternWriter.source(of: pattern)))
    } catch {
      // What ICU doesn't like is in what we wrote for it, not in what the user wrote.
      switch error {
      case .syntax, .unsupported: throw .unsupported(construct: "what ICU can't run", at: 0)
      default: throw error
      }
    }
    self.gaps = gaps
    gapFilter = nil
    (cutsBeforeSpaces, allowsCutsBeforeSpaces) = (false, false)
  }

  /// A literal, which isn't empty. An automaton finds one of few bytes as fast; of many bytes it
  /// might try nearly all at each place of a text.
  init(literal: [UInt8], gaps: PatternTables.Gaps) {
    engine = .literal(LiteralSearch(literal))
    self.gaps = gaps
    gapFilter = nil
    (cutsBeforeSpaces, allowsCutsBeforeSpaces) = (false, false)
  }

  var usesICU: Bool { if case .icu = engine { true } else { false } }

  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    switch engine {
    case .tables(let tables):
      let first = parts.count
      let position = try tables.cut(text, from: start, to: end, limit: limit, into: &parts)
      gapFilter?.filter(&parts, from: first, of: text)
      return position
    case .icu(let pattern):
      try cut(PretokenRange(start, end), of: text, with: ICUMatcher(pattern), into: &parts)
      return end
    case .literal(let search):
      cut(PretokenRange(start, end), of: text, at: search, into: &parts)
      return end
    }
  }

  func cut(
    _ ranges: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    switch engine {
    case .tables(let tables):
      let first = parts.count
      for index in 0..<ranges.count {
        let range = ranges[index]
        _ = try tables.cut(text, from: range.start, to: range.end, limit: .max, into: &parts)
      }
      gapFilter?.filter(&parts, from: first, of: text)
    case .icu(let pattern):
      let matcher = try ICUMatcher(pattern)
      for index in 0..<ranges.count {
        try cut(ranges[index], of: text, with: matcher, into: &parts)
      }
    case .literal(let search):
      for index in 0..<ranges.count { cut(ranges[index], of: text, at: search, into: &parts) }
    }
  }

  private func cut(
    _ range: PretokenRange, of text: borrowing Buffer<UInt8>, at search: LiteralSearch,
    into parts: inout Buffer<PretokenRange>
  ) {
    var found: [Range<Int>] = []
    text.withSpan { span in
      _ = search.eachMatch(in: span.extracting(range.start..<range.end)) { found.append($0) }
    }
    var gap = range.start
    for match in found {
      let match = PretokenRange(range.start + match.lowerBound, range.start + match.upperBound)
      if gap < match.start && gaps == .kept { parts.append(PretokenRange(gap, match.start)) }
      parts.append(match)
      gap = match.end
    }
    if gap < range.end && gaps == .kept { parts.append(PretokenRange(gap, range.end)) }
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
  /// Appends the matches within a range, first to last; for a pattern whose gaps go.
  ///
  /// Oniguruma's search goes on where a match ended, and takes no empty match there.
  func appendMatches(
    in range: PretokenRange, of text: borrowing Buffer<UInt8>,
    to result: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    switch engine {
    case .tables, .literal:
      _ = try cut(text, from: range.start, to: range.end, limit: .max, into: &result)
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

extension PatternNode {
  /// The scalars that a match of one scalar or more may start with, and perhaps others.
  fileprivate var matchStarts: ScalarSet {
    switch self {
    case .scalar(let set): set
    case .alternatives(let choices): ScalarSet(choices.flatMap(\.matchStarts.ranges))
    case .sequence(let parts): Self.matchStarts(ofSequence: parts[...])
    case .repeated(let body, _, _, _), .atomic(let body), .group(_, let body): body.matchStarts
    case .look: .none
    case .reference: .all
    }
  }

  private static func matchStarts(ofSequence parts: ArraySlice<PatternNode>) -> ScalarSet {
    let end = parts.firstIndex { !$0.matchesEmpty }.map { $0 + 1 } ?? parts.endIndex
    return ScalarSet(parts[..<end].flatMap(\.matchStarts.ranges))
  }
}
