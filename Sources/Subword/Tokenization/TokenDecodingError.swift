// What can keep identifiers from being decoded, and the words for it.

/// Why identifiers could not be decoded.
@nonexhaustive
public enum TokenDecodingError: Error, Hashable, Sendable {
  /// An identifier is in no vocabulary, where the caller asked for an error. `position` is its place
  /// among the identifiers, from 0.
  case unknownIdentifier(TokenID, position: Int)
  /// The bytes of the tokens are not UTF-8, where the caller asked for an error. `byteOffset` counts
  /// the bytes of all tokens.
  case invalidUTF8(byteOffset: Int)
  /// Tokens that stand for bytes spell no UTF-8, where the caller asked for an error.
  case invalidBytes([UInt8])
  /// A pattern of the detokenizer could not be run on a token.
  case pattern(PatternError)
}

extension TokenDecodingError: CustomStringConvertible {
  /// What, where, and the mend.
  public var description: String {
    switch self {
    case .unknownIdentifier(let id, let position):
      """
      the identifier \(id) at place \(position) isn't in the vocabulary; take the tokenizer that \
      gave it, or --unknown skip
      """
    case .invalidUTF8(let offset):
      "byte \(offset) of the text is not UTF-8; take --invalid replace or bytes"
    case .invalidBytes(let bytes):
      """
      the byte tokens \(bytes.prefix(8).map(ByteFallback.spelling).joined()) are not UTF-8; take \
      --invalid replace or bytes
      """
    case .pattern(let error): clause(error.description)
    }
  }
}
