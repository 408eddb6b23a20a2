import TestSupport
import Testing

@testable import Subword

@Suite("Segmenters and their definitions do what the reference libraries do")
struct SegmentationConformanceTests {
  @Test("with 1,296 random BPE models of every combination of options")
  func bpe() throws {
    let rows = try Self.rows("bpe")
    #expect(rows.count == DrawnBPEModel.combinations)
    for row in rows {
      let number = try #require(Int(row[0]))
      var (fast, faster, reference) = (TokenDigest(), TokenDigest(), TokenDigest())
      for seed in (0..<3).map({ number * 100 + $0 }) {
        let model = try DrawnBPEModel(number, seed: seed).model()
        for text in Draws.texts(seed: seed) {
          fast.add(BPESegmenter(model), text)
          faster.add(BPESegmenter(model, defersTables: false), text)
          reference.add(ReferenceBPESegmenter(model), text)
        }
      }
      #expect(fast.description == "\(row[1])\t\(row[2])", "options \(number)")
      #expect(faster.description == fast.description, "with its tables, options \(number)")
      #expect(reference.description == "\(row[1])\t\(row[2])", "the definition, options \(number)")
    }
  }

  @Test("with 640 random SentencePiece models of every combination of options")
  func sentencePiece() throws {
    let rows = try Self.rows("sentencepiece")
    #expect(rows.count == DrawnPieces.combinations)
    for row in rows {
      let number = try #require(Int(row[0]))
      var (fast, reference) = (TokenDigest(), TokenDigest())
      for seed in (0..<40).map({ 500_000 + number * 100 + $0 }) {
        let model = try DrawnPieces(number, seed: seed).model()
        for text in Draws.texts(seed: seed) {
          fast.add(SentencePieceBPESegmenter(model), text)
          reference.add(ReferenceSentencePieceBPESegmenter(model), text)
        }
      }
      #expect(fast.description == "\(row[1])\t\(row[2])", "options \(number)")
      #expect(reference.description == "\(row[1])\t\(row[2])", "the definition, options \(number)")
    }
  }

  @Test("as often as they do it where dropout leaves it to chance")
  func dropout() throws {
    let samples = 100_000
    let rows = try Self.rows("dropout")
    for (dropout, rows) in Dictionary(grouping: rows, by: { $0[0] }) {
      let segmenter = BPESegmenter(try Self.dropoutModel(try #require(Double(dropout))))
      #expect(segmenter.isRandom)
      let texts = Dictionary(grouping: rows) { $0[1].filter { $0 != " " } }
      #expect(texts.keys.sorted() == ["aaab", "abaaab"])
      for (text, rows) in texts {
        let found = Self.frequencies(of: segmenter, on: text, samples)
        let expected = Dictionary(
          uniqueKeysWithValues: rows.map { (String($0[1]), Double($0[2]) ?? 0) })
        for segmentation in Set(found.keys).union(expected.keys) {
          let (count, expected) = (found[segmentation] ?? 0, expected[segmentation] ?? 0)
          // Five times the deviation of the difference of two counts.
          let tolerance = 5 * (2 * max(expected, 1)).squareRoot() + 5
          #expect(
            abs(Double(count) - expected) < tolerance, "\(dropout), \(segmentation): \(count)")
        }
      }
    }
  }

  private static func rows(_ kind: String) throws -> [[Substring]] {
    try Fixtures.lines("conformance/segmentation.txt")
      .map { $0.split(separator: "\t") }.filter { $0[0] == kind }.map { Array($0.dropFirst()) }
  }

  private static func dropoutModel(_ dropout: Double) throws -> BPEModel {
    let pairs = ["a a", "aa a", "aa aa", "b a", "a b", "ba aa", "ab a", "aaa b"]
      .map { $0.split(separator: " ").map { Array($0.utf8) } }
    var tokens = [Array("a".utf8), Array("b".utf8)]
    for pair in pairs where !tokens.contains(pair[0] + pair[1]) { tokens.append(pair[0] + pair[1]) }
    let vocabulary = try #require(Vocabulary(tokens))
    let merges = try pairs.map { pair in
      BPEModel.Merge(
        left: try #require(vocabulary.id(of: pair[0])),
        right: try #require(vocabulary.id(of: pair[1])),
        result: try #require(vocabulary.id(of: pair[0] + pair[1])))
    }
    return BPEModel(
      vocabulary: vocabulary, merges: merges, units: .characters(byteFallback: false),
      unknown: nil, options: .init(dropout: dropout), addedTokens: [])
  }

  /// How often each segmentation of `text` comes, as the text with spaces between the tokens.
  private static func frequencies(
    of segmenter: BPESegmenter, on text: String, _ samples: Int
  ) -> [String: Int] {
    let text = Array(text.utf8)
    var chance = MergeChance(seed: 7)
    var frequencies: [String: Int] = [:]
    for _ in 0..<samples {
      var tokens: [SegmentedToken] = []
      segmenter.segment(text.span, into: &tokens, by: &chance)
      let parts = tokens.map { String(decoding: text[Int($0.start)..<Int($0.end)], as: UTF8.self) }
      frequencies[parts.joined(separator: " "), default: 0] += 1
    }
    return frequencies
  }
}

/// The digest that Scripts/segmentation_digests.py writes.
private struct TokenDigest: CustomStringConvertible {
  private var count = 0
  private var hash = FNV1a()

  mutating func add(_ segmenter: some Segmenter, _ text: [UInt8]) {
    var (tokens, ids): ([SegmentedToken], [TokenID]) = ([], [])
    segmenter.segment(text.span, into: &tokens)
    segmenter.segment(text.span, into: &ids)
    if ids != tokens.map(\.id) { Issue.record("identifiers alone differ on \(text)") }
    for token in tokens {
      for number in [token.id.rawValue, token.start, token.end] {
        hash.add(UInt8(truncatingIfNeeded: number))
        hash.add(UInt8(truncatingIfNeeded: number >> 8))
      }
    }
    hash.add(255)
    count += tokens.count
  }

  var description: String { "\(count)\t\(hash.description)" }
}
