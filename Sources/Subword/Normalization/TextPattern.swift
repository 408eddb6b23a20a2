// What `Replace` and `Split` look for.

/// A literal or a regular expression.
public enum TextPattern: Hashable, Sendable {
  /// Just this text.
  case literal(String)
  /// A regular expression in the dialect of Hugging Face's `tokenizers`, which is Oniguruma's.
  case regex(String)
}
