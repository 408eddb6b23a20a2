// What can keep a text from being encoded, and the words for it.

/// Why a text could not be encoded.
@nonexhaustive
public enum TokenEncodingError: Error, Hashable, Sendable {
  /// The text spells a special token, where the caller asked for an error.
  case specialTokenInText(String, byteOffset: Int)
  /// The caller allows what is no special token of the tokenizer.
  case notSpecialToken(String)
  /// The text is not UTF-8, where the caller asked for an error.
  case invalidUTF8(byteOffset: Int)
  /// Ill-formed bytes can be kept by vocabularies of bytes only.
  case bytesNeedByteLevel
  /// The pattern could not be run on the text.
  case pattern(PatternError)
  /// The text could not be normalized.
  case normalization(NormalizationError)
  /// A text has to become shorter by at least as many tokens as it has.
  case tooShortToTruncate(isSecond: Bool, excess: Int)
  /// The second of two texts is to be shortened, or has a place in a template, and there is one only.
  case noSecondText
  /// Windows of so many tokens can't have so many in common.
  case strideTooLarge(stride: Int, length: Int)
  /// The special tokens alone are more than may stay.
  case noRoomForText(maximumLength: Int, added: Int)
  /// What was cut off makes too many windows.
  case tooManyWindows
  /// The post-processor makes too many tokens.
  case tooManyAdded
  /// Encodings are to be filled up to a length that no model has.
  case paddingTooLong(length: Int, limit: Int)
  /// A length, or another number, of a truncation or a padding is negative.
  case negativeNumber(Int, of: String)
  /// A template comes behind a step that gives more than two texts.
  case templateOfManyTexts
  /// A template names a special token that it doesn't describe.
  case noSpecialToken(String)
  /// The text, or what normalizing makes of it, has more bytes than places are counted in.
  case textTooLong(byteCount: Int, limit: Int)
}

extension TokenEncodingError: CustomStringConvertible {
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
    case .pattern(let error): clause(error.description, else: "mend it")
    case .normalization(let error): clause(error.description, else: "mend it")
    case .notSpecialToken(let token):
      "the tokenizer has no special token \(token); allow only those that it has"
    case .tooShortToTruncate, .noSecondText, .strideTooLarge, .noRoomForText, .tooManyWindows,
      .tooManyAdded, .paddingTooLong, .negativeNumber, .textTooLong:
      aboutLength
    case .templateOfManyTexts:
      "a template stands behind a post-processor that makes several texts of one; put it in front"
    case .noSpecialToken(let token):
      "the template names the special token \(token), which it doesn't describe; add that to it"
    }
  }

  private var aboutLength: String {
    switch self {
    case .tooShortToTruncate(let isSecond, let excess):
      """
      the \(isSecond ? "second" : "first") text would have to lose \(excess) tokens, and has no more; \
      raise the maximum length, or truncate the longest text first
      """
    case .noSecondText:
      "the second of two texts is asked for, and there is one only; give two"
    case .strideTooLarge(let stride, let length):
      """
      windows of \(length) tokens can't have \(stride) tokens in common; take a stride below \(length), \
      or raise the maximum length
      """
    case .noRoomForText(let maximumLength, let added):
      """
      the \(added) special tokens leave no room for text in \(maximumLength) tokens; raise the maximum \
      length, or don't add special tokens
      """
    case .tooManyWindows:
      "what was cut off makes too many windows; lower the stride, raise the maximum length, or leave windows out"
    case .tooManyAdded:
      "the post-processor adds too many tokens; take one that repeats the text less, or leave special tokens out"
    case .paddingTooLong(let length, let limit):
      "the padding asks for \(length) tokens; take \(limit) at most"
    case .negativeNumber(let number, let what):
      "the \(what) is \(number); take 0 or more"
    case .textTooLong(let byteCount, let limit):
      "the text has \(byteCount) bytes, more than the limit of \(limit); cut it into several"
    default: ""
    }
  }
}
