// What programs that run language models ask of a tokenizer.
//
// These are the members of the protocol `Tokenizer` of mlx-swift-lm, spelled as they are there, so that
// whoever uses both packages conforms by an empty extension:
//
//     extension Subword.Tokenizer: @retroactive MLXLMCommon.Tokenizer {}
//
// The names are that protocol's. Beside it take `encode(_:options:)` and `decode(_:)`.

/// Why a conversation could not be made into identifiers.
@nonexhaustive
public enum ChatTemplateError: Error, Hashable, Sendable {
  /// The tokenizer has no chat template.
  case missing
}

extension ChatTemplateError: CustomStringConvertible {
  /// What, and the mend.
  public var description: String {
    switch self {
    case .missing:
      "the tokenizer has no chat template; write the conversation out as text, and encode that"
    }
  }
}

extension Tokenizer {
  /// The identifiers of `text`, in which spellings of special tokens are those tokens: a conversation
  /// is written out as text with special tokens in it before it comes here.
  ///
  /// Never let somebody else write such a text: for text of users take ``encode(_:)``.
  ///
  /// Never fails: see ``encode(_:)`` for what becomes of a text that can't be normalized or cut. The
  /// file's truncation and padding are not done.
  ///
  /// - Parameter addSpecialTokens: Whether the tokenizer's own template adds its special tokens.
  public func encode(text: String, addSpecialTokens: Bool) -> [Int] {
    let options = EncodingOptions(
      specialTokens: .parse, addsSpecialTokens: addSpecialTokens, truncation: .none, padding: .none)
    var session = TokenizerSession(self)
    return session.encodeWithoutFail(text, .parse, options).map(\.index)
  }

  /// The text of identifiers; what the vocabulary lacks is left out.
  public func decode(tokenIds: [Int], skipSpecialTokens: Bool) -> String {
    let ids = tokenIds.compactMap { UInt32(exactly: $0).map(TokenID.init(rawValue:)) }
    return decode(ids, skipSpecialTokens: skipSpecialTokens)
  }

  /// The identifier of a token as files spell it: `Ġthe`, `▁the`, `<0x0A>`.
  public func convertTokenToId(_ token: String) -> Int? { id(ofSpelling: token)?.index }

  /// How files spell a token: `Ġthe`, `▁the`, `<0x0A>`. Costs the same for every identifier.
  public func convertIdToToken(_ id: Int) -> String? {
    UInt32(exactly: id).flatMap { spelling(of: TokenID(rawValue: $0)) }
  }

  /// The token in front of a text, as the model's files name it.
  public var bosToken: String? { specialTokenNames?.bos }

  /// The token behind a text, as the model's files name it.
  public var eosToken: String? { specialTokenNames?.eos }

  /// The token that stands in for what the vocabulary can't spell.
  public var unknownToken: String? {
    specialTokenNames?.unk ?? segmentation.unknown.flatMap { spelling(of: $0) }
  }

  /// The identifiers of a conversation.
  ///
  /// - Throws: ``ChatTemplateError/missing``: no template is read yet.
  public func applyChatTemplate(
    messages: [[String: any Sendable]], tools: [[String: any Sendable]]?,
    additionalContext: [String: any Sendable]?
  ) throws -> [Int] {
    throw ChatTemplateError.missing
  }
}
