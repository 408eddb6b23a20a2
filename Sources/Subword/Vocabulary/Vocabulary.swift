// The finite set of tokens: identifier ◀──▶ bytes.
//
//     Formats, Vocabularizer  ──▶  Vocabulary  ──▶  Segmenter (bytes → id), Detokenizer (id → bytes)
//
// Tokens are bytes, never strings: two tokens that Unicode calls canonically equivalent stay two.

import SubwordMemory

/// The tokens of a tokenizer by their identifiers, which may have holes between them.
///
/// An immutable value; any number of threads may read it. Looking up costs one hash of the bytes.
public struct Vocabulary: Sendable {
  /// Where a token lies in the bytes of all.
  struct Place: BitwiseCopyable {
    let start: UInt32
    let end: UInt32

    /// Stands where an identifier has no token.
    static let hole = Place(start: 1, end: 0)

    var isHole: Bool { start > end }
    var range: Range<Int> { isHole ? 0..<0 : Int(start)..<Int(end) }
  }

  /// How many tokens there are.
  public let count: Int
  /// The bytes of all tokens, one behind the other in the order in which they were given.
  private let bytes: [UInt8]
  /// Where each token lies in `bytes`, by identifier.
  private let places: [Place]
  /// Open addressing: identifier + 1, or 0 for an empty slot. A power of two, at most half full.
  private let slots: [UInt32]
  private let seed = HashSeed.ofProcess

  /// Takes what a builder has made.
  init(count: Int, bytes: [UInt8], places: [Place], slots: [UInt32]) {
    self.count = count
    self.bytes = bytes
    self.places = places
    self.slots = slots
  }

  /// One more than the largest identifier: ``count`` unless there are holes.
  public var identifierBound: Int { places.count }

  /// Whether identifiers between the others have no token.
  public var hasHoles: Bool { count < places.count }

  /// The identifiers that have a token, in rising order.
  public var identifiers: some Sequence<TokenID> {
    places.indices.lazy.filter { !places[$0].isHole }.map { TokenID($0) }
  }

  /// The identifier of the token with exactly these bytes.
  public func id(of token: some Collection<UInt8>) -> TokenID? {
    let bytes = Array(token)
    return id(of: bytes.span)
  }

  /// The identifier of the token with exactly these bytes.
  package func id(of token: Span<UInt8>) -> TokenID? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(of: token, seed)) & mask
    // ENDS: at most half of the slots are taken.
    while slots[slot] != 0 {
      let candidate = TokenID(rawValue: slots[slot] - 1)
      if areEqual(bytes.span.extracting(range(of: candidate)), token) { return candidate }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// The bytes of a token, or `nil` when no token has this identifier.
  public func bytes(of id: TokenID) -> ArraySlice<UInt8>? {
    guard id.index < places.count, !places[id.index].isHole else { return nil }
    return bytes[range(of: id)]
  }

  /// Whether a token has this identifier.
  public func has(_ id: TokenID) -> Bool { id.index < places.count && !places[id.index].isHole }

  /// Where the bytes of a token lie in ``allBytes``; empty for a hole below ``identifierBound``.
  package func range(of id: TokenID) -> Range<Int> { places[id.index].range }

  /// The bytes of all tokens, one behind the other in the order in which they were given.
  package var allBytes: [UInt8] { bytes }
}
