// Encoding as callers see it.
//
//     encode("…")                      identifiers, never fails
//     encode("…", with: [.words])      and what is asked for beside them
//     encode("…", pairedWith: "…")     two texts as one
//     encode(words: …), encode(spans: …), encode(batch: …)

extension Tokenizer {
  /// The identifiers of `text`; spellings of special tokens are text, and none are added.
  ///
  /// Never fails. Where a text can't be normalized, or the tokenizer's own regular expression gives up
  /// on it, which only those can that need ICU, the whole text is one pretoken, neither normalized nor
  /// searched for added tokens. So is one that is too long, of 2 GiB or more: it is merged in
  /// stretches. Where the file's truncation or padding can't be done, the length stays.
  /// ``encode(_:pairedWith:with:options:)`` throws there.
  public func encode(_ text: String) -> Encoding {
    var session = TokenizerSession(self)
    return Encoding(ids: session.encodeWithoutFail(text))
  }

  /// The identifiers of a text, or of two as one, and what is asked for beside them.
  ///
  /// - Throws: ``TokenEncodingError`` as the options ask for, when the pattern gives up on the text, or
  ///   when truncation or padding can't be done.
  public func encode(
    _ text: String, pairedWith second: String? = nil, with details: EncodingDetails = [],
    options: EncodingOptions = EncodingOptions()
  ) throws(TokenEncodingError) -> Encoding {
    try encode(.text(text, pairedWith: second), with: details, options: options)
  }

  /// The identifiers of a text that was cut into words before, or of two.
  ///
  /// Each word is encoded by itself, and offsets count in it from 0 on.
  public func encode(
    words: [String], pairedWith second: [String]? = nil, with details: EncodingDetails = [],
    options: EncodingOptions = EncodingOptions()
  ) throws(TokenEncodingError) -> Encoding {
    try encode(.words(words, pairedWith: second), with: details, options: options)
  }

  /// The identifiers of a text of several authors, of whom not all may write special tokens.
  ///
  /// In trusted spans spellings of special tokens are those tokens, in all others they are text, or
  /// an error if the options say so. Offsets count in all spans together.
  public func encode(
    spans: [TextSpan], with details: EncodingDetails = [],
    options: EncodingOptions = EncodingOptions()
  ) throws(TokenEncodingError) -> Encoding {
    try encode(.spans(spans), with: details, options: options)
  }

  /// The identifiers of one text or two, and what is asked for beside them.
  public func encode(
    _ input: EncodingInput, with details: EncodingDetails = [],
    options: EncodingOptions = EncodingOptions()
  ) throws(TokenEncodingError) -> Encoding {
    var session = TokenizerSession(self)
    return try session.encode(input, with: details, options: options)
  }
}

// MARK: - What sessions ask

extension Tokenizer {
  /// Whether the model takes any bytes.
  package var keepsBytes: Bool { segmentation.units == .bytes }

  /// Whether pretokens of the text that starts at `start` depend on where pieces start in the original.
  ///
  /// `Metaspace` asks whether a piece is the first thing of all, which it isn't if normalizing took
  /// something away in front of it.
  func needsOrigins(from start: Int) -> Bool {
    cutter.needsOrigins || start == 0 && normalization != nil && pretokenizer.asksForStarts
  }

  /// How many spaces a token of the model has at its ends.
  func spaces(of id: TokenID) -> SpaceCount {
    SpaceCount(vocabulary.bytes(of: id) ?? [], isOfBytes: keepsBytes)
  }
}

extension Pretokenizer {
  fileprivate var asksForStarts: Bool { steps.contains(where: \.asksForStarts) }
}
