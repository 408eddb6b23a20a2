// A token that is found in text as it is spelled, before text is cut into pretokens.

/// A token beside the model's own, such as `<|endoftext|>`.
public struct AddedToken: Hashable, Sendable {
  /// Its identifier.
  public let id: TokenID
  /// Its spelling.
  public let content: String
  /// Whether it is no text but a mark, which in a text counts only if the caller says so.
  public let isSpecial: Bool

  package init(id: TokenID, content: String, isSpecial: Bool = true) {
    self.id = id
    self.content = content
    self.isSpecial = isSpecial
  }
}
