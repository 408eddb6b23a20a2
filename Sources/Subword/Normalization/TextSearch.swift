// Where a literal or a regular expression occurs in a text.
//
//     TextPattern  ──▶  TextSearch  ──▶  matches of a text
//                          ├─ LiteralSearch: a literal
//                          ├─ PatternTables: any pattern that the compiler takes and that always
//                          │  matches something
//                          └─ ICUPattern: any other

import SubwordMemory

/// Finds the matches of a pattern. Immutable: any number of threads may use one.
package struct TextSearch: Sendable {
  private enum Engine: Sendable {
    case literal(LiteralSearch)
    /// A literal without bytes.
    case everywhere
    case tables(PatternTables)
    case icu(ICUPattern)
  }

  private let engine: Engine

  package init(_ pattern: TextPattern) throws(PatternError) {
    switch pattern {
    case .literal(let text):
      engine = text.utf8.isEmpty ? .everywhere : .literal(LiteralSearch(Array(text.utf8)))
    case .regex(let source): engine = try Self.engine(for: source)
    }
  }

  /// Appends the matches in `text`, first to last: they don't overlap, and none is empty that begins
  /// where another ends. An empty text has none.
  ///
  /// Source: `find_matches` of Hugging Face's library, and the search of the crate `onig` below it.
  package func matches(
    in text: Span<UInt8>, into matches: inout [Range<Int>]
  ) throws(PatternError) {
    if text.isEmpty { return }
    switch engine {
    case .everywhere: Self.appendBoundaries(of: text, to: &matches)
    case .literal(let search): search.eachMatch(in: text) { matches.append($0) }
    case .tables(let tables): try Self.appendMatches(of: tables, in: text, to: &matches)
    case .icu(let pattern): try Self.appendMatches(of: pattern, in: text, to: &matches)
    }
  }
}

// MARK: - Literals

extension TextSearch {
  private static func appendBoundaries(of text: Span<UInt8>, to matches: inout [Range<Int>]) {
    for place in text.indices where text[place] & 0xC0 != 0x80 { matches.append(place..<place) }
    matches.append(text.count..<text.count)
  }
}

// MARK: - Regular expressions

extension TextSearch {
  private static func engine(for pattern: String) throws(PatternError) -> Engine {
    let node = PatternSimplifier.simplified(try PatternParser.parse(pattern, .oniguruma))
    do {
      let automaton = try PatternAutomaton(node)
      return .tables(PatternTables(automaton, gaps: .removed, cutsBeforeSpaces: false))
    } catch {
      guard case .unsupported = error else { throw error }
      return .icu(try ICUPattern(ICUPatternWriter.source(of: node)))
    }
  }

  private static func appendMatches(
    of tables: PatternTables, in text: Span<UInt8>, to matches: inout [Range<Int>]
  ) throws(PatternError) {
    var bytes = Buffer<UInt8>()
    var found = Buffer<PretokenRange>()
    bytes.append(contentsOf: text)
    var position = 0
    while position < text.count {
      position = try tables.cut(bytes, from: position, to: text.count, limit: .max, into: &found)
    }
    for index in 0..<found.count where found[index].count > 0 {
      matches.append(found[index].start..<found[index].end)
    }
  }

  private static func appendMatches(
    of pattern: ICUPattern, in text: Span<UInt8>, to matches: inout [Range<Int>]
  ) throws(PatternError) {
    var all: [Range<Int>] = []
    try pattern.matches(in: text, into: &all)
    var last = -1
    for match in all where !match.isEmpty || match.lowerBound != last {
      matches.append(match)
      last = match.upperBound
    }
  }
}
