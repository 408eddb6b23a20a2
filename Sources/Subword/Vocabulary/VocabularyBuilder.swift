// A vocabulary while it is read or learnt.
//
//     tokens in the order of their identifiers  ──▶  VocabularyBuilder  ──▶  Vocabulary

import SubwordMemory

/// Takes tokens one by one without an array for each. Where they have identifiers of their own, use
/// ``SparseVocabularyBuilder``.
package struct VocabularyBuilder {
  /// The bytes of the tokens so far; the caller appends a token's, then calls `endToken`.
  package var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  private var slots: [UInt32]
  private let seed = HashSeed.ofProcess
  private var unreachable: Set<Int> = []

  package init(expecting count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    bytes.reserveCapacity(count * 8)
    starts.reserveCapacity(count + 1)
  }

  package var count: Int { starts.count - 1 }

  /// How many bytes the tokens have that were ended.
  var byteCount: Int { Int(starts[count]) }

  /// Ends the token whose bytes were appended.
  ///
  /// - Parameter isReachable: Whether the token is found by its bytes. Some are met by their
  ///   identifier only, and may have another's bytes.
  /// - Returns: `false` when that token was there before, or the bytes exceed 4 GiB.
  package mutating func endToken(isReachable: Bool = true) -> Bool {
    guard let end = UInt32(exactly: bytes.count) else { return false }
    starts.append(end)
    if !isReachable {
      unreachable.insert(count - 1)
      return true
    }
    if count * 2 > slots.count { rehash() }
    return insert(count - 1)
  }

  /// The vocabulary in which every token has its place as its identifier.
  package func build() -> Vocabulary {
    let places = (0..<count).map { Vocabulary.Place(start: starts[$0], end: starts[$0 + 1]) }
    return Vocabulary(count: count, bytes: bytes, places: places, slots: slots)
  }

  /// The vocabulary in which the token at place `i` has the identifier `ids[i]`.
  ///
  /// - Parameters:
  ///   - ids: As many as there are tokens, all different.
  ///   - bound: Larger than each of them.
  func build(ids: [UInt32], bound: Int) -> Vocabulary {
    var places = [Vocabulary.Place](repeating: .hole, count: bound)
    for (index, id) in ids.enumerated() {
      places[Int(id)] = Vocabulary.Place(start: starts[index], end: starts[index + 1])
    }
    let slots = slots.map { $0 == 0 ? 0 : ids[Int($0 - 1)] + 1 }
    return Vocabulary(count: count, bytes: bytes, places: places, slots: slots)
  }

  /// The place of the token with the bytes of the last one, which `endToken` has refused.
  func placeOfDuplicate() -> Int? {
    let token = bytes.span.extracting(range(count - 1))
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(of: token, seed)) & mask
    while slots[slot] != 0 {
      let place = Int(slots[slot] - 1)
      if areEqual(bytes.span.extracting(range(place)), token) { return place }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func range(_ index: Int) -> Range<Int> {
    Int(starts[index])..<Int(starts[index + 1])
  }

  private mutating func insert(_ index: Int) -> Bool {
    guard let slot = freeSlot(for: index) else { return false }
    slots[slot] = UInt32(index + 1)
    return true
  }

  /// Where the token at `index` belongs; `nil` when its bytes are there already.
  private func freeSlot(for index: Int) -> Int? {
    let mask = slots.count - 1
    let token = bytes.span.extracting(range(index))
    var slot = Int(truncatingIfNeeded: hash(of: token, seed)) & mask
    while slots[slot] != 0 {
      if areEqual(bytes.span.extracting(range(Int(slots[slot] - 1))), token) { return nil }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func rehash() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for index in 0..<count - 1 where !unreachable.contains(index) { _ = insert(index) }
  }
}
