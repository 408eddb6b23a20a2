// How each token came to be, and with it which tokens can stand side by side.
//
//     merges by rank  ──▶  MergeTrees  ──▶  whole tokens, pairs that stay  ──▶  BacktrackingMerger
//
// A token that segmentation ever gives is *whole*: by itself it is segmented into itself. Then one merge
// made it, of two parts that are whole, and so on down to the units: its tree. Two whole tokens stand
// side by side in a segmentation if no merge across the seam comes before those that made them: that is
// seen by undoing both trees along the seam, the latest merge first. And tokens of which each two
// neighbours can stand so are the segmentation of their text.
//
// Source: van Antwerpen, Neubeck 2024, "So many tokens, so little time", for merges in the order of
// identifiers; here it is the order of ranks, and a token may have several merges.

/// The merge that made each token of a model.
struct MergeTrees: Sendable {
  /// Two parts and when they became one.
  private struct Tree: BitwiseCopyable {
    var left: TokenID
    var right: TokenID
    /// One more than the rank of the merge; 0 for a unit, and `never` for a token that isn't whole.
    var time: UInt32
  }

  private static let never = UInt32.max

  /// By identifier.
  private let trees: [Tree]
  private let table: MergeTable

  /// - Parameters:
  ///   - table: The merges of `model`.
  ///   - units: What merging starts from.
  /// - Returns: `nil` for a model in which a token's only merges come before those that make its parts.
  init?(_ model: BPEModel, _ table: MergeTable, units: some Sequence<TokenID>) {
    if model.hasMergesWithoutGrowth { return nil }
    self.table = table
    var trees = [Tree](
      repeating: Tree(left: TokenID(0), right: TokenID(0), time: Self.never),
      count: model.vocabulary.identifierBound)
    for unit in units { trees[unit.index].time = 0 }
    var passed: [BPEModel.Merge] = []
    for (merge, rank) in zip(model.merges, model.ranks) {
      // Of a merge that comes twice the later one counts.
      guard MergeTable.rank(table.value(merge.left, merge.right)) == rank else { continue }
      let parts = (trees[merge.left.index], trees[merge.right.index])
      guard parts.0.time != Self.never && parts.1.time != Self.never else {
        passed.append(merge)
        continue
      }
      let time = rank + 1
      if trees[merge.result.index].time == Self.never,
        Self.stay(merge.left, merge.right, until: time, trees.span, table)
      {
        trees[merge.result.index] = Tree(left: merge.left, right: merge.right, time: time)
      }
    }
    // Where the result is whole its parts never stand there: it is made before.
    let comesTooEarly = passed.contains {
      trees[$0.left.index].time != Self.never && trees[$0.right.index].time != Self.never
        && trees[$0.result.index].time == Self.never
    }
    if comesTooEarly { return nil }
    self.trees = trees
  }

  /// Whether the bytes of a token are segmented into that token.
  @inline(__always)
  func isWhole(_ token: TokenID) -> Bool { trees[token.index].time != Self.never }

  /// Whether two whole tokens can be neighbours in a segmentation.
  func canStandTogether(_ left: TokenID, _ right: TokenID) -> Bool {
    Self.stay(left, right, until: Self.never, trees.span, table)
  }

  /// Whether no merge joins a part of `left` with one of `right` before `end`.
  private static func stay(
    _ left: TokenID, _ right: TokenID, until end: UInt32, _ trees: Span<Tree>, _ table: MergeTable
  ) -> Bool {
    var (left, right) = (left, right)
    // When each becomes part of what was undone before.
    var (leftEnd, rightEnd) = (end, end)
    while true {
      let value = table.value(left, right)
      if value != MergeTable.noMerge {
        let time = MergeTable.rank(value) &+ 1
        // Of equal ranks the leftmost merge is done first.
        if time < leftEnd && time <= rightEnd { return false }
      }
      let (leftTree, rightTree) = (trees[left.index], trees[right.index])
      if leftTree.time > rightTree.time {
        (left, leftEnd) = (leftTree.right, leftTree.time)
      } else if rightTree.time > 0 {
        (right, rightEnd) = (rightTree.left, rightTree.time)
      } else {
        return true
      }
    }
  }
}
