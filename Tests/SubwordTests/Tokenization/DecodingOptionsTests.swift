import TestSupport
import Testing

@testable import Subword

@Suite("Decoding does what its options say")
struct DecodingOptionsTests {
  let bytes: Tokenizer
  let characters: SampleDetokenizer

  init() throws {
    bytes = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    characters = try SampleDetokenizer(
      [.byteFallback, .fuse], ["a", "<0xC3>", "<0xA9>", "<0xFF>", " ."])
  }

  private func ids(_ text: [UInt8]) throws -> [TokenID] {
    try text.map { try #require(bytes.vocabulary.id(of: [$0])) }
  }

  @Test("about bytes that are not UTF-8, in vocabularies of bytes")
  func invalidBytes() throws {
    let ids = try ids([0x61, 0xE4, 0xBD, 0x62, 0xFF, 0xC3])
    #expect(try bytes.decode(ids, options: DecodingOptions()) == "a\u{FFFD}b\u{FFFD}\u{FFFD}")
    #expect(bytes.decode(ids) == "a\u{FFFD}b\u{FFFD}\u{FFFD}")
    let kept = try bytes.bytes(of: ids, options: DecodingOptions(invalid: .bytes))
    #expect(kept == [0x61, 0xE4, 0xBD, 0x62, 0xFF, 0xC3] && bytes.bytes(of: ids) == kept)
    #expect(throws: TokenDecodingError.invalidUTF8(byteOffset: 1)) {
      try bytes.decode(ids, options: DecodingOptions(invalid: .error))
    }
    #expect(
      "\(TokenDecodingError.invalidUTF8(byteOffset: 1))"
        == "byte 1 of the text is not UTF-8; take --invalid replace or bytes")
  }

  @Test("about byte tokens that are not UTF-8")
  func invalidByteTokens() throws {
    let tokenizer = characters.tokenizer
    #expect(tokenizer.decode([0, 1, 2, 0, 1, 3, 0]) == "aéa\u{FFFD}\u{FFFD}a")
    #expect(tokenizer.bytes(of: [0, 1, 3]) == [0x61, 0xC3, 0xFF])
    #expect(throws: TokenDecodingError.invalidBytes([0xC3, 0xFF])) {
      try tokenizer.decode([0, 1, 3, 0], options: DecodingOptions(invalid: .error))
    }
    #expect(
      "\(TokenDecodingError.invalidBytes([0xC3, 0xFF]))"
        == "the byte tokens <0xC3><0xFF> are not UTF-8; take --invalid replace or bytes")
  }

  @Test("about identifiers outside of the vocabulary")
  func unknown() throws {
    let ids: [TokenID] = try ids([0x61]) + [4_000_000_000]
    #expect(try bytes.decode(ids, options: DecodingOptions(unknown: .skip)) == "a")
    let error = TokenDecodingError.unknownIdentifier(4_000_000_000, position: 1)
    #expect(throws: error) { try bytes.decode(ids, options: DecodingOptions()) }
    #expect(
      "\(error)" == """
        the identifier 4000000000 at place 1 isn't in the vocabulary; take the tokenizer that gave \
        it, or --unknown skip
        """)
  }

  @Test("about spaces in front of English punctuation, across tokens")
  func cleanUp() throws {
    let text = "it is n't it ' s , we 'm do not 've ? ! ' x"
    let expected = "it isn't it's, we'm do not've?!'x"
    let ids = bytes.encode(text).ids
    let cleaned = try bytes.decode(ids, options: DecodingOptions(cleansUpSpaces: true))
    #expect(cleaned == expected)
    #expect(
      try characters.tokenizer.decode([0, 4, 0], options: DecodingOptions(cleansUpSpaces: true))
        == "a.a")
  }

  @Test("and says which part of the text each token made, in whole characters")
  func ranges() throws {
    let ids = try ids(Array("a你".utf8) + [0xFF])
    let text = try bytes.decodeWithRanges(ids)
    #expect(text.text == "a你\u{FFFD}")
    #expect(text.ranges == [0..<1, 1..<4, 1..<4, 1..<4, 4..<7])
    let llama = try SampleDetokenizer(
      [
        .replace(.literal("▁"), content: " "), .byteFallback, .fuse,
        .strip(content: " ", start: 1, stop: 0),
      ], ["▁", "▁the", "<0xC3>", "<0xA9>"])
    let words = try llama.tokenizer.decodeWithRanges([0, 1, 2, 3, 1])
    #expect(words.text == " theé the")
    #expect(words.ranges == [0..<0, 0..<4, 4..<6, 4..<6, 6..<10])
  }

  @Test("with ranges that cover the text, whatever the steps")
  func coverage() throws {
    for seed in 0..<2_000 {
      var numbers = SeededGenerator(seed: seed)
      let sample = try numbers.sampleDetokenizer()
      let ids = (0..<8).map { _ in TokenID(numbers.number(0...sample.tokens.count - 1)) }
      let text = try sample.tokenizer.decodeWithRanges(ids)
      #expect(Array(text.text.utf8) == sample.expected(ids), "seed \(seed)")
      #expect(text.ranges.count == ids.count)
      let covered = Set(text.ranges.flatMap { Array($0) })
      #expect(covered.count == text.text.utf8.count, "seed \(seed): \(sample.steps)")
    }
  }
}

@Suite("An added token decodes as in Hugging Face's tokenizers")
struct AddedTokenDecodingTests {
  private func tokenizer(_ contents: [String], isNormalized: Bool = false) throws -> Tokenizer {
    let vocabulary = try #require(Vocabulary([[0x20], [0xE9], Array("a".utf8)]))
    let added = contents.enumerated().map { number, content in
      AddedToken(
        id: TokenID(3 + number), content: content, isSpecial: number == 0,
        isNormalized: isNormalized)
    }
    let model = BPEModel(
      vocabulary: vocabulary, merges: [], units: .bytes, unknown: nil, addedTokens: added)
    return try Tokenizer(
      normalizer: isNormalized ? Normalizer([.nfc]) : nil, pretokenizer: .whole, model: model,
      detokenizer: .byteLevel)
  }

  @Test("as bytes where all its characters stand for bytes, else as text")
  func standIns() throws {
    let tokenizer = try tokenizer(["é", "Ġa", "a b", "<s>"])
    #expect([3, 4, 5, 6].map { tokenizer.decode([$0]) } == ["\u{FFFD}", " a", "a b", "<s>"])
    #expect([0, 1].map { tokenizer.spelling(of: $0) } == ["Ġ", "é"])
  }

  @Test("as normalized if it is looked for in normalized text; then it isn't skipped either")
  func normalized() throws {
    let tokenizer = try tokenizer(["e\u{301} x", "y"], isNormalized: true)
    #expect(Array(tokenizer.decode([3, 4]).utf8) == Array("é xy".utf8))
    #expect(tokenizer.decode([3, 4], skipSpecialTokens: true).utf8.count == "é xy".utf8.count)
  }
}
