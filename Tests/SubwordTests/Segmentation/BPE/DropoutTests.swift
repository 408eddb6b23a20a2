import TestSupport
import Testing

@testable import Subword

@Suite("Dropout")
struct DropoutTests {
  @Test("at 0 leaves nothing out, and at 1 everything")
  func extremes() throws {
    for seed in 0..<100 {
      let model = { try DrawnBPEModel(seed * 7, seed: seed).model(dropout: $0) }
      let never = try (BPESegmenter(model(nil)), BPESegmenter(model(0)))
      let always = BPESegmenter(try model(1))
      #expect(!never.0.isRandom && !never.1.isRandom && always.isRandom)
      for text in Draws.texts(seed: seed) {
        #expect(tokens(never.0, text, 1) == tokens(never.1, text, 2), "seed \(seed)")
        let units = tokens(ReferenceBPESegmenter(try model(1)), text)
        #expect(tokens(always, text, 3) == units, "seed \(seed)")
      }
    }
  }

  @Test("gives the same for the same seed, also on another machine")
  func seeds() throws {
    let segmenter = BPESegmenter(try DrawnBPEModel(1, seed: 4).model(dropout: 0.5))
    let text = Array(String(repeating: "ab中é", count: 20).utf8)
    #expect(tokens(segmenter, text, 1) == tokens(segmenter, text, 1))
    #expect(tokens(segmenter, text, 1) != tokens(segmenter, text, 2))
    var chance = MergeChance(seed: 2026)
    let dropout = Dropout(0.9)
    let skips = (0..<12).map { _ in dropout.skips(by: &chance) }
    #expect(skips == [1, 7, 3, 9, 2, 3, 0, 2, 10, 13, 10, 0])
  }

  @Test(
    "passes over as many merges in one draw as a coin would one by one",
    arguments: [0.0, 0.1, 0.5, 0.9, 0.999])
  func draws(likelihood: Double) {
    let dropout = Dropout(likelihood)
    var chance = MergeChance(seed: 1)
    var counts: [Int: Int] = [:]
    let samples = 100_000
    for _ in 0..<samples { counts[dropout.skips(by: &chance), default: 0] += 1 }
    var expected = Double(samples) * (1 - likelihood)
    for skips in 0..<20 {
      let found = Double(counts[skips] ?? 0)
      #expect(abs(found - expected) <= 5 * expected.squareRoot() + 1, "\(skips): \(found)")
      expected *= likelihood
    }
  }

  @Test("ends soon, however likely and however long the pretoken", arguments: [0.9, 0.9999])
  func worstCase(likelihood: Double) throws {
    let model = try RandomBPEModel.model(of: ["a", "aa", "aaaa", "aaaaaaaa"])
    let segmenter = BPESegmenter(
      BPEModel(
        vocabulary: model.vocabulary, merges: model.merges, units: model.units, unknown: nil,
        options: .init(dropout: likelihood), addedTokens: []))
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 20_000)
    let found = tokens(segmenter, text, 5)
    #expect(found.last?.end == 20_000)
    #expect(found.count > 2_500)
  }

  @Test("keeps its queue in order whatever is put in and taken out")
  func sortedRuns() {
    for seed in 0..<20 {
      var numbers = SeededGenerator(seed: seed)
      var (runs, plain): (SortedRuns, [UInt64]) = (SortedRuns(), [])
      for _ in 0..<4_000 {
        if numbers.number(0...9) < 6 {
          let number = UInt64(numbers.number(0...100_000))
          runs.insert(number)
          plain.insert(number, at: plain.firstIndex { $0 > number } ?? plain.count)
        } else {
          let place = numbers.number(0...max(plain.count - 1, 0) + 1)
          let expected = place < plain.count ? plain.remove(at: place) : nil
          if runs.remove(at: place) != expected { Issue.record("seed \(seed)") }
        }
        if runs.isEmpty != plain.isEmpty { Issue.record("seed \(seed)") }
      }
    }
  }

  private func tokens(_ segmenter: BPESegmenter, _ text: [UInt8], _ seed: UInt64)
    -> [SegmentedToken]
  {
    var tokens: [SegmentedToken] = []
    var chance = MergeChance(seed: seed)
    segmenter.segment(text.span, into: &tokens, by: &chance)
    return tokens
  }

  private func tokens(_ segmenter: some Segmenter, _ text: [UInt8]) -> [SegmentedToken] {
    var tokens: [SegmentedToken] = []
    segmenter.segment(text.span, into: &tokens)
    return tokens
  }
}
