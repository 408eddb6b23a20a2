import TestSupport
import Testing

@testable import Subword

@Suite("Segmenters agree with their definitions whatever the model's options are")
struct DrawnModelTests {
  @Test("on every short pretoken, with BPE models of every combination of options")
  func everyShortPretoken() throws {
    let letters = ["a", "b", "é", "z"].map { Array($0.utf8) }
    for number in 0..<DrawnBPEModel.combinations {
      let model = try DrawnBPEModel(number, seed: 50 + number * 100).model()
      let (fast, reference) = (BPESegmenter(model), ReferenceBPESegmenter(model))
      forEveryText(over: letters, upTo: 4) { text in
        expectAgreement(fast, reference, on: Array(text.joined()), "options \(number)")
      }
    }
  }

  @Test("on every short text, with SentencePiece models of every combination of options")
  func everyShortText() throws {
    let letters = ["a", "b", "é", "z"].map { Array($0.utf8) }
    for seed in 0..<8 * DrawnPieces.combinations {
      let model = try DrawnPieces(seed % DrawnPieces.combinations, seed: seed).model()
      let fast = SentencePieceBPESegmenter(model)
      let reference = ReferenceSentencePieceBPESegmenter(model)
      forEveryText(over: letters, upTo: 5) { text in
        expectAgreement(fast, reference, on: Array(text.joined()), "seed \(seed)")
      }
    }
  }

  @Test("around the length at which they turn from a scan to a queue, and beyond")
  func lengths() throws {
    for seed in 0..<400 {
      var draws = Draws(seed: seed)
      let text = (0..<28 + draws.below(80)).flatMap { _ in
        Array(draws.element(of: DrawnBPEModel.letters).utf8)
      }
      let model = try DrawnBPEModel(seed, seed: seed).model()
      expectAgreement(
        BPESegmenter(model), ReferenceBPESegmenter(model), on: text, "seed \(seed)")
      let pieces = try DrawnPieces(seed % DrawnPieces.combinations, seed: seed).model()
      expectAgreement(
        SentencePieceBPESegmenter(pieces), ReferenceSentencePieceBPESegmenter(pieces), on: text,
        "pieces, seed \(seed)")
    }
  }

  @Test("with dropout, where both draw from the same seed", arguments: [0.1, 0.5, 0.97, 1])
  func dropout(likelihood: Double) throws {
    for seed in 0..<400 {
      var draws = Draws(seed: seed)
      let text = (0..<draws.below(60)).flatMap { _ in
        Array(draws.element(of: DrawnBPEModel.letters).utf8)
      }
      let model = try DrawnBPEModel(seed, seed: seed).model(dropout: likelihood)
      var (fast, reference): ([SegmentedToken], [SegmentedToken]) = ([], [])
      var (chance, other) = (MergeChance(seed: UInt64(seed)), MergeChance(seed: UInt64(seed)))
      BPESegmenter(model).segment(text.span, into: &fast, by: &chance)
      ReferenceBPESegmenter(model).segment(text.span, into: &reference, by: &other)
      #expect(fast == reference, "seed \(seed)")
      #expect(chance == other, "seed \(seed) draws differently")
    }
  }

  private func expectAgreement(
    _ fast: some Segmenter, _ reference: some Segmenter, on text: [UInt8], _ place: String
  ) {
    var (tokens, expected): ([SegmentedToken], [SegmentedToken]) = ([], [])
    var ids: [TokenID] = []
    fast.segment(text.span, into: &tokens)
    fast.segment(text.span, into: &ids)
    reference.segment(text.span, into: &expected)
    if tokens != expected || ids != expected.map(\.id) {
      let text = String(decoding: text, as: UTF8.self)
      Issue.record("\(place), on \(text): found \(tokens) and \(ids), expected \(expected)")
    }
  }
}
