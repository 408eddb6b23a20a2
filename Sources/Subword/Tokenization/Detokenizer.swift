// From identifiers back to text.
//
//     identifiers  ──▶  Vocabulary  ──▶  TextJoiner  ──▶  bytes, text
//
// A text may come in parts: what two parts make together is what they would make as one.

/// Joins tokens to text, as a tokenizer's file says.
public enum Detokenizer: Hashable, Sendable {
  /// The bytes of the tokens, one behind the other.
  case joined
  /// As `joined`; tokens that spell a byte give that byte. A run of them that isn't UTF-8 gives
  /// U+FFFD for each, as in Hugging Face's `ByteFallback`.
  case joinedWithByteFallback
  /// The tokens with a space between two: what Hugging Face does without a decoder.
  case separatedBySpaces
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
      if detokenizer == .joinedWithByteFallback {
        if let byte = ByteFallback.byte(of: token) {
          run.append(byte)
          continue
        }
        endRun(into: &bytes)
      }
      if detokenizer == .separatedBySpaces && !isFirst { bytes.append(UInt8(ascii: " ")) }
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
