import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite("vocab.json and merges.txt")
struct VocabularyAndMergesTests {
  private static let vocabulary = #"{"a":0,"b":1,"c":2,"ab":3,"abc":4}"#
  private static let merges = "#version: 0.2\na b\nab c\n"

  @Test("are read given either file, under any name that ends so")
  func eitherFile() throws {
    let folder = try TemporaryFolder()
    for prefix in ["", "gpt-"] {
      try folder.write(Self.vocabulary, to: prefix + "vocab.json")
      try folder.write(Self.merges, to: prefix + "merges.txt")
      for name in ["vocab.json", "merges.txt"] {
        let tokenizer = try Tokenizer(contentsOfFile: folder[prefix + name])
        #expect(tokenizer.encode("abcab").ids == [4, 3], "\(prefix)\(name)")
        #expect(tokenizer.decode([4, 3]) == "abcab")
      }
    }
  }

  @Test("are written as they were read")
  func sameBytes() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.vocabulary, to: "vocab.json")
    try folder.write(Self.merges, to: "merges.txt")
    let tokenizer = try Tokenizer(contentsOfFile: folder.path)
    let other = try TemporaryFolder()
    try tokenizer.write(toFile: other.path, as: .vocabularyAndMerges)
    #expect(try other.names.sorted() == ["merges.txt", "vocab.json"])
    #expect(try InputFile.bytes(of: other["vocab.json"]) == Array(Self.vocabulary.utf8))
    #expect(try InputFile.bytes(of: other["merges.txt"]) == Array(Self.merges.utf8))
  }

  @Test("may have lines with a carriage return, empty lines, and no end of the last one")
  func lines() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.vocabulary, to: "vocab.json")
    try folder.write("#version: 0.2\r\n\r\na b\r\n\nab c", to: "merges.txt")
    #expect(try Tokenizer(contentsOfFile: folder.path).encode("abc").ids == [4])
  }

  @Test("say where they are wrong, each by its own name")
  func errors() throws {
    let cases: [(vocabulary: String, merges: String, message: String)] = [
      (
        Self.vocabulary, "a b c\n",
        "merges.txt:1 (byte 0): this merge is malformed; a merge is two tokens"
      ),
      (
        Self.vocabulary, "#version: 0.2\na b\nab\n",
        "merges.txt:3 (byte 18): this merge is malformed; a merge is two tokens"
      ),
      (
        Self.vocabulary, "a b\nb c\n",
        "merges.txt:2 (byte 4): the merge \"b\" + \"c\" makes \"bc\", or has a part, that the vocabulary lacks; take the merges and the vocabulary from one training run"
      ),
      (
        #"{"a":0,"b":"1"}"#, "",
        "vocab.json:1 (byte 11): the vocabulary: expected a number, found a string; take the file from its source again"
      ),
      (
        #"{"a":0,"b":0}"#, "",
        "vocab.json:1 (byte 7): the identifier 0 is used twice; take the file from its source again"
      ),
      (
        #"{"a":0,"a":1}"#, "",
        "vocab.json:1 (byte 7): the token \"a\" stands twice in the vocabulary; take one out"
      ),
      (
        #"{"a":0,"b":2000000000}"#, "",
        "vocab.json:1 (byte 7): the identifier 2000000000 is out of range; take the file from its source again"
      ),
      (
        #"{"a":0} x"#, "",
        "vocab.json:1 (byte 8): expected nothing more, found 'x'; take the file from its source again"
      ),
    ]
    for (vocabulary, merges, message) in cases {
      let folder = try TemporaryFolder()
      try folder.write(vocabulary, to: "vocab.json")
      try folder.write(merges, to: "merges.txt")
      let error = #expect(throws: ModelFileError.self) {
        try Tokenizer(contentsOfFile: folder.path)
      }
      #expect(error?.description == "\(folder.path)/\(message)")
    }
  }

  @Test("are refused or read, whatever byte is changed or wherever they are cut")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let files = [
      ("vocab.json", Array(Self.vocabulary.utf8)), ("merges.txt", Array(Self.merges.utf8)),
    ]
    for (name, bytes) in files {
      for (other, whole) in files { try folder.write(whole, to: other) }
      for seed in 0..<(bytes.count * 4) {
        var numbers = SeededGenerator(seed: seed)
        var text = bytes
        if seed < bytes.count {
          text.removeLast(bytes.count - seed)
        } else {
          text[seed % bytes.count] = UInt8(truncatingIfNeeded: numbers.next())
        }
        try folder.write(text, to: name)
        do {
          _ = try Tokenizer(contentsOfFile: folder.path).encode("abc ab\n")
        } catch {
          #expect(!error.description.contains("\n"), "\(name), seed \(seed)")
        }
      }
    }
  }

  @Test(
    "of GPT-2 are the same as its tokenizer.json",
    .enabled(
      if: TestData.has("vocabularies/gpt2/merges.txt"),
      "needs vocabularies/gpt2/merges.txt: set TOK_TEST_DATA"))
  func gpt2() throws {
    let pair = try Tokenizer(
      contentsOfFile: TestData.root.appendingPathComponent("vocabularies/gpt2/vocab.json").path)
    let file = try Tokenizer(
      contentsOfFile: TestData.root.appendingPathComponent("vocabularies/gpt2/tokenizer.json").path)
    #expect(pair.segmentation.bpe?.merges == file.segmentation.bpe?.merges)
    #expect(pair.vocabulary.allBytes == file.vocabulary.allBytes)
    for text in ReferenceEncodingTests.oddTexts {
      #expect(pair.encode(text).ids == file.encode(text).ids, "\(text)")
    }
  }
}
