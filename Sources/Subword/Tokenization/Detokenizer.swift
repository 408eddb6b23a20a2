// From identifiers back to text.
//
//     identifiers  ──▶  Vocabulary  ──▶  Detokenizer  ──▶  bytes, text

/// Joins tokens to text, as a tokenizer's file says.
public enum Detokenizer: Hashable, Sendable {
  /// The bytes of the tokens, one behind the other.
  case joined
  /// As `joined`; tokens that spell a byte give that byte. A run of them that isn't UTF-8 gives
  /// U+FFFD for each, as in Hugging Face's `ByteFallback`.
  case joinedWithByteFallback
  /// The tokens with a space between two: what Hugging Face does without a decoder.
  case separatedBySpaces

  /// Appends the text of `ids` to `bytes`. What the vocabulary lacks is left out.
  ///
  /// - Parameter shows: Whether a token is part of the text.
  func append(
    _ ids: some Sequence<TokenID>, of vocabulary: Vocabulary, where shows: (TokenID) -> Bool,
    to bytes: inout [UInt8]
  ) {
    var run: [UInt8] = []
    var isFirst = true
    for id in ids where shows(id) {
      guard let token = vocabulary.bytes(of: id) else { continue }
      if self == .joinedWithByteFallback {
        if let byte = ByteFallback.byte(of: token) {
          run.append(byte)
          continue
        }
        Self.end(&run, into: &bytes)
      }
      if self == .separatedBySpaces && !isFirst { bytes.append(UInt8(ascii: " ")) }
      bytes.append(contentsOf: token)
      isFirst = false
    }
    Self.end(&run, into: &bytes)
  }

  /// Appends what a run of byte tokens spells.
  private static func end(_ run: inout [UInt8], into bytes: inout [UInt8]) {
    guard !run.isEmpty else { return }
    if String(validating: run, as: UTF8.self) != nil {
      bytes.append(contentsOf: run)
    } else {
      for _ in run { bytes.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    }
    run.removeAll(keepingCapacity: true)
  }
}
