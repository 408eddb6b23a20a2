import Foundation
import TestSupport
import Testing

@testable import Subword

/// A GGUF file that grows key by key.
struct SmallGGUF {
  private var body: [UInt8] = []
  private var count = 0
  var version: UInt32 = 3

  var bytes: [UInt8] {
    Array("GGUF".utf8) + Self.number(version) + Self.number(UInt64(0)) + Self.number(UInt64(count))
      + body
  }

  static func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Number(8 * $0)) }
  }

  static func string(_ text: String) -> [UInt8] {
    number(UInt64(text.utf8.count)) + Array(text.utf8)
  }

  mutating func add(_ key: String, kind: UInt32, _ value: [UInt8]) {
    body += Self.string(key) + Self.number(kind) + value
    count += 1
  }

  mutating func add(_ key: String, _ text: String) { add(key, kind: 8, Self.string(text)) }

  mutating func add(_ key: String, _ texts: [String]) {
    add(
      key, kind: 9,
      Self.number(UInt32(8)) + Self.number(UInt64(texts.count)) + texts.flatMap(Self.string))
  }

  mutating func add(_ key: String, _ numbers: [Int32]) {
    add(
      key, kind: 9,
      Self.number(UInt32(5)) + Self.number(UInt64(numbers.count)) + numbers.flatMap(Self.number))
  }

  /// Bytes, `ab` and a mark, with the merge of `a` and `b`.
  static func byteLevel(pre: String = "gpt-2", model: String = "gpt2") -> SmallGGUF {
    var file = SmallGGUF()
    let bytes = ByteAlphabet.standIns.compactMap {
      Unicode.Scalar($0).map { String(Character($0)) }
    }
    file.add("tokenizer.ggml.model", model)
    file.add("tokenizer.ggml.pre", pre)
    file.add("tokenizer.ggml.tokens", bytes + ["ab", "<|end|>"])
    file.add("tokenizer.ggml.token_type", [Int32](repeating: 1, count: 257) + [3])
    file.add("tokenizer.ggml.merges", ["a b"])
    return file
  }
}

@Suite("A GGUF file is read as llama.cpp reads it")
struct GGUFTests {
  @Test("with bytes and merges")
  func byteLevel() throws {
    let tokenizer = try Tokenizer(SmallGGUF.byteLevel().bytes, path: "g")
    #expect(tokenizer.encode("abab é").ids == [256, 256, 32, 195, 169])
    let parsed = try tokenizer.encode("ab<|end|>", options: EncodingOptions(specialTokens: .parse))
    #expect(parsed.ids == [256, 257])
  }

  @Test("with each name of a pretokenizer", arguments: GGUFPretokenizer.names)
  func names(name: String) throws {
    let tokenizer = try Tokenizer(SmallGGUF.byteLevel(pre: name).bytes, path: "g")
    for text in ["ab ab12345\n\n  x", "don't　。A", "日本語 text…"] {
      #expect(tokenizer.decode(tokenizer.encode(text).ids) == text)
    }
  }

  @Test(
    "on llama.cpp's own cases",
    .enabled(if: TestData.has("vocabularies/gguf"), "needs vocabularies/gguf: set TOK_TEST_DATA"),
    arguments: ["gpt-2", "llama-spm"])
  func cases(name: String) throws {
    let path = "vocabularies/gguf/ggml-vocab-\(name).gguf"
    let tokenizer = try Tokenizer(contentsOf: try #require(TestData.url(path)))
    let texts = String(decoding: try TestData.bytes(path + ".inp"), as: UTF8.self)
      .components(separatedBy: "\n__ggml_vocab_test__\n")
    let lines = String(decoding: try TestData.bytes(path + ".out"), as: UTF8.self)
      .components(separatedBy: "\n")
    #expect(texts.count > 40)
    for (text, line) in zip(texts, lines) {
      let expected = line.split(separator: " ").compactMap { UInt32($0) }
      #expect(tokenizer.encode(text).ids.map(\.rawValue) == expected, "\(text.debugDescription)")
    }
  }

  @Test(
    "and gives bytes back as llama.cpp does, each by itself",
    .enabled(if: TestData.has("vocabularies/gguf"), "needs vocabularies/gguf: set TOK_TEST_DATA"))
  func bytes() throws {
    let path = "vocabularies/gguf/ggml-vocab-llama-spm.gguf"
    let tokenizer = try Tokenizer(contentsOf: try #require(TestData.url(path)))
    let ids = tokenizer.encode("\u{1F}").ids.suffix(1) + [240]  // <0x1F>, <0xED>
    #expect(tokenizer.decode(Array(ids)) == "\u{1F}\u{FFFD}")
    #expect(tokenizer.decode(tokenizer.encode("  a").ids) == "  a")
  }

  @Test("no further than its keys go, however many tensors are behind them")
  func tensors() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(SmallGGUF.byteLevel().bytes, to: "m.gguf")
    // A file with a hole: it takes no room.
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 1 << 33)
    var file = try InputFile(path)
    #expect(try GGUFMetadata(startOf: &file)?["tokenizer.ggml.model"] != nil)
    #expect(file.offset <= 1 << 20)
    #expect(try Tokenizer(contentsOfFile: path).encode("abab é").ids == [256, 256, 32, 195, 169])
  }

  @Test("as far as its keys go, in several blocks")
  func longMetadata() throws {
    let folder = try TemporaryFolder()
    var small = SmallGGUF()
    small.add("general.notes", String(repeating: "x", count: 9 << 20))
    small.add("tokenizer.ggml.model", "gpt2")
    var file = try InputFile(folder.write(small.bytes + [UInt8](repeating: 0, count: 1), to: "m"))
    let metadata = try #require(try GGUFMetadata(startOf: &file))
    #expect(metadata["tokenizer.ggml.model"].flatMap { metadata.text($0) } == "gpt2")
    var cut = try InputFile(folder.write(small.bytes.prefix(8 << 20), to: "cut"))
    #expect(throws: ModelFileError.gguf(.cut(at: 49), path: folder["cut"])) {
      try GGUFMetadata(startOf: &cut)
    }
    var other = try InputFile(folder.write("GGU", to: "other"))
    #expect(try GGUFMetadata(startOf: &other) == nil)
  }

  @Test(
    "with keys that say nothing about identifiers",
    arguments: GGUFTokenizer.keysWithoutEffect.sorted())
  func keysWithoutEffect(key: String) throws {
    var file = SmallGGUF.byteLevel()
    file.add("tokenizer.ggml.\(key)", "whatever")
    file.add("tokenizer.chat_template", "whatever")
    #expect(try Tokenizer(file.bytes, path: "g").encode("abab é").ids == [256, 256, 32, 195, 169])
  }

  @Test("or refused for a key that may say something about identifiers")
  func unknownKey() {
    var file = SmallGGUF.byteLevel()
    let place = file.bytes.count + 8 + 27 + 4 + 8
    file.add("tokenizer.ggml.pretokenizer", "[a-z]")
    file.add("tokenizer.ggml.zzz", "behind it")
    #expect(
      message(file.bytes) == """
        g (byte \(place)): the key tokenizer.ggml.pretokenizer of a GGUF file isn't supported; take a \
        tokenizer without it
        """)
  }

  @Test("or refused when its scored pieces are too long together, or come twice")
  func longPieces() {
    func pieces(_ texts: [String]) -> [UInt8] {
      var file = SmallGGUF()
      file.add("tokenizer.ggml.model", "llama")
      file.add("tokenizer.ggml.tokens", texts)
      file.add(
        "tokenizer.ggml.scores", kind: 9,
        SmallGGUF.number(UInt32(6)) + SmallGGUF.number(UInt64(texts.count))
          + texts.flatMap { _ in SmallGGUF.number(UInt32(0)) })
      return file.bytes
    }
    let long = (1...930).map { String(repeating: "a", count: $0) }
    #expect(message(pieces(long.dropLast())).contains("the byte token <0x00> is missing"))
    #expect(message(pieces(long)).contains("up to here the squares of the lengths of pieces"))
    #expect(
      message(pieces(["a", "b", "a"]))
        == "g (byte 140): the token \"a\" stands twice in the vocabulary; take one out")
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try Tokenizer(bytes, path: "g")
      return "taken"
    } catch { return "\(error)" }
  }

  @Test("or refused where it is wrong")
  func refusals() {
    #expect(
      message(SmallGGUF.byteLevel(model: "bert").bytes)
        == "g (byte 64): the model bert of a GGUF file isn't supported; take a tokenizer without it"
    )
    #expect(
      message(SmallGGUF.byteLevel(pre: "nobody's").bytes)
        == "g (byte 106): the pretokenizer nobody's of a GGUF file isn't supported; take a tokenizer "
        + "without it")
    var file = SmallGGUF.byteLevel()
    file.version = 1
    #expect(
      message(file.bytes)
        == "g (byte 4): version 1 of GGUF isn't supported; convert the model to version 3")
    #expect(
      message(Array(SmallGGUF.byteLevel().bytes.prefix(60)))
        == "g (byte 16): what starts here ends behind the end of the file; take the file from its "
        + "source again")
    file = SmallGGUF.byteLevel()
    file.add("tokenizer.ggml.model", "gpt2")
    #expect(
      message(file.bytes).hasSuffix(
        "the key \"tokenizer.ggml.model\" stands twice; take the file from its source again"))
    file = SmallGGUF.byteLevel()
    file.add("huge", kind: 9, SmallGGUF.number(UInt32(8)) + SmallGGUF.number(UInt64.max))
    #expect(message(file.bytes).contains("ends behind the end of the file"))
    file = SmallGGUF.byteLevel()
    file.add("nested", kind: 9, SmallGGUF.number(UInt32(9)) + SmallGGUF.number(UInt64(1)))
    #expect(message(file.bytes).contains("an array has arrays in it"))
  }
}
