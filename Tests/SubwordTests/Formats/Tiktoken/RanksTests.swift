import TestSupport
import Testing

@testable import Subword

/// A file of ranks with all bytes, and these tokens from rank 256 on.
func ranksFile(_ tokens: [String], from first: Int = 256) -> String {
  let bytes = (0...255).map { [UInt8($0)] }
  return (bytes.enumerated() + tokens.map { Array($0.utf8) }.enumerated().map { ($0 + first, $1) })
    .map { rank, token in
      var text: [UInt8] = []
      Base64.encode(token, into: &text)
      return "\(String(decoding: text, as: UTF8.self)) \(rank)\n"
    }.joined()
}

extension EnumeratedSequence where Base == [[UInt8]] {
  fileprivate static func + (
    left: Self, right: [(Int, [UInt8])]
  ) -> [(Int, [UInt8])] { left.map { ($0.offset, $0.element) } + right }
}

@Suite("Ranks are read as tiktoken reads them")
struct RanksTests {
  static let encoding = EncodingFile(pattern: #"\S+|\s+"#, special: [("<|end|>", 300)])

  @Test("with an encoding beside them, and holes between")
  func sideFile() throws {
    let folder = try TemporaryFolder()
    try folder.write(ranksFile(["ab", "abc"]), to: "small.model")
    try folder.write(Self.encoding.json, to: "small.encoding.json")
    let tokenizer = try Tokenizer(contentsOfFile: folder["small.model"])
    #expect(tokenizer.encode("abc ab<|end|>").ids.prefix(3) == [257, 32, 256])
    let parsed = try tokenizer.encode(
      "abc<|end|>", options: EncodingOptions(specialTokens: .parse))
    #expect(parsed.ids == [257, 300])
    #expect(tokenizer.vocabulary.hasHoles && tokenizer.vocabulary.bytes(of: 299) == nil)
    #expect(tokenizer.decode([257, 300, 0]) == "abc<|end|>\0")
  }

  @Test("and what a pattern doesn't match is lost, as there")
  func gaps() throws {
    let encoding = EncodingFile(pattern: "[a-z]+", special: [])
    let tokenizer = try Tokenizer(
      ranks: Array(ranksFile(["ab"]).utf8), path: "r", encoding)
    #expect(tokenizer.encode("ab 1 ab!").ids == [256, 256])
  }

  @Test("by random tokens, whatever the order in which they were learnt")
  func agreement() throws {
    for seed in 0..<60 {
      var chance = SeededGenerator(seed: seed)
      var tokens: [String] = []
      for _ in 0..<chance.number(1...25) {
        let token = (0...chance.number(1...5)).map { _ in chance.element(of: ["a", "b", "c"]) }
          .joined()
        if !tokens.contains(token) { tokens.append(token) }
      }
      let encoding = EncodingFile(pattern: #"[\s\S]+"#, special: [])
      let tokenizer = try Tokenizer(
        ranks: Array(ranksFile(tokens).utf8), path: "r", encoding)
      let reference = ReferenceRanksSegmenter(tokenizer.vocabulary)
      for _ in 0..<300 {
        let text = (0..<chance.number(1...24)).map { _ in chance.element(of: ["a", "b", "c"]) }
          .joined()
        var expected: [TokenID] = []
        reference.segment(Array(text.utf8).span, into: &expected)
        #expect(tokenizer.encode(text).ids == expected, "seed \(seed), \(tokens), \(text)")
      }
    }
  }

  static let refusals: [(file: String, message: String)] = [
    (
      "IQ==\n", "r:1 (byte 0): the line has no space; write a token in base64, a space and its rank"
    ),
    ("IQ== 0\nI! 1\n", "r:2 (byte 7): the token is no base64; write its bytes in base64"),
    (" 0\n", "r:1 (byte 0): the token is empty; take the line out"),
    ("IQ== x\n", "r:1 (byte 5): the rank is no number; write it in decimal digits"),
    ("IQ== -1\n", "r:1 (byte 5): the rank is no number; write it in decimal digits"),
    ("IQ== 01\n", "r:1 (byte 5): the rank is no number; write it in decimal digits"),
    ("IQ== 0\nIQ== 1\n", "r:2 (byte 7): the token stood before; take one of the two out"),
    (
      "IQ== 0\nIg== 0\n",
      "r:2 (byte 7): the identifier 0 stood before; give each token its own rank"
    ),
    (
      "IQ== 99999999999999999999\n",
      "r:1 (byte 0): the identifier 9223372036854775807 is out of range, up to 2147483648; count from 0"
    ),
    (
      "IQ== 0\nIg== 70000\n",
      "r:2 (byte 7): the identifier 70000 is out of range, up to 65568; count from 0"
    ),
    (
      "IQ== 0\n",
      "r:1 (byte 0): no token is the byte <0x00>; take the file from its source again: it has to have all 256"
    ),
  ]

  @Test("or refused where they are wrong", arguments: refusals)
  func refusal(file: String, message: String) {
    #expect(throws: ModelFileError.self) {
      do {
        _ = try Tokenizer(
          ranks: Array(file.utf8), path: "r", EncodingFile(pattern: #"\S+|\s+"#, special: []))
      } catch {
        #expect("\(error)" == message)
        throw error
      }
    }
  }

  @Test("each in words")
  func vocabularyErrors() {
    let (tokens, bytes) = (RankedTokens(), Array("IQ== 0\n".utf8))
    for error in [
      VocabularyError.duplicateToken(first: 0, second: 1),
      .duplicateIdentifier(7, first: 0, second: 1),
      .identifierOutOfRange(-1, limit: 5), .tokenTooLong(70_000), .tooManyBytes,
    ] {
      let message = "\(RankedTokens.Failure.vocabulary(error).inFile("r", bytes, tokens))"
      #expect(message.hasPrefix("r:1 (byte 0): ") && !message.contains("first:"), "\(message)")
      #expect(!message.contains("(70000)") && !message.contains("tooManyBytes"), "\(message)")
    }
  }

  @Test("but not without an encoding: the message lists the names")
  func noEncoding() {
    #expect(throws: ModelFileError.unknownEncoding(path: "x/a.tiktoken")) {
      try Tokenizer(Array(ranksFile(["ab"]).utf8), path: "x/a.tiktoken")
    }
    #expect(
      "\(ModelFileError.unknownEncoding(path: "x/a.tiktoken"))" == """
        x/a.tiktoken: is a file of ranks without its pattern; put x/a.encoding.json beside it, or \
        name its encoding with --encoding: r50k_base, p50k_base, p50k_edit, cl100k_base, o200k_base, \
        o200k_harmony, llama3, llama4, qwen, kimi
        """)
  }

  @Test(
    "nor by the name of one that has another number of ranks", arguments: TiktokenEncoding.allCases)
  func otherCount(encoding: TiktokenEncoding) throws {
    let error = #expect(throws: ModelFileError.self) {
      try Tokenizer(Array(ranksFile(["ab"]).utf8), path: "x/a.tiktoken", encoding: encoding)
    }
    #expect(
      error?.description == """
        x/a.tiktoken: has 257 ranks, and \(encoding.rawValue) has \(encoding.rankCount); name the \
        encoding of these ranks, or put x/a.encoding.json beside them
        """)
  }

  @Test("nor by a name for what is no file of ranks")
  func otherFormat() throws {
    let folder = try TemporaryFolder()
    try folder.write(Fixtures.bytes("tokenizers/hf-byte-level-1k.json"), to: "t.json")
    let tokenizer = try Tokenizer(contentsOfFile: folder["t.json"])
    try tokenizer.write(
      toFile: folder["vocab.json"], as: .vocabularyAndMerges, losses: .accept)
    try folder.write("GGUF\u{3}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", to: "t.gguf")
    try folder.write([0x1F, 0x8B, 8], to: "t.gz")
    for (name, what) in [
      ("t.json", "tokenizer.json"), ("vocab.json", "vocab.json or merges.txt"),
      ("merges.txt", "vocab.json or merges.txt"), ("t.gguf", "GGUF"), ("", "folder"),
    ] {
      let path = folder[name]
      #expect(throws: ModelFileError.encodingOfOther(what, path: path), "\(name)") {
        try Tokenizer(contentsOfFile: path, encoding: .cl100k)
      }
    }
    for encoding in [nil, TiktokenEncoding.cl100k] {
      #expect(throws: ModelFileError.compressed(path: folder["t.gz"])) {
        try Tokenizer(contentsOfFile: folder["t.gz"], encoding: encoding)
      }
    }
    #expect(
      "\(ModelFileError.compressed(path: "t.gz"))" == "t.gz: is compressed by gzip; unpack it")
    #expect(
      "\(ModelFileError.encodingOfOther("tokenizer.json", path: "t"))" == """
        t: is a tokenizer.json, and an encoding belongs to a file of ranks; name such a file, or leave the \
        encoding out
        """)
  }

  @Test(
    "by name, with the pattern and special tokens of tiktoken's own definitions",
    .enabled(
      if: TestData.has("vocabularies/tiktoken"), "needs vocabularies/tiktoken: set TOK_TEST_DATA"),
    arguments: [
      ("tiktoken/r50k_base", TiktokenEncoding.r50k, 50256), ("tiktoken/p50k_base", .p50k, 50280),
      ("tiktoken/cl100k_base", .cl100k, 100256), ("tiktoken/o200k_base", .o200k, 199998),
      ("llama3/tokenizer", .llama3, 128000),
    ])
  func names(path: String, encoding: TiktokenEncoding, count: Int) throws {
    let name = "vocabularies/\(path).encoding.json"
    let file = try EncodingFile.read(TestData.bytes(name), path: name)
    let definition = encoding.definition
    #expect(encoding.rankCount == count)
    #expect(definition.pattern == file.pattern)
    #expect(definition.special.map(\.content) == file.special.map(\.content))
    #expect(definition.special.map(\.id) == file.special.map(\.id))
  }

  @Test("and Qwen's normalizes as Python does: U+08D3 is a mark since Unicode 11")
  func qwen() throws {
    let ranks = try Tokenizer(
      ranks: Array(ranksFile([]).utf8), path: "r", EncodingFile(pattern: #"\S+"#, special: []))
    let tokenizer = try Tokenizer(
      normalizer: TiktokenEncoding.qwen.definition.normalizer,
      pretokenizer: ranks.pretokenizer, segmentation: ranks.segmentation, detokenizer: .byteLevel)
    let text = tokenizer.decode(tokenizer.encode("e\u{301}a\u{30F}\u{8D3}").ids)
    #expect(text.utf8.elementsEqual("é\u{201}\u{8D3}".utf8))
    #expect(TiktokenEncoding.kimi.definition.normalizer == nil)
  }

  @Test(
    "or by themselves, if they are well known",
    .enabled(
      if: TestData.has("vocabularies/tiktoken"), "needs vocabularies/tiktoken: set TOK_TEST_DATA"),
    arguments: [("r50k", TiktokenEncoding.r50k), ("cl100k", .cl100k)])
  func wellKnown(name: String, encoding: TiktokenEncoding) throws {
    let bytes = try TestData.bytes("vocabularies/tiktoken/\(name)_base.tiktoken")
    #expect(TiktokenEncoding(of: try RanksReader.read(bytes, path: "r")) == encoding)
  }
}

@Suite("tiktoken's dialect of patterns is written so that Split reads it alike")
struct TiktokenPatternTests {
  @Test(
    arguments: [
      (#"\s++$|^a"#, #"\s++\z|\Aa"#), (#"\p{N}{1,3}+|[$^]{2}+"#, #"(?>\p{N}{1,3})|(?>[$^]{2})"#),
      (#"(?:ab|(c)){2,}+x"#, #"(?>(?:ab|(c)){2,})x"#), (#"\$\^[\]$]"#, #"\$\^[\]$]"#),
      (#"a+(?!\S)|(?i:'s)"#, #"a+(?!\S)|(?i:'s)"#), (#"\pL\PN+[\pZa]"#, #"\p{L}\P{N}+[\p{Z}a]"#),
      (#"a{2}?b{1,2}?"#, #"a{2}b{1,2}?"#),
    ])
  func translation(pattern: String, expected: String) throws {
    #expect(try TiktokenPattern.translated(pattern) == expected)
    #expect(try TiktokenPattern.translated(expected) == expected)
  }

  @Test("with word characters as Rust has them: tiktoken 0.14.0 cuts so, too")
  func words() throws {
    for (pattern, expected) in [
      (#"\w+|\W"#, ["a", "²", "b\u{200D}c"]), (#"[\w']+|[^\w']"#, ["a", "²", "b\u{200D}c"]),
      (#"[\W]|\w+"#, ["a", "²", "b\u{200D}c"]), (#".+?(?:\b|$)"#, ["a", "²", "b\u{200D}c"]),
      (#"\B.|."#, ["a", "²", "b", "\u{200D}", "c"]),
      (#"\pL+|\PL"#, ["a", "²", "b", "\u{200D}", "c"]),
      (#"\bb|\w|.\b"#, ["a", "²", "b", "\u{200D}", "c"]),
    ] {
      let text = Array("a²b\u{200D}c".utf8)
      let pretokenizer = try CompiledPretokenizer(TiktokenPattern.pretokenizer(pattern))
      let found = try pretokenizer.pretokens(of: text).map {
        String(decoding: text[$0], as: UTF8.self)
      }
      #expect(found.elementsEqual(expected) { Array($0.utf8) == Array($1.utf8) }, "\(pattern)")
    }
  }

  @Test("and refused where it can't be", arguments: ["(?m)^a", "(?s:.)", "[a--b]", "(?x) a"])
  func refusal(pattern: String) {
    #expect(throws: PatternError.self) { try TiktokenPattern.translated(pattern) }
  }
}
