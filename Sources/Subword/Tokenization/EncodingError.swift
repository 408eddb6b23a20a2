// What can keep a text from being encoded, and the words for it.

/// Why a text could not be encoded.
@nonexhaustive
public enum EncodingError: Error, Hashable, Sendable {
  /// The text spells a special token, where the caller asked for an error.
  case specialTokenInText(String, byteOffset: Int)
  /// The text is not UTF-8, where the caller asked for an error.
  case invalidUTF8(byteOffset: Int)
  /// Ill-formed bytes can be kept by vocabularies of bytes only.
  case bytesNeedByteLevel
  /// The pattern could not be run on the text.
  case pattern(PatternError)
  /// The text could not be normalized.
  case normalization(NormalizationError)
}

extension EncodingError: CustomStringConvertible {
  /// What, where in the text, and the mend.
  public var description: String {
    switch self {
    case .specialTokenInText(let token, let offset):
      """
      the special token \(token) stands at byte \(offset) of the text; take it out, or take \
      --special-tokens text or parse
      """
    case .invalidUTF8(let offset):
      "byte \(offset) of the text is not UTF-8; convert the text, or take --invalid replace"
    case .bytesNeedByteLevel:
      "--invalid bytes needs a byte-level vocabulary; take replace or error"
    case .pattern(let error): clause(error.description)
    case .normalization(let error): error.description
    }
  }
}
