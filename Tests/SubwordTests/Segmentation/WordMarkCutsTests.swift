import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("Cutting whole texts at word marks changes nothing")
struct WordMarkCutsTests {
  static let letters: [Unicode.Scalar] = ["a", "b", "\u{2581}", "é", "\u{2582}"]

  @Test("with the models that allow it, on every short text and on long ones", arguments: 0..<8)
  func agreesWithWhole(round: Int) throws {
    var modelCount = 0
    for seed in round * 60..<round * 60 + 60 {
      var numbers = SeededGenerator(seed: seed)
      for model in try [Self.model(&numbers), Self.pieces(&numbers)] {
        guard let cuts = WordMarkCuts(model) else { continue }
        modelCount += 1
        try forEveryText(over: Self.letters, upTo: 3) { letters in
          // Long enough to be cut.
          try expectAgreement(cuts, model, Array(repeating: letters, count: 6).joined() + letters)
        }
        for _ in 0..<40 {
          try expectAgreement(cuts, model, numbers.text(over: Self.letters, upTo: 60))
        }
      }
    }
    #expect(modelCount > 20)
  }

  @Test("and no model allows it that could tell")
  func refusals() throws {
    #expect(WordMarkCuts(.bpe(try RandomBPEModel.model(of: ["a", "▁", "▁a", "▁▁"]))) != nil)
    #expect(WordMarkCuts(.bpe(try RandomBPEModel.model(of: ["a", "▁", "a▁"]))) == nil)
    #expect(WordMarkCuts(.bpe(try RandomBPEModel.model(of: ["a", "▁", "▁a▁"]))) == nil)
    #expect(WordMarkCuts(.bpe(try RandomBPEModel.model(of: ["a"]))) == nil)
    for (options, isAllowed) in Self.options {
      let model = try RandomBPEModel.model(of: ["▁", "h", "i", "▁hi"])
      let other = BPEModel(
        vocabulary: model.vocabulary, merges: model.merges, units: model.units,
        unknown: model.unknown, options: options, addedTokens: [])
      #expect((WordMarkCuts(.bpe(other)) != nil) == isAllowed, "\(options)")
    }
    let marks: [(SentencePieceBPEModel.PieceType, Bool)] = [
      (.normal, true), (.userDefined, true), (.control, false), (.unused, false),
    ]
    for (type, isAllowed) in marks {
      let model = SentencePieceBPEModel(
        vocabulary: try #require(Vocabulary(["<unk>", "▁", "a"].map(\.utf8))), scores: [],
        types: [.unknown, type, .normal])
      #expect((WordMarkCuts(.sentencePieceBPE(model)) != nil) == isAllowed, "\(type)")
    }
  }

  private static let options: [(BPEModel.Options, Bool)] = [
    (BPEModel.Options(fusesUnknown: true, ranksTokens: true), true),
    // Whole words are tokens where the whole text isn't.
    (BPEModel.Options(ignoresMerges: true), false),
    (BPEModel.Options(dropout: 0.1), false),
    (BPEModel.Options(continuingPrefix: "#"), false),
    (BPEModel.Options(endOfWordSuffix: "#"), false),
  ]

  private static func tokens(_ numbers: inout SeededGenerator) -> [[UInt8]] {
    var tokens = [["▁"], ["a"], ["b"], ["é"]].map { Array($0.joined().utf8) }
    for _ in 0..<numbers.number(4...30) {
      let mark = numbers.once(in: 2) ? "▁" : ""
      let inner = numbers.once(in: 60) ? "▁" : ""
      let letters = numbers.text(over: Self.letters.filter { $0 != "\u{2581}" }, upTo: 3)
      let token = Array(mark.utf8) + letters.utf8 + Array(inner.utf8)
      if !tokens.contains(token) { tokens.append(token) }
    }
    return tokens
  }

  private static func model(_ numbers: inout SeededGenerator) throws -> SegmentationModel {
    let tokens = tokens(&numbers) + (numbers.once(in: 2) ? [Array("[UNK]".utf8)] : [])
    return .bpe(try RandomBPEModel.model(of: tokens.map { String(decoding: $0, as: UTF8.self) }))
  }

  private static func pieces(_ numbers: inout SeededGenerator) throws -> SegmentationModel {
    let pieces = [Array("<unk>".utf8)] + tokens(&numbers)
    let types: [SentencePieceBPEModel.PieceType] = [.normal, .normal, .unused, .userDefined]
    return .sentencePieceBPE(
      SentencePieceBPEModel(
        vocabulary: try #require(Vocabulary(pieces)),
        scores: pieces.map { _ in Float(numbers.number(-9...0)) },
        types: [.unknown, .normal] + pieces.dropFirst(2).map { _ in numbers.element(of: types) }))
  }

  private func expectAgreement(
    _ cuts: WordMarkCuts, _ model: SegmentationModel, _ letters: [Unicode.Scalar]
  ) throws {
    let segmenter = ModelSegmenter(model)
    var text = Buffer<UInt8>()
    text.append(contentsOf: letters.utf8.span)
    var (expected, found): ([TokenID], [TokenID]) = ([], [])
    segmenter.segment(letters.utf8.span, into: &expected)
    var place = 0
    while place < text.count {
      var parts = Buffer<PretokenRange>()
      let next = cuts.cut(
        PretokenRange(0, text.count), from: place, of: text, limit: 2, into: &parts)
      #expect(next > place && parts.count <= 2)
      for part in parts.array {
        segmenter.segment(text.array(part.start..<part.end).span, into: &found)
      }
      place = next
    }
    #expect(found == expected, "\(letters)")
  }
}
