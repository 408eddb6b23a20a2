// Which two tokens merge, how early, and into what.
//
//     BPEModel.merges                   ──▶  MergeTable  ──▶  PairMerger
//     pieces of SentencePieceBPEModel   ──▶

import SubwordMemory

/// Merges by their two tokens: open addressing.
///
/// What is found for two tokens is their merge's *value*: the rank in the high half, the result in
/// the low half. The lowest rank merges first; several merges may have one rank.
struct MergeTable: Sendable {
  private struct Slot: BitwiseCopyable {
    /// The left token in the high half, the right one in the low half; `empty` for no merge.
    var key = MergeTable.empty
    var value = MergeTable.noMerge
  }

  private var slots: [Slot]
  /// A bit for each of the hashes that a merge may have: most pairs of tokens have none, and this is
  /// a sixteenth of the table.
  private var filter: [UInt64]
  private var count = 0
  private let seed = HashSeed.ofProcess

  /// No key: identifiers are below 2³¹.
  private static let empty = UInt64.max
  /// What is never a merge's value, and larger than all of them.
  static let noMerge = UInt64.max

  init(expecting count: Int) {
    var size = 64
    while size < count * 2 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
    filter = [UInt64](repeating: 0, count: size / 64 * Self.filterBits)
  }

  /// Bits for each slot.
  private static let filterBits = 8

  /// The merges of a BPE model.
  init(_ model: BPEModel) {
    self.init(expecting: model.merges.count)
    for (merge, rank) in zip(model.merges, model.ranks) {
      insert(merge.left, merge.right, Self.value(rank: rank, result: merge.result))
    }
  }

  /// Of a merge that comes twice the later one counts, as in Hugging Face's table.
  mutating func insert(_ left: TokenID, _ right: TokenID, _ value: UInt64) {
    if (count + 1) * 2 > slots.count { grow() }
    let key = Self.key(left, right)
    let hash = hash(key)
    let slot = slot(of: key, hash)
    if slots[slot].key == Self.empty { count += 1 }
    slots[slot] = Slot(key: key, value: value)
    let bit = filterBit(hash)
    filter[bit >> 6] |= 1 << UInt64(bit & 63)
  }

  private mutating func grow() {
    var larger = MergeTable(expecting: slots.count)
    for slot in slots where slot.key != Self.empty {
      larger.insert(
        TokenID(rawValue: UInt32(slot.key >> 32)),
        TokenID(rawValue: UInt32(slot.key & 0xFFFF_FFFF)),
        slot.value)
    }
    self = larger
  }

  @inline(__always)
  private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(left.rawValue) << 32 | UInt64(right.rawValue)
  }

  @inline(__always)
  private func hash(_ key: UInt64) -> UInt64 { mix(key, seed) }

  /// The place of a hash in the filter: from bits of it that the slot doesn't come from alone.
  @inline(__always)
  private func filterBit(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> 20) & (filter.count &* 64 &- 1)
  }

  /// Where `key` is, or would go.
  @inline(__always)
  private func slot(of key: UInt64, _ hash: UInt64) -> Int {
    let slots = self.slots.span
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    // ENDS: at most half of the slots are taken.
    while slots[slot].key != key && slots[slot].key != Self.empty { slot = (slot + 1) & mask }
    return slot
  }

  /// The value of the merge of two tokens, or `noMerge`.
  @inline(__always)
  func value(_ left: TokenID, _ right: TokenID) -> UInt64 {
    let key = Self.key(left, right)
    let hash = hash(key)
    let bit = filterBit(hash)
    if filter.span[bit &>> 6] &>> UInt64(truncatingIfNeeded: bit & 63) & 1 == 0 {
      return Self.noMerge
    }
    // An empty slot has the value of no merge.
    return slots[slot(of: key, hash)].value
  }

  @inline(__always)
  static func value(rank: UInt32, result: TokenID) -> UInt64 {
    UInt64(rank) << 32 | UInt64(result.rawValue)
  }

  @inline(__always)
  static func rank(_ value: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: value >> 32) }

  @inline(__always)
  static func result(_ value: UInt64) -> TokenID {
    TokenID(rawValue: UInt32(truncatingIfNeeded: value))
  }
}
