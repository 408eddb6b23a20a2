// Which Unicode a reference has where.
//
// One program has several versions of Unicode inside: each library that it is built from brings its
// own tables. A text with a character of Unicode 10 is normalized otherwise by a program whose
// normalization knows Unicode 9, while its patterns know that character well. Where a tokenizer comes
// from decides which versions its ids depend on; a profile writes them down.

/// The version of Unicode that each stage of a reference implementation has.
///
/// Each version here was found by asking the reference about every code point;
/// `Fixtures/unicode/reference-classes.txt` and `Fixtures/pretokenization/` hold digests of the
/// answers, and tests compare them.
public struct UnicodeProfile: Hashable, Sendable {
  /// Whose regular expressions run the patterns that a tokenizer brings.
  public enum PatternEngine: Hashable, Sendable {
    /// Oniguruma: `\w` also means ² ³ ¹ ¼ ½ ¾ outside brackets.
    case oniguruma
    /// Rust's `regex` and `fancy-regex`: `\w` also means the two joiners.
    case rust
  }

  /// Normal forms.
  public var normalization: UnicodeVersion
  /// Upper and lower case.
  public var letterCase: UnicodeVersion
  /// The classes of the patterns that a tokenizer brings.
  public var patterns: UnicodeVersion
  /// Who runs those patterns.
  public var patternEngine: PatternEngine
  /// The word characters of Hugging Face's `Whitespace`.
  public var words: UnicodeVersion
  /// The numbers of Hugging Face's `Digits`.
  public var numbers: UnicodeVersion
  /// The punctuation of Hugging Face's `Punctuation` and `BertPreTokenizer`.
  public var punctuation: UnicodeVersion
  /// The scripts of Hugging Face's `UnicodeScripts`.
  public var scripts: UnicodeVersion

  /// Hugging Face's tokenizers 0.23.3, for tokenizer.json and its older kin.
  ///
  /// Normal forms come from a library of 2016, scripts from a table made for sentencepiece then,
  /// punctuation from a library that is older still; numbers and case are those of Rust itself.
  public static let huggingFace = UnicodeProfile(
    normalization: UnicodeVersion(major: 9), letterCase: .unicode17, patterns: .unicode16,
    patternEngine: .oniguruma, words: .unicode16, numbers: .unicode17, punctuation: .unicode8,
    scripts: UnicodeVersion(major: 9))

  /// tiktoken 0.14.0. It has a pattern and nothing else; the rest is as in ``huggingFace``, where
  /// such files end up too.
  public static let tiktoken = huggingFace.with(patternEngine: .rust)

  /// sentencepiece 0.2.3. What it normalizes stands in each model, as a table of its own; it has no
  /// patterns. The rest is as in ``huggingFace``, which reads such models too.
  public static let sentencePiece = huggingFace

  private func with(patternEngine: PatternEngine) -> UnicodeProfile {
    var profile = self
    profile.patternEngine = patternEngine
    return profile
  }
}
