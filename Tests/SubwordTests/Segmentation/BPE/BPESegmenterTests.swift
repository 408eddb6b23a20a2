import TestSupport
import Testing

@testable import Subword

@Suite("The BPE segmenter agrees with its definition")
struct BPESegmenterTests {
  @Test("on every short pretoken, with a hundred random models", arguments: RandomBPEModel.Kind.all)
  func exhaustively(kind: RandomBPEModel.Kind) throws {
    for seed in 0..<100 {
      let model = try RandomBPEModel.model(kind, merges: 3 + seed % 24, seed: seed)
      let (fast, reference) = (BPESegmenter(model), ReferenceBPESegmenter(model))
      let letters = Array(kind.letters.prefix(3))
      forEveryText(over: letters, upTo: 6) { text in
        expectAgreement(fast, reference, on: text.utf8, "\(kind), seed \(seed)")
      }
    }
  }

  @Test(
    "around the length at which it turns from a scan to a heap, and far beyond",
    arguments: RandomBPEModel.Kind.all)
  func lengths(kind: RandomBPEModel.Kind) throws {
    for seed in 0..<150 {
      let model = try RandomBPEModel.model(kind, merges: 5 + seed % 60, seed: seed)
      let (fast, reference) = (BPESegmenter(model), ReferenceBPESegmenter(model))
      var numbers = SeededGenerator(seed: seed)
      for length in Array(28...40) + [300] {
        let letters = kind.letters.prefix(1 + Int(numbers.next() % UInt64(kind.letters.count)))
        let text = (0..<length).map { _ in letters.randomElement(using: &numbers) ?? "a" }
        expectAgreement(
          fast, reference, on: text.utf8, "\(kind), seed \(seed), \(length) characters")
      }
    }
  }

  @Test(
    "with affixes of bytes that no token can have", arguments: [("▁", ""), ("", "▁"), ("▁", "x")])
  func impossibleAffixes(prefix: String, suffix: String) throws {
    let vocabulary = try #require(Vocabulary(["?", "a", "b", "ab", "ax"].map { Array($0.utf8) }))
    let model = BPEModel(
      vocabulary: vocabulary, merges: [.init(left: 1, right: 2, result: 3)], units: .bytes,
      unknown: 0, options: BPEModel.Options(continuingPrefix: prefix, endOfWordSuffix: suffix),
      addedTokens: [])
    forEveryText(over: Array("ab".unicodeScalars), upTo: 4) { text in
      expectAgreement(
        BPESegmenter(model), ReferenceBPESegmenter(model), on: text.utf8, "\(prefix), \(suffix)")
    }
  }

  @Test("on runs of one letter, where every place competes", arguments: 1...70)
  func runs(length: Int) throws {
    let model = try RandomBPEModel.model(of: ["a", "aa", "aaa", "aaaa", "aaaaa"])
    expectAgreement(
      BPESegmenter(model), ReferenceBPESegmenter(model),
      on: [UInt8](repeating: UInt8(ascii: "a"), count: length), "aaa…")
  }

  @Test("on every byte string of up to three bytes, with and without an unknown token")
  func bytes() throws {
    let tokens: [[UInt8]] = [[0], [0x61], [0xC3], [0xFF], [0xC3, 0xFF], [0x61, 0xC3]]
    let vocabulary = try #require(Vocabulary(tokens))
    for unknown: TokenID? in [nil, 0] {
      let model = BPEModel(
        vocabulary: vocabulary,
        merges: [.init(left: 2, right: 3, result: 4), .init(left: 1, right: 2, result: 5)],
        units: .bytes, unknown: unknown, addedTokens: [])
      forEveryText(over: [UInt8]([0, 0x61, 0x62, 0xC3, 0xFF]), upTo: 5) { text in
        expectAgreement(
          BPESegmenter(model), ReferenceBPESegmenter(model), on: text, "unknown \(unknown as Any)")
      }
    }
  }

  @Test("on a megabyte of one letter, without a stack or a time that grows faster")
  func longPretoken() throws {
    let model = try RandomBPEModel.model(of: ["a", "aa", "aaaa"])
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
    var (ids, tokens): ([TokenID], [SegmentedToken]) = ([], [])
    BPESegmenter(model).segment(text.span, into: &ids)
    BPESegmenter(model).segment(text.span, into: &tokens)
    #expect(ids == Array(repeating: 2, count: 1 << 18))
    #expect(tokens.map(\.id) == ids)
    #expect(tokens.last == SegmentedToken(id: 2, start: 1 << 20 - 4, end: 1 << 20))
  }

  @Test("and keeps what was there before")
  func appends() throws {
    let model = try RandomBPEModel.model(of: ["a", "b", "ab"])
    for count in [0, 1, 2, 100] {
      var ids: [TokenID] = [9, 0, 1]
      let text = [UInt8](String(repeating: "ab", count: count).utf8)
      BPESegmenter(model).segment(text.span, into: &ids)
      #expect(ids == [9, 0, 1] + Array(repeating: 2, count: count))
    }
  }

  private func expectAgreement(
    _ fast: BPESegmenter, _ reference: ReferenceBPESegmenter, on text: [UInt8], _ place: String
  ) {
    var (found, expected): ([TokenID], [TokenID]) = ([], [])
    fast.segment(text.span, into: &found)
    reference.segment(text.span, into: &expected)
    if found != expected {
      let text = String(decoding: text, as: UTF8.self)
      Issue.record("\(place), on \(text): found \(found), expected \(expected)")
    }
  }
}
