// A pretokenizer that is ready to run.
//
//     Pretokenizer  ──▶  CompiledPretokenizer  ──▶  pretokens of a text
//                             ├─ PatternTables: any pattern that the pattern compiler takes
//                             └─ ICUPattern: any other

package import SubwordMemory

/// Cuts texts into pretokens. Immutable: any number of threads may use one.
package struct CompiledPretokenizer: Sendable {
  private enum Engine: Sendable {
    case tables(PatternTables)
    case icu(ICUPattern)
    case whole
  }

  private let engine: Engine
  private let gaps: PatternTables.Gaps

  /// Whether no pretoken ever crosses from a scalar that isn't white space to a U+0020, and the text
  /// on both sides is cut as it is cut as a whole. A long text may then be taken apart there.
  package let cutsBeforeSpaces: Bool

  /// - Throws: `syntax` for a pattern that has an error, `unsupported` for steps that can't run yet.
  package init(_ pretokenizer: Pretokenizer) throws(PatternError) {
    let pretokenizer = pretokenizer.withoutBytes
    if pretokenizer.steps.count == 1,
      case .split(.regex(let pattern), .isolated, inverted: false) = pretokenizer.steps[0]
    {
      try self.init(pattern, gaps: .kept, .oniguruma)
      return
    }
    switch pretokenizer.steps {
    case []: self.init(.whole, gaps: .kept)
    case [.whitespace]: try self.init(#"\w+|[^\w\s]+"#, gaps: .removed, .rust)
    case [.whitespaceSplit]: try self.init(#"\S+"#, gaps: .removed, .rust)
    default: throw .unsupported(construct: "this sequence of pretokenizers", at: 0)
    }
  }

  private init(
    _ pattern: String, gaps: PatternTables.Gaps, _ dialect: PatternDialect
  ) throws(PatternError) {
    do {
      let automaton = try PatternAutomaton(PatternParser.parse(pattern, dialect))
      let hasNoGaps = gaps == .removed || automaton.coversEverything
      let cutsBeforeSpaces = hasNoGaps && automaton.endsBeforeSpaces
      self.init(
        .tables(PatternTables(automaton, gaps: gaps, cutsBeforeSpaces: cutsBeforeSpaces)),
        gaps: gaps, cutsBeforeSpaces: cutsBeforeSpaces)
    } catch {
      guard case .unsupported = error else { throw error }
      let explicit = try PatternRewriter.explicit(pattern, dialect)
      // Oniguruma's ^ and $ match at lines; ICU has to be told.
      self.init(.icu(try ICUPattern("(?m)" + explicit)), gaps: gaps)
    }
  }

  private init(_ engine: Engine, gaps: PatternTables.Gaps, cutsBeforeSpaces: Bool = false) {
    self.engine = engine
    self.gaps = gaps
    self.cutsBeforeSpaces = cutsBeforeSpaces
  }

  /// Whether ICU runs the pattern.
  package var usesICU: Bool { if case .icu = engine { true } else { false } }

  /// Cuts valid UTF-8 into pretokens, from `start` on, until `limit` of them are there or `end` is
  /// reached. (ICU finds all at once, however many.)
  ///
  /// - Parameter pretokens: Grows by the pretokens found, first to last; none is empty.
  /// - Returns: Where to go on; `end` when all is cut.
  package func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int = .max,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    switch engine {
    case .tables(let tables):
      return tables.cut(text, from: start, to: end, limit: limit, into: &pretokens)
    case .whole:
      if start < end { pretokens.append(PretokenRange(start, end)) }
      return end
    case .icu(let pattern):
      try cut(text, with: pattern, from: start, to: end, into: &pretokens)
      return end
    }
  }

  private func cut(
    _ text: borrowing Buffer<UInt8>, with pattern: ICUPattern, from start: Int, to end: Int,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    var matches: [Range<Int>] = []
    try text.withSpan { (span) throws(PatternError) in
      try pattern.matches(in: span.extracting(start..<end), into: &matches)
    }
    var gap = start
    for match in matches {
      let (first, last) = (start + match.lowerBound, start + match.upperBound)
      if gap < first && gaps == .kept { pretokens.append(PretokenRange(gap, first)) }
      if first < last { pretokens.append(PretokenRange(first, last)) }
      gap = last
    }
    if gap < end && gaps == .kept { pretokens.append(PretokenRange(gap, end)) }
  }
}
