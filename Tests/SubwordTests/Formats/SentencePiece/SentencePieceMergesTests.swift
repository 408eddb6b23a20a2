import TestSupport
import Testing

@testable import Subword

@Suite("A SentencePiece model becomes a tokenizer.json of merges")
struct SentencePieceMergesTests {
  static let pieces: [(text: String, score: Float, type: Int)] = [
    ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁a", -1, 1), ("ab", -2, 1), ("▁ab", -3, 1),
    ("▁", -4, 1), ("a", -5, 1), ("b", -6, 1),
  ]

  private func written(_ model: SmallSentencePiece) throws -> Tokenizer {
    let folder = try TemporaryFolder()
    try Tokenizer(model.bytes, path: "m").write(toFile: folder["t.json"], as: .tokenizerJSON)
    return try Tokenizer(contentsOfFile: folder["t.json"])
  }

  @Test("by falling score, of one piece the longest left part first")
  func merges() throws {
    let tokenizer = try written(SmallSentencePiece(pieces: Self.pieces))
    let bpe = try #require(tokenizer.segmentation.bpe)
    #expect(
      bpe.merges == [
        .init(left: 6, right: 7, result: 3), .init(left: 7, right: 8, result: 4),
        .init(left: 3, right: 8, result: 5), .init(left: 6, right: 4, result: 5),
      ])
    #expect(bpe.units == .characters(byteFallback: false) && bpe.options.fusesUnknown)
  }

  @Test("with its normalization, marks and spaces", arguments: [true, false], [true, false])
  func normalization(addsDummyPrefix: Bool, removesExtraSpaces: Bool) throws {
    var model = SmallSentencePiece(pieces: Self.pieces)
    model.normalizer = { part in
      part.number(3, addsDummyPrefix ? 1 : 0)
      part.number(4, removesExtraSpaces ? 1 : 0)
    }
    let (old, new) = (try Tokenizer(model.bytes, path: "m"), try written(model))
    for text in ["", "ab", " ab  a ", "▁", "a▁", "a ▁ ", "▁ ab", "xyab", "  ", "\u{3000}a"] {
      #expect(old.encode(text).ids == new.encode(text).ids, "\(text)")
      let options = EncodingOptions(specialTokens: .parse, addsSpecialTokens: true)
      #expect(
        try old.encode("a<s>\(text)", options: options).ids
          == new.encode("a<s>\(text)", options: options).ids, "\(text)")
    }
    #expect(new.decode(old.encode("ab a").ids) == "ab a")
  }

  @Test("or is refused by name, and nothing is written")
  func refusals() throws {
    var unused = Self.pieces
    unused[4].type = 5
    let defined = Self.pieces + [("<sep>", 0, 4)]
    let behindSpace = Self.pieces + [("▁foo", 0, 4), ("f", -7, 1), ("o", -8, 1)]
    for (pieces, what) in [
      (unused, "unused pieces"), (defined, #"what makes the identifiers of ""#),
      (behindSpace, #"what makes the identifiers of ""#),
    ] {
      let folder = try TemporaryFolder()
      let tokenizer = try Tokenizer(SmallSentencePiece(pieces: pieces).bytes, path: "m")
      let error = #expect(throws: ModelFileError.self) {
        try tokenizer.write(toFile: folder["t.json"], as: .tokenizerJSON)
      }
      #expect(error?.description.contains("tokenizer.json can't hold \(what)") ?? false)
      #expect(try folder.names.isEmpty)
      let message = "a file of ranks can't hold the scores of a SentencePiece model"
      let other = #expect(throws: ModelFileError.self) {
        try tokenizer.write(toFile: folder["t.tiktoken"], as: .tiktoken)
      }
      #expect(other?.description.contains(message) ?? false, "\(other as Any)")
    }
  }

  @Test("or is refused where a table is looked up for characters with their marks")
  func clusters() throws {
    var model = SmallSentencePiece(pieces: Self.pieces)
    model.normalizer = { [table = try Fixtures.bytes("normalization/rules.charsmap")] part in
      part.bytes(2, table)
    }
    let tokenizer = try Tokenizer(model.bytes, path: "m")
    let conversion = try Conversion(tokenizer, as: .tokenizerJSON, to: "t.json")
    let difference = TokenizerComparison(tokenizer, try conversion.reread()).difference
    #expect(difference?.unicodeScalars.last == "\u{301}", "\(difference as Any)")
  }

  @Test(
    "of Llama 2: the merges of the published file, and its pipeline",
    .enabled(
      if: TestData.has("vocabularies/llama2/tokenizer.model"),
      "needs vocabularies/llama2/tokenizer.model: set TOK_TEST_DATA"))
  func llama2() throws {
    let model = try Tokenizer(try TestData.bytes("vocabularies/llama2/tokenizer.model"), path: "m")
    guard case .sentencePieceBPE(let pieces) = model.segmentation else {
      Issue.record("another kind of model")
      return
    }
    let converted = try SentencePieceMerges(model, pieces).converted(for: "t.json")
    let published = try Tokenizer(
      try TestData.bytes("vocabularies/llama2/tokenizer.json"), path: "t.json")
    let (own, theirs) = (
      try #require(converted.segmentation.bpe), try #require(published.segmentation.bpe)
    )
    // Older converters list merges of equal scores, such as those of one piece, in another order.
    #expect(Set(own.merges) == Set(theirs.merges) && own.merges.count == theirs.merges.count)
    let scores = { (merge: BPEModel.Merge) in pieces.scores[merge.result.index] }
    #expect(own.merges.map(scores) == theirs.merges.map(scores))
    #expect(converted.normalizer == published.normalizer)
    #expect(converted.detokenizer == published.detokenizer)
    #expect(own.addedTokens == theirs.addedTokens)
  }
}
