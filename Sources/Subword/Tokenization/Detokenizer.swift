// From identifiers back to text.
//
//     identifiers  ──▶  Vocabulary  ──▶  TextJoiner  ──▶  bytes, text
//
// A text may come in parts: what two parts make together is what they would make as one.

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
  }

  /// What is done, first to last. Without steps tokens stand with a space between two.
  public var steps: [Step]

  /// The detokenizer that takes `steps` first to last.
  public init(_ steps: [Step]) { self.steps = steps }

  /// Stand-ins become bytes.
  package static let byteLevel = Detokenizer([
    .byteLevel(addsPrefixSpace: true, trimsOffsets: true, usesPattern: true)
  ])
}

/// Joins the tokens of one text.
package struct TextJoiner {
  private let detokenizer: Detokenizer
  private let vocabulary: Vocabulary
  /// Tokens that are no part of the text.
  private let hidden: Set<TokenID>
  /// The bytes of a run of byte tokens that may go on.
  private var run: [UInt8] = []
  private var isFirst = true

  init(_ detokenizer: Detokenizer, of vocabulary: Vocabulary, hiding hidden: Set<TokenID>) {
    self.detokenizer = detokenizer
    self.vocabulary = vocabulary
    self.hidden = hidden
  }

  /// How many bytes wait: what becomes of a run of byte tokens is known at its end only.
  package var waitingByteCount: Int { run.count }

  /// Appends the text of `ids` to `bytes`. What the vocabulary lacks is left out.
  package mutating func append(_ ids: some Sequence<TokenID>, to bytes: inout [UInt8]) {
    for id in ids where !hidden.contains(id) {
      guard let token = vocabulary.bytes(of: id) else { continue }
      if detokenizer.steps.contains(.byteFallback) {
        if let byte = ByteFallback.byte(of: token) {
          run.append(byte)
          continue
        }
        endRun(into: &bytes)
      }
      if detokenizer.steps.isEmpty && !isFirst { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: token)
      isFirst = false
    }
  }

  /// Appends what still waits, and is ready for the next text.
  package mutating func finish(into bytes: inout [UInt8]) {
    endRun(into: &bytes)
    isFirst = true
  }

  /// Appends what a run of byte tokens spells.
  private mutating func endRun(into bytes: inout [UInt8]) {
    guard !run.isEmpty else { return }
    if String(validating: run, as: UTF8.self) != nil {
      bytes.append(contentsOf: run)
    } else {
      for _ in run { bytes.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    }
    run.removeAll(keepingCapacity: true)
  }
}
