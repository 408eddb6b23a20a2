// What makes pretokens fast that weren't there before.
//
//     BPEModel  ──▶  MergeTrees, BytePairs, BacktrackingMerger  ──▶  MergeShortcuts  ──▶  BPESegmenter

/// Whole tokens, the first merges of bytes, and how long pretokens are segmented.
final class MergeShortcuts: Sendable {
  let trees: MergeTrees
  /// `nil` for a model of characters.
  let bytePairs: BytePairs?
  /// Made after some kilobytes of long pretokens.
  let backtracking: Deferred<BacktrackingMerger>

  /// - Returns: `nil` for a model without trees.
  init?(_ model: BPEModel, _ table: MergeTable, _ units: UnitTable, defersTrie: Bool) {
    guard let trees = MergeTrees(model, table, units: units.plainTokens) else { return nil }
    self.trees = trees
    let vocabulary = model.vocabulary
    backtracking = Deferred(workWorthIt: defersTrie ? 1 << 14 : 0) {
      BacktrackingMerger(vocabulary, trees)
    }
    bytePairs = model.units == .bytes ? BytePairs(table, units) : nil
  }
}

/// The token of each byte, and the merge of each two bytes.
struct BytePairs: Sendable {
  /// By byte.
  private let tokens: [TokenID]
  /// By the first byte times 256 and the second one: as in a ``MergeTable``.
  private let values: [UInt64]

  /// - Returns: `nil` where a byte has no token.
  init?(_ table: MergeTable, _ units: UnitTable) {
    let tokens = (0..<256).compactMap { units.token($0, isFirst: true, isLast: true) }
    guard tokens.count == 256 else { return nil }
    self.tokens = tokens
    values = tokens.flatMap { left in tokens.map { table.value(left, $0) } }
  }

  @inline(__always)
  func token(_ byte: UInt8) -> TokenID { tokens[Int(byte)] }

  @inline(__always)
  func value(_ left: UInt8, _ right: UInt8) -> UInt64 { values[Int(left) &<< 8 | Int(right)] }
}
