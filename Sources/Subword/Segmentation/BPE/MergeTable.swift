// Which two tokens merge, how early, and into what.
//
//     BPEModel.merges  ──▶  MergeTable  ──▶  BPESegmenter

import SubwordMemory

/// The merges of a model by their two tokens: open addressing, read-only once made.
struct MergeTable: Sendable {
  /// The left token in the high half, the right one in the low half; `empty` for no merge.
  private let keys: [UInt64]
  /// The rank in the high half, the result in the low half.
  private let values: [UInt64]

  /// No key: it would merge the token 2³²-1 with itself.
  private static let empty = UInt64.max
  /// What is never a merge's value, and larger than all of them.
  static let noMerge = UInt64.max

  init(_ model: BPEModel) {
    let (merges, ranks) = (model.merges, model.ranks)
    var size = 16
    while size < merges.count * 2 { size *= 2 }
    var keys = [UInt64](repeating: Self.empty, count: size)
    var values = [UInt64](repeating: Self.noMerge, count: size)
    for (index, merge) in merges.enumerated() {
      let key = Self.key(merge.left, merge.right)
      var slot = Int(truncatingIfNeeded: mix(key)) & (size - 1)
      while keys[slot] != Self.empty && keys[slot] != key { slot = (slot + 1) & (size - 1) }
      // Of a merge that is listed twice the later one counts, as in Hugging Face's table.
      keys[slot] = key
      values[slot] = UInt64(ranks[index]) << 32 | UInt64(merge.result.rawValue)
    }
    self.keys = keys
    self.values = values
  }

  private static func key(_ left: TokenID, _ right: TokenID) -> UInt64 {
    UInt64(left.rawValue) << 32 | UInt64(right.rawValue)
  }

  /// Rank and result of the merge of two tokens, or `noMerge`. The smaller value merges first.
  @inline(__always)
  func value(_ left: TokenID, _ right: TokenID) -> UInt64 {
    let key = Self.key(left, right)
    let keys = self.keys.span
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: mix(key)) & mask
    // ENDS: `init` fills at most half of the slots.
    while keys[slot] != key {
      if keys[slot] == Self.empty { return Self.noMerge }
      slot = (slot + 1) & mask
    }
    return values[slot]
  }

  @inline(__always)
  static func result(_ value: UInt64) -> TokenID {
    TokenID(rawValue: UInt32(truncatingIfNeeded: value))
  }
}
