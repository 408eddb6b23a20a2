// What is done to a text before it is cut into pretokens.
//
//     text  ──▶  Normalizer  ──▶  Pretokenizer
//                    │
//                    └─ describes; NormalizationPipeline does it
//
// A normalizer is a value that files are read into and written from. Read `NormalizationPipeline`
// next: it opens what the steps need and runs them.

/// The steps that turn a text into the form that a vocabulary was learned on.
///
/// A description only: making one costs nothing and can't fail. Two normalizers are equal if they
/// have the same steps for the same version of Unicode.
public struct Normalizer: Hashable, Sendable {
  /// One change of the text: what Hugging Face's `tokenizers` does under the name in brackets.
  @nonexhaustive
  public enum Step: Hashable, Sendable {
    /// Canonical decomposition, then canonical composition (`NFC`).
    case nfc
    /// Canonical decomposition (`NFD`).
    case nfd
    /// Compatibility decomposition, then canonical composition (`NFKC`).
    case nfkc
    /// Compatibility decomposition (`NFKD`).
    case nfkd
    /// Lower case for each scalar by itself (`Lowercase`).
    case lowercase
    /// No white space at the ends (`Strip`).
    case strip(left: Bool, right: Bool)
    /// No combining marks (`StripAccents`).
    case stripAccents
    /// Control characters out, odd white space to spaces (`Nmt`).
    case nmt
    /// A table of sentencepiece's, as the file has it (`Precompiled`).
    case precompiled(charsmap: [UInt8])
    /// `content` for each occurrence of `pattern` (`Replace`).
    case replace(TextPattern, content: String)
    /// `text` in front of a text that isn't empty (`Prepend`).
    case prepend(String)
    /// Each byte by its stand-in (`ByteLevel`).
    case byteLevel
    /// What BERT does (`BertNormalizer`).
    ///
    /// - Parameters:
    ///   - cleansText: Control characters out, white space to spaces.
    ///   - spacesIdeographs: A space on both sides of a CJK ideograph.
    ///   - stripsAccents: No combining marks; `nil` does as `lowercases` does.
    ///   - lowercases: Lower case.
    case bert(cleansText: Bool, spacesIdeographs: Bool, stripsAccents: Bool?, lowercases: Bool)
    /// What sentencepiece does, as a model says. Hugging Face's library has no such step.
    case sentencePiece(SentencePieceNormalization)
  }

  /// What is done, first to last. Without steps a text stays as it is.
  public var steps: [Step]

  /// The version of Unicode whose characters the normal forms know. All others they leave alone.
  /// The other steps have the tables that Hugging Face's have.
  public var unicode: UnicodeVersion

  /// The normalizer that takes `steps` first to last.
  public init(_ steps: [Step], unicode: UnicodeVersion = .normalization) {
    self.steps = steps
    self.unicode = unicode
  }
}
