// Where a literal or a regular expression occurs in a text.
//
//     TextPattern  ──▶  TextSearch  ──▶  matches of a text
//                          ├─ bytes: a literal
//                          ├─ PatternTables: any pattern that the compiler takes and that always
//                          │  matches something
//                          └─ ICUPattern: any other

import SubwordMemory

/// Finds the matches of a pattern. Immutable: any number of threads may use one.
package struct TextSearch: Sendable {
  private enum Engine: Sendable {
    case literal([UInt8])
    case tables(PatternTables)
    case icu(ICUPattern)
  }

  private let engine: Engine

  package init(_ pattern: TextPattern) throws(PatternError) {
    switch pattern {
    case .literal(let text): engine = .literal(Array(text.utf8))
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
    case .literal(let bytes) where bytes.isEmpty: Self.appendBoundaries(of: text, to: &matches)
    case .literal(let bytes): Self.appendOccurrences(of: bytes.span, in: text, to: &matches)
    case .tables(let tables): Self.appendMatches(of: tables, in: text, to: &matches)
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

  /// By the first byte, then by all: as long as that occurs rarely, as fast as any.
  private static func appendOccurrences(
    of literal: Span<UInt8>, in text: Span<UInt8>, to matches: inout [Range<Int>]
  ) {
    guard literal.count <= text.count else { return }
    var place = 0
    while place <= text.count - literal.count {
      guard text[place] == literal[0], text.starts(with: literal, at: place) else {
        place += 1
        continue
      }
      matches.append(place..<place + literal.count)
      place += literal.count
    }
  }
}

extension Span<UInt8> {
  /// Whether `other` stands at `place`, where that many bytes are left.
  fileprivate func starts(with other: Span<UInt8>, at place: Int) -> Bool {
    for index in other.indices where self[place + index] != other[index] { return false }
    return true
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
  ) {
    var bytes = Buffer<UInt8>()
    var found = Buffer<PretokenRange>()
    bytes.append(contentsOf: text)
    var position = 0
    while position < text.count {
      position = tables.cut(bytes, from: position, to: text.count, limit: .max, into: &found)
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
