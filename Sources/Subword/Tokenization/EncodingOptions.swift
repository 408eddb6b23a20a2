// What a caller decides about encoding.

/// What the spelling of a special token in a text is.
public enum SpecialTokenPolicy: String, Hashable, Sendable, CaseIterable {
  /// Text as any other. Nobody who can only write text can then make a special token.
  case text
  /// That token.
  case parse
  /// An error.
  case error
}

/// What the caller decides about an encoding.
public struct EncodingOptions: Hashable, Sendable {
  /// What the spelling of a special token in a text is.
  public var specialTokens: SpecialTokenPolicy
  /// What becomes of bytes that are not UTF-8.
  public var invalid: InvalidUTF8

  /// Special tokens as text, ill-formed bytes replaced, unless said otherwise.
  public init(specialTokens: SpecialTokenPolicy = .text, invalid: InvalidUTF8 = .replace) {
    self.specialTokens = specialTokens
    self.invalid = invalid
  }
}
