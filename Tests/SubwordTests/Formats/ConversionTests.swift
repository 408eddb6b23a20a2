import TestSupport
import Testing

@testable import Subword

@Suite("What is written in another format is the same tokenizer")
struct ConversionTests {
  static let texts = [
    "", "The cat sat.", "don't  stop\n\n now ", "日本語 é\u{301} 👩‍👩‍👧", "\0\u{7F}",
    "123456 aaaaaaaaaaaaaaaa",
  ]

  private func source(_ name: String = "hf-byte-level-1k") throws -> Tokenizer {
    try Tokenizer(try Fixtures.bytes("tokenizers/\(name).json"), path: name)
  }

  @Test("as ranks, and the same bytes when it is written again")
  func ranks() throws {
    let (tokenizer, folder) = (try source(), try TemporaryFolder())
    try tokenizer.write(toFile: folder["a.tiktoken"], as: .tiktoken)
    #expect(
      try folder.names.filter { $0.hasPrefix("a.") }.prefix(2) == ["a.encoding.json", "a.tiktoken"])
    let read = try Tokenizer(contentsOfFile: folder["a.tiktoken"])
    for text in Self.texts {
      #expect(read.encode(text).ids == tokenizer.encode(text).ids, "\(text)")
    }
    try read.write(toFile: folder["b.tiktoken"], as: .tiktoken)
    #expect(try folder.bytes("a.tiktoken") == folder.bytes("b.tiktoken"))
    #expect(try folder.bytes("a.encoding.json") == folder.bytes("b.encoding.json"))
  }

  @Test("as tekken.json, and the same bytes when it is written again")
  func tekken() throws {
    let folder = try TemporaryFolder()
    try folder.write(TekkenTests.file(version: "v11", rest: #","image":{"size":1}"#), to: "a.json")
    let tokenizer = try Tokenizer(contentsOfFile: folder["a.json"])
    try tokenizer.write(toFile: folder["b.json"], as: .tekken)
    let read = try Tokenizer(contentsOfFile: folder["b.json"])
    for text in Self.texts {
      #expect(read.encode(text).ids == tokenizer.encode(text).ids, "\(text)")
    }
    #expect(try folder.read("b.json").contains(#""version":"v11"}"#))
    #expect(try folder.read("b.json").contains(#""image":{"size":1}"#))
    try read.write(toFile: folder["c.json"], as: .tekken)
    #expect(try folder.bytes("b.json") == folder.bytes("c.json"))
    try tokenizer.write(toFile: folder["hf.json"], as: .tokenizerJSON)
    try Tokenizer(contentsOfFile: folder["hf.json"]).write(toFile: folder["d.json"], as: .tekken)
    #expect(try folder.bytes("b.json") == folder.bytes("d.json"))
  }

  @Test("or can't be written, by name")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let words = try source("hf-whitespace-500")
    #expect(throws: ModelFileError.self) { try words.write(toFile: folder["a"], as: .tiktoken) }
    #expect(throws: ModelFileError.self) { try source().write(toFile: folder["a"], as: .tekken) }
    #expect(try folder.names.isEmpty)
  }

  @Test("and a Unicode version that Hugging Face's library lacks is listed")
  func unicode() throws {
    let source = try source()
    let tokenizer = try Tokenizer(
      normalizer: Normalizer([.nfc], unicode: .unicode14), pretokenizer: source.pretokenizer,
      model: source.model, detokenizer: source.detokenizer)
    let conversion = try Conversion(tokenizer, as: .tokenizerJSON, to: "x.json")
    #expect(conversion.losses.map(\.part) == ["that normal forms are of Unicode 14.0"])
    #expect(conversion.losses.map(\.changesIdentifiers) == [true])
  }

  @Test("and what the format has no place for is listed")
  func losses() throws {
    let source = try source()
    let tokenizer = try Tokenizer(
      normalizer: Normalizer([.nfc]), pretokenizer: source.pretokenizer, model: source.model,
      detokenizer: source.detokenizer, padding: Padding())
    let conversion = try Conversion(tokenizer, as: .tiktoken, to: "x.tiktoken")
    #expect(
      conversion.losses.map(\.part)
        == ["the normalizer", "that some added tokens are found in every text", "padding"])
    #expect(conversion.losses.map(\.changesIdentifiers) == [true, true, false])
  }
}
