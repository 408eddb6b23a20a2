import TestSupport
import Testing

@testable import Subword

@Suite("Trees of merges tell what merging gives, and find it without merging")
struct MergeTreesTests {
  /// What the definition makes of some tokens' bytes.
  private static func segmentation(
    _ model: BPEModel, _ tokens: [TokenID], _ reference: ReferenceBPESegmenter
  ) -> [TokenID] {
    let bytes = tokens.flatMap { model.vocabulary.bytes(of: $0) ?? [] }
    var ids: [TokenID] = []
    reference.segment(bytes.span, into: &ids)
    return ids
  }

  /// A random model; for most seeds one whose tokens come after their parts, as training gives them.
  private static func model(
    _ kind: RandomBPEModel.Kind, merges count: Int, seed: Int
  ) throws -> BPEModel {
    let model = try RandomBPEModel.model(kind, merges: count, seed: seed)
    if seed % 4 == 3 { return model }
    return BPEModel(
      vocabulary: model.vocabulary, merges: model.merges.sorted { $0.result < $1.result },
      units: model.units, unknown: model.unknown,
      options: BPEModel.Options(ranksTokens: seed % 4 == 2), addedTokens: [])
  }

  private static func trees(_ model: BPEModel) -> MergeTrees? {
    MergeTrees(model, MergeTable(model), units: UnitTable(model).plainTokens)
  }

  @Test("which tokens are whole, and which stand side by side", arguments: RandomBPEModel.Kind.all)
  func agree(kind: RandomBPEModel.Kind) throws {
    var (pairCount, modelCount) = (0, 0)
    for seed in 0..<300 {
      let model = try Self.model(kind, merges: 3 + seed % 25, seed: seed)
      guard let trees = Self.trees(model) else { continue }
      modelCount += 1
      let reference = ReferenceBPESegmenter(model)
      let units = Set(UnitTable(model).plainTokens)
      let merged = Set(model.merges.map(\.result)).union(units)
      for token in merged {
        let isWhole = Self.segmentation(model, [token], reference) == [token]
        #expect(trees.isWhole(token) == isWhole, "\(kind) seed \(seed) token \(token)")
      }
      let whole = merged.filter { trees.isWhole($0) }.sorted()
      for left in whole {
        for right in whole {
          pairCount += 1
          let stays = Self.segmentation(model, [left, right], reference) == [left, right]
          #expect(
            trees.canStandTogether(left, right) == stays,
            "\(kind) seed \(seed) tokens \(left) \(right)")
        }
      }
    }
    #expect(
      modelCount > 150 && pairCount > 2_000, "\(kind): \(modelCount) models, \(pairCount) pairs")
  }

  @Test("what long texts become, as merging says", arguments: RandomBPEModel.Kind.all)
  func backtracking(kind: RandomBPEModel.Kind) throws {
    var textCount = 0
    for seed in 0..<200 {
      let model = try Self.model(kind, merges: 3 + seed % 40, seed: seed)
      guard let trees = Self.trees(model) else { continue }
      let merger = try #require(BacktrackingMerger(model.vocabulary, trees))
      let reference = ReferenceBPESegmenter(model)
      var numbers = SeededGenerator(seed: seed)
      var texts = (0..<20).map { _ in numbers.text(over: Array(kind.known), upTo: 90) }
      for length in 1...4 {
        texts.append(Array(repeating: numbers.element(of: Array(kind.known)), count: length * 33))
      }
      for text in texts where !text.isEmpty {
        textCount += 1
        var (expected, found): ([SegmentedToken], [SegmentedToken]) = ([], [])
        reference.segment(text.utf8.span, into: &expected)
        #expect(merger.segment(text.utf8.span, into: &found), "\(kind) seed \(seed)")
        #expect(found == expected, "\(kind) seed \(seed) \(text)")
      }
    }
    #expect(textCount > 1_000)
  }

  @Test("on every short text over two letters")
  func everyText() throws {
    let letters: [Unicode.Scalar] = ["a", "b"]
    for tokens in [
      ["a", "b", "ab", "ba", "aa", "aba"], ["a", "b", "aa", "aaa", "aaaa"],
      ["b", "a", "bb", "ab", "abb", "bab", "abab"], ["a", "b", "ba", "aba", "bb", "abba"],
    ] {
      let model = try RandomBPEModel.model(of: tokens)
      let trees = try #require(Self.trees(model))
      let merger = try #require(BacktrackingMerger(model.vocabulary, trees))
      let reference = ReferenceBPESegmenter(model)
      forEveryText(over: letters, upTo: 11) { text in
        if text.isEmpty { return }
        var (expected, found): ([TokenID], [TokenID]) = ([], [])
        reference.segment(text.utf8.span, into: &expected)
        #expect(merger.segment(text.utf8.span, into: &found))
        #expect(found == expected, "\(tokens) \(text)")
      }
    }
  }

  @Test("and there are none where a merge comes before those that make its parts")
  func tooEarly() throws {
    let vocabulary = try #require(Vocabulary(["a", "b", "c", "ab", "abc"].map(\.utf8)))
    let merges: [BPEModel.Merge] = [
      .init(left: 3, right: 2, result: 4), .init(left: 0, right: 1, result: 3),
    ]
    func model(_ merges: [BPEModel.Merge]) -> BPEModel {
      BPEModel(
        vocabulary: vocabulary, merges: merges, units: .characters(byteFallback: false),
        unknown: nil, addedTokens: [])
    }
    #expect(Self.trees(model(merges)) == nil)
    #expect(Self.trees(model(merges.reversed())) != nil)
  }

  @Test("and a text with a unit that has no token has no segmentation")
  func missingUnit() throws {
    let model = try RandomBPEModel.model(of: ["a", "b", "ab", "aba"])
    let trees = try #require(Self.trees(model))
    let merger = try #require(BacktrackingMerger(model.vocabulary, trees))
    var found: [TokenID] = [7]
    for text in ["c", "abac", "cab", "abacaba", String(repeating: "aba", count: 100) + "c"] {
      #expect(!merger.segment(Array(text.utf8).span, into: &found))
      #expect(found == [7])
    }
  }
}
