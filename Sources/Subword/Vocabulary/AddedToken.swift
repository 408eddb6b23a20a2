// A token that is found in text as it is spelled, before text is cut into pretokens.

/// A token beside the model's own, such as `<|endoftext|>`.
public struct AddedToken: Hashable, Sendable {
  /// Its identifier.
  public let id: TokenID
  /// Its spelling.
  public let content: String
  /// Whether it is no text but a mark, which in a text counts only if the caller says so.
  public let isSpecial: Bool
  /// Whether it is found only where no word character stands beside it.
  public let isSingleWord: Bool
  /// Whether white space in front of it belongs to it.
  public let stripsLeft: Bool
  /// Whether white space behind it belongs to it.
  public let stripsRight: Bool
  /// Whether it is looked for in normalized text, its own spelling normalized too.
  public let isNormalized: Bool

  package init(
    id: TokenID, content: String, isSpecial: Bool = true, isSingleWord: Bool = false,
    stripsLeft: Bool = false, stripsRight: Bool = false, isNormalized: Bool = false
  ) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
    self.isSingleWord = isSingleWord
    self.stripsLeft = stripsLeft
    self.stripsRight = stripsRight
    self.isNormalized = isNormalized
  }
}
