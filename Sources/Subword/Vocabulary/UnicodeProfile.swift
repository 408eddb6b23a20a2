// Which Unicode a reference has where.
//
// One program has several versions of Unicode inside: each library that it is built from brings its
// own tables. A character of Unicode 10 is unknown where Hugging Face normalizes a text, and well
// known where it cuts it. So the versions belong to a tokenizer's origin; a profile writes them down.

/// The version of Unicode that each stage of a reference implementation has.
///
/// Each version was found by asking the reference about every code point; digests of the answers are
/// in `Fixtures/`, and tests compare them with the pinned tables.
public struct UnicodeProfile: Hashable, Sendable {
  /// Whose regular expressions run the patterns that a tokenizer brings.
  public enum PatternEngine: Hashable, Sendable {
    /// Oniguruma, where `\w` also means ² ³ ¹ ¼ ½ ¾ outside brackets.
    case oniguruma
    /// Rust's `regex` and `fancy-regex`, where `\w` also means the two joiners.
    case rust
  }

  /// Normal forms, and the marks that `StripAccents` takes away.
  public var normalization: UnicodeVersion
  /// Upper and lower case, and the clusters that `Precompiled` looks up whole: one version everywhere.
  public private(set) var letterCase: UnicodeVersion
  /// The classes of the patterns that a tokenizer brings.
  public var patterns: UnicodeVersion
  /// Who runs those patterns.
  public var patternEngine: PatternEngine
  /// The word characters of `Whitespace`.
  public var words: UnicodeVersion
  /// The numbers of `Digits`.
  public var numbers: UnicodeVersion
  /// The punctuation of `Punctuation` and `BertPreTokenizer`, and the marks and control characters of
  /// `BertNormalizer`.
  public var categories: UnicodeVersion
  /// The scripts of `UnicodeScripts`.
  public var scripts: UnicodeVersion

  /// Hugging Face's tokenizers 0.23.3: for tokenizer.json, and for vocab.json with merges.txt.
  ///
  /// Numbers and case are those of Rust itself. The other tables are older libraries': normal forms
  /// of 2016, a script table made for sentencepiece in the same year, categories of 2015.
  public static let huggingFace = UnicodeProfile(
    normalization: .unicode9, letterCase: .unicode17, patterns: .unicode16,
    patternEngine: .oniguruma, words: .unicode16, numbers: .unicode17, categories: .unicode8,
    scripts: .unicode9)

  /// tiktoken 0.14.0. It has patterns and nothing else; the rest is as in ``huggingFace``.
  ///
  /// Its ranks and tekken.json are read with their patterns spelled anew for ``PatternEngine/oniguruma``,
  /// so that they mean the same in a tokenizer.json. This profile is for a pretokenizer that is to run
  /// them as they are.
  public static let tiktoken = {
    var profile = huggingFace
    profile.patternEngine = .rust
    return profile
  }()

  /// tiktoken behind Python's `unicodedata`, as in the encoding of the first Qwen: normal forms are
  /// those of Python 3.11. Later Pythons know later marks.
  public static let tiktokenInPython = {
    var profile = tiktoken
    profile.normalization = .unicode14
    return profile
  }()

  /// sentencepiece 0.2.3: its rule sets that have names. A model brings the rules that it was trained
  /// with as a table, which no version changes. The rest is as in ``huggingFace``.
  public static let sentencePiece = {
    var profile = huggingFace
    profile.normalization = .unicode17
    return profile
  }()
}
