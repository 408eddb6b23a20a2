// A text instead of what a regular expression matches.

/// `content` instead of each match in each token (`Replace` with a pattern).
///
/// A token must be whole before it is searched.
struct RegexReplacementDetokenizerStage: DetokenizerStage {
  private let search: TextSearch
  private let content: [UInt8]
  private var whole: WholeTokens
  private(set) var failure: TokenDecodingError?

  init(_ search: TextSearch, by content: [UInt8], _ context: DetokenizerContext) {
    self.search = search
    self.content = content
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
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
    var matches: [Range<Int>] = []
    let start = token.startIndex
    do { try search.matches(in: token.span, into: &matches) } catch {
      if failure == nil { failure = .pattern(error) }
      return []
    }
    return matches.map { start + $0.lowerBound..<start + $0.upperBound }
  }
}
