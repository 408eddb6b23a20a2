// A vocabulary whose tokens come with their identifiers, in any order and with holes.
//
//     tokens of a file  ──▶  SparseVocabularyBuilder  ──▶  Vocabulary
//                                  └─▶ VocabularyError: the file's fault, by the number of a token
//
// Memory follows the number of tokens until `build` has checked that the largest identifier is in
// proportion to it: an identifier of two thousand million in a file of a kilobyte costs nothing.

/// Takes tokens one by one, each with its identifier.
package struct SparseVocabularyBuilder {
  /// The largest token.
  package static let longestToken = 1 << 16

  private var tokens: VocabularyBuilder
  private var ids: [UInt32] = []

  package init(expecting count: Int) {
    tokens = VocabularyBuilder(expecting: count)
    ids.reserveCapacity(count)
  }

  package var count: Int { ids.count }

  /// The bytes of the tokens so far; the caller appends a token's, then calls `endToken`.
  package var bytes: [UInt8] {
    get { tokens.bytes }
    _modify { yield &tokens.bytes }
  }

  /// Ends the token whose bytes were appended. After an error the builder is of no more use.
  ///
  /// - Parameters:
  ///   - id: Its identifier, as the file has it.
  ///   - isReachable: Whether the token is found by its bytes. Some are met by their identifier
  ///     only, and may have another's bytes.
  package mutating func endToken(
    _ id: Int, isReachable: Bool = true
  ) throws(VocabularyError) {
    guard id >= 0, let identifier = UInt32(exactly: id), identifier < 1 << 31 else {
      throw .identifierOutOfRange(id, limit: 1 << 31)
    }
    let before = tokens.byteCount
    guard tokens.bytes.count - before <= Self.longestToken else {
      throw .tokenTooLong(tokens.bytes.count - before)
    }
    guard tokens.bytes.count <= Int(UInt32.max) else { throw .tooManyBytes }
    ids.append(identifier)
    if !tokens.endToken(isReachable: isReachable), let first = tokens.placeOfDuplicate() {
      throw .duplicateToken(first: first, second: ids.count - 1)
    }
  }

  /// The vocabulary, if each identifier is used once and none is out of proportion.
  package func build() throws(VocabularyError) -> Vocabulary {
    let limit = min(16 * ids.count + 1 << 16, 1 << 31)
    let bound = Int(ids.max().map { $0 + 1 } ?? 0)
    guard bound <= limit else { throw .identifierOutOfRange(bound - 1, limit: limit) }
    var places = [UInt32](repeating: .max, count: bound)
    for (index, id) in ids.enumerated() {
      let first = places[Int(id)]
      guard first == .max else {
        throw .duplicateIdentifier(Int(id), first: Int(first), second: index)
      }
      places[Int(id)] = UInt32(truncatingIfNeeded: index)
    }
    return tokens.build(ids: ids, bound: bound)
  }
}
