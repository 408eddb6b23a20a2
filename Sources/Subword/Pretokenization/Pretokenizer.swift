// Which way text is cut into pretokens: the description that files hold and callers give.
//
//     "gpt2" | a regular expression | …  ──▶  Pretokenizer  ──▶  CompiledPretokenizer  ──▶  pretokens

/// How text is cut into pretokens, the units that a segmenter sees one at a time.
///
/// A description only, cheap to copy and compare. What it describes is built when a ``Tokenizer``
/// is made or a corpus counted; a pattern with an error shows there.
public struct Pretokenizer: Hashable, Sendable {
  /// What becomes of what a pattern matches. Hugging Face's names.
  public enum Behavior: Hashable, Sendable, CaseIterable {
    /// It goes.
    case removed
    /// It is a pretoken.
    case isolated
    /// It ends the pretoken before.
    case mergedWithPrevious
    /// It starts the pretoken behind.
    case mergedWithNext
    /// It is one pretoken together with the matches next to it.
    case contiguous
  }

  /// When `Metaspace` puts its mark in front of a text.
  public enum PrependScheme: Hashable, Sendable, CaseIterable {
    /// In front of each piece of text.
    case always
    /// Never.
    case never
    /// Where the original text starts.
    case first
  }

  /// One way to cut: what Hugging Face's `tokenizers` does under the name in brackets.
  @nonexhaustive
  public enum Step: Hashable, Sendable {
    /// Cuts at what matches, or with `inverted` at what doesn't (`Split`).
    case split(TextPattern, Behavior, inverted: Bool)
    /// Bytes instead of characters (`ByteLevel`).
    ///
    /// - Parameters:
    ///   - addsPrefixSpace: A space in front of a text that starts with none.
    ///   - trimsOffsets: Whether offsets leave out spaces at the ends.
    ///   - usesPattern: Cuts by GPT-2's pattern before.
    case byteLevel(addsPrefixSpace: Bool, trimsOffsets: Bool, usesPattern: Bool)
    /// `replacement` instead of spaces, and cuts in front of it if `cuts` (`Metaspace`).
    case metaspace(replacement: Unicode.Scalar, prepends: PrependScheme, cuts: Bool)
    /// Runs of word characters and runs of others; white space goes (`Whitespace`).
    case whitespace
    /// Runs without white space; white space goes (`WhitespaceSplit`).
    case whitespaceSplit
    /// Digits apart from the rest, one by one or in runs (`Digits`).
    case digits(individually: Bool)
    /// Cuts at punctuation (`Punctuation`).
    case punctuation(Behavior)
    /// Cuts at a character, which goes (`CharDelimiterSplit`).
    case delimiter(Unicode.Scalar)
    /// Pieces of so many characters (`FixedLength`).
    case fixedLength(Int)
    /// Cuts where the script changes (`UnicodeScripts`).
    case unicodeScripts
    /// White space goes, punctuation stands alone (`BertPreTokenizer`).
    case bert
  }

  /// How text is cut, first to last. Without steps it isn't.
  public var steps: [Step]

  /// What the steps take for a letter, a digit, punctuation.
  public var unicode: UnicodeProfile

  /// The pretokenizer that takes `steps` first to last.
  public init(_ steps: [Step], unicode: UnicodeProfile = .huggingFace) {
    self.steps = steps
    self.unicode = unicode
  }

  /// Whether pretokens are bytes of the text as they are: the last step is `byteLevel`, whose
  /// stand-ins are left to files. (One before the last writes them, for the next to read.)
  public var endsInBytes: Bool {
    if case .byteLevel = steps.last { true } else { false }
  }

  /// The matches of `pattern` are pretokens, and so is the text between two matches.
  ///
  /// - Parameter pattern: A regular expression over Unicode scalars, in the dialect of Hugging
  ///   Face's `Split`. Classes such as `\p{L}` follow Unicode 16.
  public static func pattern(_ pattern: String) -> Pretokenizer {
    Pretokenizer([.split(.regex(pattern), .isolated, inverted: false)])
  }

  /// GPT-2's pattern: contractions, words and numbers with one space in front, the rest.
  public static let gpt2 = pattern(NamedPattern.gpt2)
  /// The pattern of OpenAI's cl100k encoding.
  public static let cl100k = pattern(NamedPattern.cl100k)
  /// The pattern of OpenAI's o200k encoding.
  public static let o200k = pattern(NamedPattern.o200k)
  /// The pattern of Llama 3.
  public static let llama3 = pattern(NamedPattern.llama3)
  /// The pattern of Qwen 2 and 3.
  public static let qwen2 = pattern(NamedPattern.qwen2)
  /// Words and runs of punctuation without the white space between them, as Hugging Face's
  /// `Whitespace`: decoding can't give the white space back.
  public static let whitespace = Pretokenizer([.whitespace])
  /// Runs without white space, as Hugging Face's `WhitespaceSplit`: decoding can't give the white
  /// space back.
  public static let whitespaceSplit = Pretokenizer([.whitespaceSplit])
  /// No cut at all.
  public static let whole = Pretokenizer([])

  /// The pretokenizers that have a name, with it.
  package static let named: [(name: String, pretokenizer: Pretokenizer)] = [
    ("gpt2", .gpt2), ("cl100k", .cl100k), ("o200k", .o200k), ("llama3", .llama3),
    ("qwen2", .qwen2), ("whitespace", .whitespace), ("whitespace-split", .whitespaceSplit),
    ("none", .whole),
  ]
}

/// The regular expressions that published tokenizers use, as their tokenizer.json spells them.
enum NamedPattern {
  static let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  static let cl100k =
    contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"# + punctuationAndSpace

  static let llama3 = cl100k

  static let qwen2 = contractions + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"# + punctuationAndSpace

  static let o200k =
    #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
    + contractions
    + #"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
    + contractions + #"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

  private static let contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let punctuationAndSpace =
    #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
}
