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
  /// The left token in the high half, the right one in the low half; `empty` for no merge.
  private var keys: [UInt64]
  private var values: [UInt64]
  private var count = 0

  /// No key: identifiers are below 2³¹.
  private static let empty = UInt64.max
  /// What is never a merge's value, and larger than all of them.
  static let noMerge = UInt64.max

  init(expecting count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    keys = [UInt64](repeating: Self.empty, count: size)
    values = [UInt64](repeating: Self.noMerge, count: size)
  }

  /// The merges of a BPE model.
  init(_ model: BPEModel) {
    self.init(expecting: model.merges.count)
    for (merge, rank) in zip(model.merges, model.ranks) {
      insert(merge.left, merge.right, Self.value(rank: rank, result: merge.result))
    }
  }

  /// Of a merge that comes twice the later one counts, as in Hugging Face's table.
  mutating func insert(_ left: TokenID, _ right: TokenID, _ value: UInt64) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = slot(of: Self.key(left, right))
    if keys[slot] == Self.empty { count += 1 }
    keys[slot] = Self.key(left, right)
    values[slot] = value
  }

  private mutating func grow() {
    var larger = MergeTable(expecting: keys.count)
    for (key, value) in zip(keys, values) where key != Self.empty {
      let slot = larger.slot(of: key)
      larger.keys[slot] = key
      larger.values[slot] = value
    }
    larger.count = count
    self = larger
  }

  private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(left.rawValue) << 32 | UInt64(right.rawValue)
  }

  /// Where `key` is, or would go.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let keys = self.keys.span
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: mix(key)) & mask
    // ENDS: at most half of the slots are taken.
    while keys[slot] != key && keys[slot] != Self.empty { slot = (slot + 1) & mask }
    return slot
  }

  /// The value of the merge of two tokens, or `noMerge`.
  @inline(__always)
  func value(_ left: TokenID, _ right: TokenID) -> UInt64 {
    // An empty slot has the value of no merge.
    values[slot(of: Self.key(left, right))]
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
