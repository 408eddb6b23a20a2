// A text instead of what a regular expression matches.

import SubwordMemory

/// `content` instead of each match in each token (`Replace` with a pattern).
///
/// A token must be whole before it is searched.
struct RegexReplacementStage: DetokenizerStage {
  private let matcher: PatternMatches
  private let content: [UInt8]
  private var whole: WholeTokens
  private(set) var failure: DecodingError?

  init(_ matcher: PatternMatches, by content: [UInt8], _ context: DetokenizerContext) {
    self.matcher = matcher
    self.content = content
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.forEach(of: tokens) { tokens, range in
      let matches = matches(in: tokens.bytes[range])
      var start = range.lowerBound
      for match in matches {
        result.append(start..<match.lowerBound, of: tokens)
        result.append(content, from: tokens.origin(at: match.lowerBound))
        start = match.upperBound
      }
      result.append(start..<range.upperBound, of: tokens)
      result.endToken()
    }
    self.whole = whole
  }

  /// The matches in a token; none when the search gives up.
  private mutating func matches(in token: ArraySlice<UInt8>) -> [Range<Int>] {
    do {
      return try matcher.ranges(in: Array(token)).map {
        token.startIndex + $0.lowerBound..<token.startIndex + $0.upperBound
      }
    } catch {
      if failure == nil { failure = .pattern(error) }
      return []
    }
  }
}

/// Finds all matches of a regular expression in one text after the other.
struct PatternMatches: Sendable {
  private let pattern: ICUPattern

  /// - Throws: `syntax` for a pattern that has an error, `unsupported` for one that we don't take.
  init(_ pattern: String) throws(PatternError) {
    let node = PatternSimplifier.simplified(try PatternParser.parse(pattern, .oniguruma))
    self.pattern = try ICUPattern(ICUPatternWriter.source(of: node))
  }

  /// Where the matches stand, first to last. Oniguruma's search goes on where a match ended, and takes
  /// no empty match there; an empty text has none.
  func ranges(in text: [UInt8]) throws(PatternError) -> [Range<Int>] {
    if text.isEmpty { return [] }
    var (all, ranges): ([Range<Int>], [Range<Int>]) = ([], [])
    try pattern.matches(in: text.span, into: &all)
    for match in all where !(match.isEmpty && match.lowerBound == ranges.last?.upperBound) {
      ranges.append(match)
    }
    return ranges
  }
}
