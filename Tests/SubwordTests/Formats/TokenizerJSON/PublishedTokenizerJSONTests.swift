import TestSupport
import Testing

@testable import Subword

@Suite("A published tokenizer.json with a BPE model is written as Hugging Face writes it")
struct PublishedTokenizerJSONTests {
  static let files = ["gpt2", "llama2", "llama3", "clip", "gpt-neox"]

  @Test(
    "and written again the same",
    .enabled(
      if: TestData.has("vocabularies/llama3/tokenizer.json"),
      "needs vocabularies/llama3/tokenizer.json: set TOK_TEST_DATA"),
    arguments: files)
  func writtenAgain(name: String) throws {
    let bytes = try TestData.bytes("vocabularies/\(name)/tokenizer.json")
    let tokenizer = try Tokenizer(bytes, path: "\(name).json")
    let written = try tokenizer.tokenizerJSON()
    let again = try Tokenizer(written, path: "again.json")
    #expect(try again.tokenizerJSON() == written)
    #expect(again.segmentation.bpe?.merges == tokenizer.segmentation.bpe?.merges)
    #expect(again.vocabulary.allBytes == tokenizer.vocabulary.allBytes)
    #expect(again.addedTokens.all == tokenizer.addedTokens.all)
    for text in ReferenceEncodingTests.oddTexts {
      #expect(again.encode(text).ids == tokenizer.encode(text).ids, "\(text)")
    }
  }

  @Test(
    "or refused by the name of its model",
    .enabled(
      if: TestData.has("vocabularies/t5-small/tokenizer.json"),
      "needs vocabularies/t5-small/tokenizer.json: set TOK_TEST_DATA"),
    arguments: [
      ("bert-base-uncased", "WordPiece"), ("bert-base-chinese", "WordPiece"),
      ("t5-small", "Unigram"),
    ])
  func otherModels(name: String, model: String) throws {
    let bytes = try TestData.bytes("vocabularies/\(name)/tokenizer.json")
    let error = #expect(throws: ModelFileError.self) { try Tokenizer(bytes, path: "t.json") }
    #expect(error?.description.contains("the model \"\(model)\" isn't supported") == true)
  }
}
