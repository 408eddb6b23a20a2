import TestSupport
import Testing

@testable import Subword

@Suite("A tokenizer decodes what it has encoded")
struct RoundTripTests {
  static let corpora = [
    "english", "chinese", "arabic", "hindi", "code", "emoji-and-symbols", "thai",
  ]

  @Test(
    "byte for byte, if it is byte-level or can spell all by bytes",
    arguments: ["byte-level-1k.json", "byte-fallback-600.json", "hf-byte-level-1k.json"], corpora)
  func exactly(file: String, corpus: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    let text = String(decoding: try Fixtures.bytes("corpora/\(corpus).txt"), as: UTF8.self)
    for part in [text] + text.split(separator: "\n").map(String.init) {
      let decoded = tokenizer.decode(tokenizer.encode(part).ids)
      #expect(Array(decoded.utf8) == Array(part.utf8))
    }
  }

  @Test(
    "byte for byte on random scalars", arguments: ["byte-level-1k.json", "byte-fallback-600.json"])
  func byChance(file: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    for seed in 0..<2_000 {
      var numbers = SeededGenerator(seed: seed)
      let scalars = numbers.text(over: PatternSample.richAlphabet, upTo: 40)
      let text = String(String.UnicodeScalarView(scalars))
      let decoded = tokenizer.decode(tokenizer.encode(text).ids)
      if Array(decoded.utf8) != scalars.utf8 { Issue.record("seed \(seed): \(text)") }
    }
  }

  @Test("with spaces between the tokens, if the file has no decoder")
  func whitespace() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("whitespace-500.json")
    let ids = tokenizer.encode("the  cat\n").ids
    let tokens = ids.compactMap { tokenizer.spelling(of: $0) }
    #expect(tokens.joined() == "thecat")
    #expect(tokenizer.decode(ids) == tokens.joined(separator: " "))
  }

  @Test("and skips identifiers that it lacks")
  func unknownIDs() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let ids = tokenizer.encode("the").ids
    #expect(tokenizer.decode(ids + [TokenID(rawValue: .max), 1_000_000] + ids) == "thethe")
    #expect(tokenizer.spelling(of: 1_000_000) == nil)
  }

  @Test("and shows half characters as U+FFFD in text, as they are in bytes")
  func halfCharacters() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let id = try #require(tokenizer.vocabulary.id(of: [0xE4]))
    #expect(tokenizer.decode([id]) == "\u{FFFD}")
    #expect(tokenizer.bytes(of: [id]) == [0xE4])
    #expect(tokenizer.spelling(of: id) == "ä")
  }
}

@Suite("A special token in a text is what the caller says")
struct SpecialTokenTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json") }

  @Test("text by default, and then never the token")
  func text() throws {
    for ids in [
      tokenizer.encode("a<|endoftext|>b").ids,
      try tokenizer.encode("a<|endoftext|>b", options: EncodingOptions()).ids,
    ] {
      #expect(!ids.contains(0))
      #expect(tokenizer.decode(ids) == "a<|endoftext|>b")
    }
  }

  @Test("the token, wherever it stands")
  func parse() throws {
    let options = EncodingOptions(specialTokens: .parse)
    let ids = try tokenizer.encode("<|endoftext|>é<|im_start|><|endoftext|>", options: options).ids
    #expect(ids.first == 0 && ids.suffix(2) == [1, 0])
    #expect(tokenizer.decode(ids) == "<|endoftext|>é<|im_start|><|endoftext|>")
    #expect(tokenizer.decode(ids, skipSpecialTokens: true) == "é")
    let broken = try tokenizer.encode("<|endoftext|<|endoftext|>", options: options).ids
    #expect(broken.filter { $0 == 0 }.count == 1 && broken.last == 0)
  }

  @Test("an error that says where")
  func error() {
    let error = TokenEncodingError.specialTokenInText("<|im_start|>", byteOffset: 2)
    #expect(throws: error) {
      try tokenizer.encode("é<|im_start|>", options: EncodingOptions(specialTokens: .error))
    }
    #expect(
      "\(error)" == """
        the special token <|im_start|> stands at byte 2 of the text; take it out, or take \
        --special-tokens text or parse
        """)
  }

  @Test(
    "while an added token that isn't special is always found",
    arguments: [SpecialTokenPolicy.text, .parse, .error])
  func added(policy: SpecialTokenPolicy) throws {
    let ids = try tokenizer.encode("xFinnishy", options: EncodingOptions(specialTokens: policy)).ids
    #expect(ids.contains(1_000))
    #expect(tokenizer.encode("Finnish").ids == [1_000])
    #expect(tokenizer.decode([1_000], skipSpecialTokens: true) == "Finnish")
  }
}

@Suite("Bytes that are not UTF-8 are what the caller says")
struct InvalidBytesTests {
  static let text: [UInt8] = Array("aé".utf8) + [0xE4, 0xB8] + Array("b".utf8) + [0xFF]

  @Test(
    "replaced, a U+FFFD for each part", arguments: ["byte-level-1k.json", "byte-fallback-600.json"])
  func replace(file: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    #expect(tokenizer.decode(try ids(tokenizer, .replace)) == "aé\u{FFFD}b\u{FFFD}")
    #expect(try ids(tokenizer, .replace) == tokenizer.encode("aé\u{FFFD}b\u{FFFD}").ids)
  }

  @Test("an error that says where")
  func error() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    #expect(throws: TokenEncodingError.invalidUTF8(byteOffset: 3)) { try ids(tokenizer, .error) }
    #expect(
      "\(TokenEncodingError.invalidUTF8(byteOffset: 3))"
        == "byte 3 of the text is not UTF-8; convert the text, or take --invalid replace")
  }

  @Test("kept by vocabularies of bytes")
  func bytes() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    #expect(tokenizer.bytes(of: try ids(tokenizer, .bytes)) == Self.text)
    for first in UInt8.min...UInt8.max {
      var found: [TokenID] = []
      var session = TokenizerSession(tokenizer)
      let text = [first, 0x61, first]
      try session.encode(text.span, options: EncodingOptions(invalid: .bytes), into: &found)
      #expect(tokenizer.bytes(of: found) == text)
    }
  }

  @Test("and can't be kept by vocabularies of characters")
  func charactersRefuse() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-fallback-600.json")
    #expect(throws: TokenEncodingError.bytesNeedByteLevel) { try ids(tokenizer, .bytes) }
    #expect(
      "\(TokenEncodingError.bytesNeedByteLevel)"
        == "--invalid bytes needs a byte-level vocabulary; take replace or error")
  }

  private func ids(_ tokenizer: Tokenizer, _ policy: InvalidUTF8) throws -> [TokenID] {
    var ids: [TokenID] = []
    var session = TokenizerSession(tokenizer)
    try session.encode(Self.text.span, options: EncodingOptions(invalid: policy), into: &ids)
    return ids
  }
}

@Suite("A text on which the pattern gives up")
struct GivenUpTests {
  // From every letter on, sixteen states to come back to for every two that follow.
  static let pattern = "(?:" + String(repeating: "c??", count: 16) + "ab)+(?=cd)"
  static let text = "<|endoftext|>e\u{301}" + String(repeating: "ab", count: 20_000)

  private func tokenizer(_ pretokenizer: Pretokenizer, _ normalizer: Normalizer?) throws
    -> Tokenizer
  {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    return try Tokenizer(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: tokenizer.segmentation,
      detokenizer: tokenizer.detokenizer)
  }

  @Test("is one pretoken, as it stands, for the call that can't fail", .timeLimit(.minutes(10)))
  func whole() throws {
    let whole = try tokenizer(.whole, nil).encode(Self.text).ids
    #expect(
      try tokenizer(.pattern(Self.pattern), Normalizer([.nfc])).encode(Self.text).ids == whole)
    #expect(try tokenizer(.whole, Normalizer([.nfc])).encode(Self.text).ids != whole)
  }

  @Test("is an error for the call that can", .timeLimit(.minutes(10)))
  func error() throws {
    let tokenizer = try tokenizer(.pattern(Self.pattern), nil)
    #expect(throws: TokenEncodingError.pattern(.timeLimitExceeded(at: 0))) {
      try tokenizer.encode(Self.text, options: EncodingOptions())
    }
  }
}

@Suite("One session encodes text after text")
struct SessionTests {
  @Test("as a new one would, and behind what was there")
  func reuse() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("hf-split-700.json")
    var session = TokenizerSession(tokenizer)
    var (ids, expected): ([TokenID], [TokenID]) = ([7], [7])
    for text in ["a long text with many words ", "", "e\u{301}", "ﬁ", "x", "\u{301}"] {
      try session.encode(Array(text.utf8).span, options: EncodingOptions(), into: &ids)
      expected += tokenizer.encode(text).ids
      #expect(ids == expected, "behind \(text)")
    }
  }

  @Test("also texts of more pretokens than it cuts at once")
  func long() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let word = tokenizer.encode(" é1").ids
    for count in [511, 512, 513, 5_000] {
      let ids = tokenizer.encode(String(repeating: " é1", count: count)).ids
      #expect(ids == Array(repeatElement(word, count: count).joined()), "\(count) words")
    }
  }

  @Test("and many of them give the same on many threads")
  func threads() async throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let text = String(decoding: try Fixtures.bytes("corpora/english.txt"), as: UTF8.self)
    let expected = tokenizer.encode(text)
    await withTaskGroup(of: Encoding.self) { group in
      for _ in 0..<8 { group.addTask { tokenizer.encode(text) } }
      for await encoding in group { #expect(encoding == expected) }
    }
  }
}
