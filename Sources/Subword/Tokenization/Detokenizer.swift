// From identifiers back to text.
//
//     identifiers  ──▶  TokenSpellings  ──▶  Detokenizer: its steps  ──▶  bytes, text
//
// The description that files hold. `ReferenceDetokenizer` says what each step means.

/// How tokens become text: the steps of a file's `decoder`.
public struct Detokenizer: Hashable, Sendable {
  /// One step: what Hugging Face's `tokenizers` does under the name in brackets.
  @nonexhaustive
  public enum Step: Hashable, Sendable {
    /// Bytes instead of their stand-ins (`ByteLevel`). The switches change nothing; they are kept.
    case byteLevel(addsPrefixSpace: Bool, trimsOffsets: Bool, usesPattern: Bool)
    /// The byte for a token that spells one (`ByteFallback`).
    case byteFallback
    /// Spaces instead of `replacement` (`Metaspace`).
    case metaspace(
      replacement: Unicode.Scalar, prepends: Pretokenizer.PrependScheme, cuts: Bool)
    /// No `prefix`, and a space where there was none (`WordPiece`).
    case wordPiece(prefix: String, cleansUp: Bool)
    /// A space instead of `suffix` (`BPEDecoder`).
    case bpe(suffix: String)
    /// What connectionist temporal classification gives (`CTC`).
    case ctc(padToken: String, wordDelimiter: String, cleansUp: Bool)
    /// All tokens become one (`Fuse`).
    case fuse
    /// Up to so many of `content` less at the ends of each token (`Strip`).
    case strip(content: Unicode.Scalar, start: Int, stop: Int)
    /// `content` for each occurrence of a pattern (`Replace`).
    case replace(TextPattern, content: String)
    /// What sentencepiece does, as a model says. Stands alone.
    case sentencePiece(SentencePieceDecoding)
  }

  /// What is done, first to last. Without steps tokens stand with a space between two.
  public var steps: [Step]

  /// The detokenizer that takes `steps` first to last.
  public init(_ steps: [Step]) { self.steps = steps }

  /// The steps by which Hugging Face's library comes nearest: it has no decoder that does what
  /// sentencepiece does.
  ///
  /// The two differ on runs of byte tokens that are not UTF-8, on control symbols, and on spaces at the
  /// start where sentencepiece removes several.
  package var stepsOfHuggingFace: [Step] {
    steps.flatMap { step -> [Step] in
      guard case .sentencePiece(let decoding) = step else { return [step] }
      return [.replace(.literal("▁"), content: " ")]
        + (decoding.hasBytes ? [.byteFallback] : []) + [.fuse]
        + (decoding.leadingSpaces == .kept ? [] : [.strip(content: " ", start: 1, stop: 0)])
    }
  }

  /// Stand-ins become bytes.
  package static let byteLevel = Detokenizer([
    .byteLevel(addsPrefixSpace: true, trimsOffsets: true, usesPattern: true)
  ])
}
