// From identifiers back to text: what callers see of it.
//
//     identifiers  ──▶  TokenSpellings  ──▶  the stages of Detokenization/  ──▶  text

/// A text, and what each identifier has made of it.
public struct DecodedText: Hashable, Sendable {
  /// The text.
  public var text: String
  /// For each identifier: the bytes of the text's UTF-8 that come from it, whole characters.
  ///
  /// Tokens that share a character have the same range; one that made nothing has an empty one.
  public var ranges: [Range<Int>]
}

extension Tokenizer {
  /// The text of `ids`; what the vocabulary lacks is left out.
  ///
  /// Bytes that are not UTF-8, as a single token can hold them, become U+FFFD.
  public func decode(_ ids: some Sequence<TokenID>, skipSpecialTokens: Bool = false) -> String {
    let options = DecodingOptions(skipSpecialTokens: skipSpecialTokens, unknown: .skip)
    var joiner = joiner(options)
    return String(decoding: joiner.whole(ids).bytes, as: UTF8.self)
  }

  /// The text of `ids`. With ``InvalidUTF8/bytes`` the same as with `replace`: for the bytes
  /// themselves take ``bytes(of:options:)``.
  ///
  /// - Throws: ``TokenDecodingError`` as the options ask for, or when a pattern gives up on a token.
  public func decode(
    _ ids: some Sequence<TokenID>, options: DecodingOptions
  ) throws(TokenDecodingError) -> String {
    var options = options
    if options.invalid == .bytes { options.invalid = .replace }
    return String(decoding: try bytes(of: ids, options: options), as: UTF8.self)
  }

  /// The bytes of the text of `ids`, as they are, well-formed or not; what the vocabulary lacks is
  /// left out.
  public func bytes(
    of ids: some Sequence<TokenID>, skipSpecialTokens: Bool = false
  ) -> [UInt8] {
    var joiner = joiner(
      DecodingOptions(skipSpecialTokens: skipSpecialTokens, invalid: .bytes, unknown: .skip))
    return joiner.whole(ids).bytes
  }

  /// The bytes of the text of `ids`.
  ///
  /// - Throws: ``TokenDecodingError`` as the options ask for, or when a pattern gives up on a token.
  public func bytes(
    of ids: some Sequence<TokenID>, options: DecodingOptions
  ) throws(TokenDecodingError) -> [UInt8] {
    var joiner = joiner(options)
    let text = joiner.whole(ids)
    if let failure = joiner.failure { throw failure }
    return text.bytes
  }

  /// The text of `ids`, and which part of it each of them made.
  ///
  /// - Throws: ``TokenDecodingError`` as the options ask for, or when a pattern gives up on a token.
  public func decodeWithRanges(
    _ ids: some Sequence<TokenID>, options: DecodingOptions = DecodingOptions()
  ) throws(TokenDecodingError) -> DecodedText {
    var options = options
    if options.invalid == .bytes { options.invalid = .replace }
    var joiner = TextJoiner(decoding, options, tracksOrigins: true)
    let ids = Array(ids)
    let text = joiner.whole(ids)
    if let failure = joiner.failure { throw failure }
    return DecodedText(
      text: String(decoding: text.bytes, as: UTF8.self), ranges: text.ranges(count: ids.count))
  }

  /// Gives the text of identifiers as they come.
  public func streamingDetokenizer(skipSpecialTokens: Bool = false) -> StreamingDetokenizer {
    StreamingDetokenizer(
      joiner(DecodingOptions(skipSpecialTokens: skipSpecialTokens, unknown: .skip)))
  }

  /// Joins the tokens of a text that comes in parts.
  package func joiner(_ options: DecodingOptions) -> TextJoiner { TextJoiner(decoding, options) }

  /// How files spell a token, bytes by their stand-ins: `Ġthe`; `nil` when there is none such.
  ///
  /// Costs the same for every identifier.
  public func spelling(of id: TokenID) -> String? {
    var spelling: [UInt8] = []
    guard decoding.spellings.appendSpelling(of: id, to: &spelling) else { return nil }
    return String(decoding: spelling, as: UTF8.self)
  }

  /// How the model spells a token that it has cut, whatever an added token of that identifier is called.
  func modelSpelling(of id: TokenID) -> String? {
    var spelling: [UInt8] = []
    guard decoding.spellings.appendModelSpelling(of: id, to: &spelling) else { return nil }
    return String(decoding: spelling, as: UTF8.self)
  }

  /// The identifier of the token that files spell so, bytes by their stand-ins.
  public func id(ofSpelling spelling: String) -> TokenID? {
    decoding.spellings.id(of: Array(spelling.utf8))
  }
}

extension TokenList {
  /// For each of `count` identifiers the bytes that come from it, widened to whole characters.
  fileprivate func ranges(count: Int) -> [Range<Int>] {
    var ranges: [Range<Int>?] = Array(repeating: nil, count: count)
    var (start, end) = (0, 0)
    for index in bytes.indices {
      if index == end {
        start = index
        end = min(index + UTF8Scalar.width(bytes[index]), bytes.count)
      }
      let origin = Int(origin(at: index))
      ranges[origin] = min(ranges[origin]?.lowerBound ?? start, start)..<end
    }
    // What made nothing stands where the next token's text starts.
    var next = bytes.count
    for number in ranges.indices.reversed() {
      if let range = ranges[number] { next = range.lowerBound }
      ranges[number] = ranges[number] ?? next..<next
    }
    return ranges.map { $0 ?? 0..<0 }
  }
}
