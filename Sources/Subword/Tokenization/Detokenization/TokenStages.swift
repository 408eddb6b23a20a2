// Steps that look at one token at a time.

/// Spaces instead of a mark, none for those of the first token (`Metaspace`).
struct MetaspaceDetokenizerStage: DetokenizerStage {
  private let mark: LiteralSearch
  private let dropsFirst: Bool
  private var whole: WholeTokens
  private var isFirst = true

  init(mark: Unicode.Scalar, dropsFirst: Bool, _ context: DetokenizerContext) {
    self.mark = LiteralSearch(Array(String(mark).utf8))
    self.dropsFirst = dropsFirst
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      let content: [UInt8] = isFirst && dropsFirst ? [] : [UInt8(ascii: " ")]
      // A mark is one character, and so never stands at a token's end in part.
      let rest = result.append(range, of: tokens, replacing: mark, by: content)
      result.append(rest..<range.upperBound, of: tokens)
      result.endToken()
      isFirst = false
    }
    self.whole = whole
  }
}

/// A space in front of each token but the first, unless it starts with a prefix, which goes
/// (`WordPiece`).
struct WordPieceDetokenizerStage: DetokenizerStage {
  private let prefix: [UInt8]
  private let cleanUp: CleanUp?
  private var whole: WholeTokens
  private var isFirst = true

  init(prefix: String, cleansUp: Bool, _ context: DetokenizerContext) {
    self.prefix = Array(prefix.utf8)
    cleanUp = cleansUp ? CleanUp(.ofDecoders) : nil
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      var token = TokenList(tracksOrigins: tokens.tracksOrigins)
      let goesOn = tokens.bytes[range].starts(with: prefix)
      if !isFirst && !goesOn {
        token.append([UInt8(ascii: " ")], from: tokens.origin(at: range.lowerBound))
      }
      let start = range.lowerBound + (!isFirst && goesOn ? prefix.count : 0)
      token.append(start..<range.upperBound, of: tokens)
      cleanUp?.clean(&token)
      result.append(0..<token.bytes.count, of: token)
      result.endToken()
      isFirst = false
    }
    self.whole = whole
  }
}

/// A space instead of each suffix, but none in the last token (`BPEDecoder`).
struct SuffixDetokenizerStage: DetokenizerStage {
  /// `nil` for an empty suffix.
  private let suffix: LiteralSearch?
  private var whole: WholeTokens
  /// The end of the last token so far, from its first suffix on, if it has one.
  private var held: TokenList

  init(suffix: String, _ context: DetokenizerContext) {
    self.suffix = suffix.isEmpty ? nil : LiteralSearch(Array(suffix.utf8))
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
    held = TokenList(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount + held.bytes.count }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      endHeld(by: [UInt8(ascii: " ")], into: &result)
      let start = firstSuffix(in: tokens.bytes[range])
      result.append(range.lowerBound..<start, of: tokens)
      held.append(start..<range.upperBound, of: tokens)
      held.endToken()
    }
    self.whole = whole
    if isLast { endHeld(by: [], into: &result) }
  }

  private func firstSuffix(in token: ArraySlice<UInt8>) -> Int {
    guard let suffix else { return token.startIndex }
    var first = token.endIndex
    _ = suffix.forEach(in: token) { first = min(first, $0.lowerBound) }
    return first
  }

  private mutating func endHeld(by content: [UInt8], into result: inout TokenList) {
    guard !held.isEmpty else { return }
    let range = 0..<held.bytes.count
    if let suffix {
      let rest = result.append(range, of: held, replacing: suffix, by: content)
      result.append(rest..<range.upperBound, of: held)
    } else {
      result.append(range, of: held, interspersing: content)
    }
    result.endToken()
    held.removeAll()
  }
}

/// Neither repetitions of a token nor padding, and spaces between words (`CTC`).
struct CTCDetokenizerStage: DetokenizerStage {
  private let padding: LiteralSearch?
  private let delimiter: LiteralSearch?
  private let cleanUp: CleanUp?
  private var whole: WholeTokens
  private var previous: [UInt8]?

  init(padding: String, delimiter: String, cleansUp: Bool, _ context: DetokenizerContext) {
    self.padding = padding.isEmpty ? nil : LiteralSearch(Array(padding.utf8))
    self.delimiter = delimiter.isEmpty ? nil : LiteralSearch(Array(delimiter.utf8))
    cleanUp = cleansUp ? CleanUp(.ofDecoders) : nil
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      let bytes = tokens.bytes[range]
      if let previous, previous.elementsEqual(bytes) { return }
      previous = Array(bytes)
      var token = TokenList(tracksOrigins: tokens.tracksOrigins)
      token.append(range, of: tokens)
      clean(&token)
      if token.bytes.isEmpty { return }
      result.append(0..<token.bytes.count, of: token)
      result.endToken()
    }
    self.whole = whole
  }

  private func clean(_ token: inout TokenList) {
    if let padding { token.replace(padding, by: []) }
    guard let cleanUp else { return }
    cleanUp.clean(&token)
    let space = [UInt8(ascii: " ")]
    if let delimiter { return token.replace(delimiter, by: space) }
    var result = TokenList(tracksOrigins: token.tracksOrigins)
    result.append(0..<token.bytes.count, of: token, interspersing: space)
    token = result
  }
}

/// Up to so many of one character less at both ends of each token (`Strip`).
struct StripDetokenizerStage: DetokenizerStage {
  private let content: [UInt8]
  private let start: Int
  private let stop: Int
  /// How many went at the start of the token that goes on; `nil` once something else came.
  private var stripped: Int? = 0
  /// What may have to go at its end, and a part of a character.
  private var held: TokenList

  init(content: Unicode.Scalar, start: Int, stop: Int, _ context: DetokenizerContext) {
    self.content = Array(String(content).utf8)
    self.start = start
    self.stop = stop
    held = TokenList(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { held.bytes.count }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    tokens.eachToken { range, isWhole in
      if held.isEmpty {
        take(range, of: tokens, isWhole, into: &result)
      } else {
        var joined = held
        held.removeAll()
        joined.append(range, of: tokens)
        take(0..<joined.bytes.count, of: joined, isWhole, into: &result)
      }
    }
  }

  private mutating func take(
    _ range: Range<Int>, of tokens: TokenList, _ isWhole: Bool, into result: inout TokenList
  ) {
    let bytes = tokens.bytes[range]
    let first = stripStart(of: bytes)
    let last = endBeforeContent(of: bytes[first...])
    result.append(first..<last, of: tokens)
    if isWhole {
      stripped = 0
      result.endToken()
    } else {
      held.append(last..<range.upperBound, of: tokens)
    }
  }

  /// Where a token, or what there is more of it, goes on behind what is taken from its start.
  private mutating func stripStart(of bytes: ArraySlice<UInt8>) -> Int {
    var index = bytes.startIndex
    while let count = stripped, count < start, bytes[index...].starts(with: content) {
      index += content.count
      stripped = count + 1
    }
    if index < bytes.endIndex { stripped = nil }
    return index
  }

  /// Where up to ``stop`` of the character stand at the end.
  private func endBeforeContent(of bytes: ArraySlice<UInt8>) -> Int {
    var (end, count) = (bytes.endIndex, 0)
    while count < stop, end - bytes.startIndex >= content.count,
      bytes[end - content.count..<end].elementsEqual(content)
    {
      end -= content.count
      count += 1
    }
    return end
  }
}

/// A space between tokens: what is done without a decoder.
struct SpacingDetokenizerStage: DetokenizerStage {
  private var isInside = false
  private var isFirst = true

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    tokens.eachToken { range, isWhole in
      if !isFirst && !isInside {
        result.append([UInt8(ascii: " ")], from: tokens.origin(at: range.lowerBound))
      }
      result.append(range, of: tokens)
      isInside = !isWhole
      isFirst = false
      if isWhole { result.endToken() }
    }
  }
}

extension TokenList {
  /// Replaces each occurrence in a list that is one open token.
  mutating func replace(_ literal: LiteralSearch, by content: [UInt8]) {
    var result = TokenList(tracksOrigins: tracksOrigins)
    let rest = result.append(0..<bytes.count, of: self, replacing: literal, by: content)
    result.append(rest..<bytes.count, of: self)
    self = result
  }
}
