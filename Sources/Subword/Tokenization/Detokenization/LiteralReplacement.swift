// One text instead of another, in tokens that come in parts.

extension TokenList {
  /// Appends what is in `range` of another list to the last token, `content` in the place of each
  /// occurrence that `search` finds.
  ///
  /// - Returns: Where in the other list the start of an occurrence stands that may go on.
  mutating func append(
    _ range: Range<Int>, of other: TokenList, replacing search: LiteralSearch, by content: [UInt8]
  ) -> Int {
    var start = range.lowerBound
    let partial = search.eachMatch(in: other.bytes[range]) { place in
      append(start..<place.lowerBound, of: other)
      append(content, from: other.origin(at: place.lowerBound))
      start = place.upperBound
    }
    append(start..<range.upperBound - partial, of: other)
    return range.upperBound - partial
  }
}

/// `content` instead of each occurrence of a literal (`Replace`).
///
/// Of a token that goes on, only what may be the start of an occurrence waits.
struct LiteralReplacementDetokenizerStage: DetokenizerStage {
  private let search: LiteralSearch
  private let content: [UInt8]
  private var held: TokenList

  /// - Parameter literal: Not empty.
  init(_ literal: [UInt8], by content: [UInt8], _ context: DetokenizerContext) {
    search = LiteralSearch(literal)
    self.content = content
    held = TokenList(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { held.bytes.count }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var waiting = held
    tokens.eachToken { range, isWhole in
      if waiting.isEmpty {
        take(range, of: tokens, isWhole, &waiting, into: &result)
      } else {
        var joined = waiting
        joined.append(range, of: tokens)
        waiting.removeAll()
        take(0..<joined.bytes.count, of: joined, isWhole, &waiting, into: &result)
      }
    }
    held = waiting
  }

  private func take(
    _ range: Range<Int>, of tokens: TokenList, _ isWhole: Bool, _ waiting: inout TokenList,
    into result: inout TokenList
  ) {
    let rest = result.append(range, of: tokens, replacing: search, by: content)
    if isWhole {
      result.append(rest..<range.upperBound, of: tokens)
      result.endToken()
    } else {
      waiting.append(rest..<range.upperBound, of: tokens)
    }
  }
}

/// `content` at the start, at the end and between all characters of each token that isn't empty:
/// what replacing the empty literal does.
struct EmptyLiteralDetokenizerStage: DetokenizerStage {
  private let content: [UInt8]
  private var whole: WholeTokens

  init(by content: [UInt8], _ context: DetokenizerContext) {
    self.content = content
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    whole.eachToken(of: tokens) { tokens, range in
      if !range.isEmpty { result.append(range, of: tokens, interspersing: content) }
      result.endToken()
    }
  }
}

extension TokenList {
  /// Appends what is in `range` of another list to the last token, with `content` in front of each
  /// character and at the end.
  mutating func append(
    _ range: Range<Int>, of other: TokenList, interspersing content: [UInt8]
  ) {
    for index in range {
      if other.bytes[index] & 0xC0 != 0x80 { append(content, from: other.origin(at: index)) }
      append(index..<index + 1, of: other)
    }
    append(content, from: other.origin(at: max(range.lowerBound, range.upperBound - 1)))
  }
}
