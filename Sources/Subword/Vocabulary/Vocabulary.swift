// The finite set of tokens: identifier ◀──▶ bytes.
//
//     Formats, Vocabularizer  ──▶  Vocabulary  ──▶  Segmenter (bytes → id), Detokenizer (id → bytes)
//
// Tokens are bytes, never strings: two tokens that Unicode calls canonically equivalent stay two.

import SubwordMemory

/// The tokens of a tokenizer in the order of their identifiers.
///
/// An immutable value; any number of threads may read it. Looking up costs one hash of the bytes.
public struct Vocabulary: Sendable {
  /// The bytes of all tokens, one behind the other.
  private let bytes: [UInt8]
  /// Where each token starts in `bytes`, and where the last one ends: `count + 1` entries.
  private let starts: [UInt32]
  /// Open addressing: identifier + 1, or 0 for an empty slot. A power of two, at most half full.
  private let slots: [UInt32]

  /// Takes what a ``VocabularyBuilder`` has made.
  init(bytes: [UInt8], starts: [UInt32], slots: [UInt32]) {
    self.bytes = bytes
    self.starts = starts
    self.slots = slots
  }

  /// How many tokens there are.
  public var count: Int { starts.count - 1 }

  /// The identifier of the token with exactly these bytes.
  public func id(of token: some Collection<UInt8>) -> TokenID? {
    let bytes = Array(token)
    return id(of: bytes.span)
  }

  /// The identifier of the token with exactly these bytes.
  package func id(of token: Span<UInt8>) -> TokenID? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(of: token)) & mask
    // ENDS: at most half of the slots are taken.
    while slots[slot] != 0 {
      let candidate = TokenID(rawValue: slots[slot] - 1)
      if areEqual(bytes.span.extracting(range(of: candidate)), token) { return candidate }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The bytes of a token, or `nil` when there is no such identifier.
  public func bytes(of id: TokenID) -> ArraySlice<UInt8>? {
    guard id.index < count else { return nil }
    return bytes[range(of: id)]
  }

  /// Where the bytes of a token that exists lie in ``allBytes``.
  package func range(of id: TokenID) -> Range<Int> {
    Int(starts[id.index])..<Int(starts[id.index + 1])
  }

  /// The bytes of all tokens, one behind the other in the order of their identifiers.
  package var allBytes: [UInt8] { bytes }
}
