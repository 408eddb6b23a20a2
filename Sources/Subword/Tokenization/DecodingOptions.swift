// What a caller decides about decoding.

/// What becomes of identifiers that the vocabulary lacks.
public enum UnknownIdentifierPolicy: String, Hashable, Sendable, CaseIterable {
  /// They are an error.
  case error
  /// They are left out.
  case skip
}

/// What the caller decides about a text.
public struct DecodingOptions: Hashable, Sendable {
  /// Whether special tokens are left out of the text.
  public var skipSpecialTokens: Bool
  /// What becomes of bytes that are not UTF-8.
  public var invalid: InvalidUTF8
  /// What becomes of identifiers that the vocabulary lacks.
  public var unknown: UnknownIdentifierPolicy
  /// Whether spaces go that stand in front of English punctuation and contractions, as
  /// `clean_up_tokenization_spaces` of `transformers` does it.
  public var cleansUpSpaces: Bool

  /// All tokens, ill-formed bytes replaced, unknown identifiers an error, unless said otherwise.
  public init(
    skipSpecialTokens: Bool = false, invalid: InvalidUTF8 = .replace,
    unknown: UnknownIdentifierPolicy = .error, cleansUpSpaces: Bool = false
  ) {
    self.skipSpecialTokens = skipSpecialTokens
    self.invalid = invalid
    self.unknown = unknown
    self.cleansUpSpaces = cleansUpSpaces
  }
}
