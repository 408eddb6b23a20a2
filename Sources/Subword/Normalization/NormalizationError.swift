// What can go wrong while a text is normalized.

/// Why a normalizer can't be opened, or can't finish a text.
@nonexhaustive
public enum NormalizationError: Error, Hashable, Sendable {
  /// The ICU of this machine is older than the characters that were asked for.
  case unicodeTooOld(needed: UnicodeVersion, found: UnicodeVersion)

  /// A part of the text that must be normalized in one go is longer than ICU takes.
  case textTooLarge(bytes: Int)

  /// A step would make the text longer than normalization may.
  case textGrowsTooLong(limit: Int)

  /// A table of sentencepiece's isn't one.
  case damagedCharsmap(reason: String)

  /// A pattern that a step replaces has an error, or gave up on the text.
  case pattern(PatternError)

  /// There wasn't memory for the normalized text.
  case outOfMemory

  /// ICU failed for a reason of its own, such as data files that are missing.
  case icu(status: String)
}

extension NormalizationError: CustomStringConvertible {
  /// What, and the mend.
  public var description: String {
    switch self {
    case .unicodeTooOld(let needed, let found):
      """
      normalization needs the characters of Unicode \(needed), and the ICU library of this machine \
      has Unicode \(found). Install a newer ICU.
      """
    case .textTooLarge(let bytes):
      """
      \(bytes) bytes of text without a place to cut are too long to normalize: the limit is \
      \(Int32.max). Split the text.
      """
    case .textGrowsTooLong(let limit):
      """
      the normalizer makes the text longer than \(limit) bytes, which is 64 times its length and 4096. \
      Check what its steps replace.
      """
    case .damagedCharsmap(let reason):
      """
      the character map of the normalizer is damaged: \(reason). Take the file from its \
      source again.
      """
    case .pattern(let error):
      "the normalizer's Replace failed: \(error)"
    case .outOfMemory:
      "there is no memory left to normalize the text. Split it, or free memory."
    case .icu(let status):
      "the ICU library failed with \(status). Check that it is installed with its data."
    }
  }
}
