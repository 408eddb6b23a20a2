// The version of Unicode that decides what a letter is.
//
// A tokenizer's ids depend on it: text with characters of Unicode 17 is cut elsewhere by a pattern
// whose engine knows Unicode 16. So the version belongs to the tokenizer, never to the machine.

/// A version of the Unicode Standard, such as 16.0.
///
/// The pinned tables are exact from ``unicode15`` to ``unicode18``. Older versions are the tables cut
/// back to the scalars that existed then; newer ones mean what ``unicode18`` means.
public struct UnicodeVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The 15 of 15.1.
  public let major: UInt8
  /// The 1 of 15.1.
  public let minor: UInt8

  /// Any version; the tables need not know it.
  public init(major: UInt8, minor: UInt8 = 0) {
    self.major = major
    self.minor = minor
  }

  /// What Hugging Face's `Punctuation` and `BertPreTokenizer` have for punctuation.
  public static let unicode8 = UnicodeVersion(major: 8)
  /// What Hugging Face's normal forms and `UnicodeScripts` have.
  public static let unicode9 = UnicodeVersion(major: 9)
  /// What Python 3.11 has in its `unicodedata`.
  public static let unicode14 = UnicodeVersion(major: 14)
  /// The oldest version that the tables have exactly.
  public static let unicode15 = UnicodeVersion(major: 15)
  /// 15.0 with 627 more ideographs and symbols.
  public static let unicode15Dot1 = UnicodeVersion(major: 15, minor: 1)
  /// What tokenizers 0.23 and tiktoken 0.14 have in their patterns.
  public static let unicode16 = UnicodeVersion(major: 16)
  /// What tokenizers 0.23 has in `Digits`.
  public static let unicode17 = UnicodeVersion(major: 17)
  /// The newest version that the tables have.
  public static let unicode18 = UnicodeVersion(major: 18)

  /// Major first, then minor.
  public static func < (left: UnicodeVersion, right: UnicodeVersion) -> Bool {
    left.packed < right.packed
  }

  /// Major, then minor, e.g. `16.0`.
  public var description: String { "\(major).\(minor)" }
}

extension UnicodeVersion {
  /// As the tables write it: `major << 8 | minor`.
  var packed: UInt16 { UInt16(major) << 8 | UInt16(minor) }

  init(packed: UInt16) {
    self.init(
      major: UInt8(truncatingIfNeeded: packed >> 8), minor: UInt8(truncatingIfNeeded: packed))
  }
}
