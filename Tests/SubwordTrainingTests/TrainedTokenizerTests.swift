// What training gives is a tokenizer: it loads again, and cuts its own corpus as it said.

import Foundation
import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("A trained tokenizer loads again and cuts its corpus into as many tokens as it said")
struct TrainedTokenizerTests {
  struct Training: CustomStringConvertible {
    let description: String
    var vocabularizer: BPEVocabularizer
    var pretokenizer = Pretokenizer.gpt2
    var normalizer: Normalizer?
  }

  static let trainings: [Training] = {
    let specials = ["<|endoftext|>", "the", "Ġof", "Ġ", " ", "e", "不可", "<0x41>"]
    let characters = BPEVocabularizer(vocabularySize: 4_000, alphabet: .characters())
    var limited = characters
    limited.alphabet = .characters(limit: 40)
    var withUnknown = limited
    withUnknown.specialTokens = ["<unk>"]
    withUnknown.unknownToken = "<unk>"
    var withSpecials = characters
    withSpecials.specialTokens = specials
    var withFallback = characters
    withFallback.alphabet = .characters(coverage: 0.95, byteFallback: true)
    let bytes = BPEVocabularizer(vocabularySize: 3_000)
    var bytesWithSpecials = bytes
    bytesWithSpecials.specialTokens = specials
    return [
      Training(description: "bytes", vocabularizer: bytes),
      Training(
        description: "bytes, o200k, NFKC", vocabularizer: bytes, pretokenizer: .o200k,
        normalizer: Normalizer([.nfkc])),
      Training(description: "bytes with special tokens", vocabularizer: bytesWithSpecials),
      Training(
        description: "bytes, a length limit",
        vocabularizer: BPEVocabularizer(
          vocabularySize: 3_000, maximumTokenLength: 4)),
      Training(description: "characters", vocabularizer: characters),
      Training(
        description: "characters of words", vocabularizer: characters,
        pretokenizer: .whitespace),
      Training(description: "few characters", vocabularizer: limited),
      Training(description: "few characters, an unknown token", vocabularizer: withUnknown),
      Training(description: "characters with special tokens", vocabularizer: withSpecials),
      Training(description: "characters with byte fallback", vocabularizer: withFallback),
    ]
  }()

  @Test("whatever the options", arguments: trainings)
  func everyOption(training: Training) throws {
    let texts =
      try Fixtures.corpora().map { try String(contentsOf: $0, encoding: .utf8) }
      + ["<0x41> <0x41> <0x41> <|endoftext|> the of"]
    let counts = try PretokenCounts(
      of: Corpus(texts), pretokenizer: training.pretokenizer, normalizer: training.normalizer)
    let trained = try training.vocabularizer.vocabularize(counts)
    let loaded = try Self.reload(trained)
    #expect(try loaded.tokenizerJSON() == trained.tokenizer.tokenizerJSON())
    let ids = texts.map { trained.tokenizer.encode($0).ids }
    #expect(texts.map { loaded.encode($0).ids } == ids)
    #expect(ids.reduce(0) { $0 + $1.count } == trained.corpusTokenCount)
  }

  @Test("and gives the text back, also where it spells special tokens and byte tokens")
  func decode() throws {
    let text = "the <0x41> of <0x0A>: <|endoftext|> e 不可 é\u{1F600}\n\0"
    let corpus = Corpus([String(repeating: text, count: 20)])
    let counts = try PretokenCounts(of: corpus, pretokenizer: .gpt2)
    for training in Self.trainings where !training.description.hasPrefix("few") {
      let trained = try training.vocabularizer.vocabularize(counts)
      let tokenizer = try Self.reload(trained)
      #expect(tokenizer.decode(tokenizer.encode(text).ids) == text, "\(training)")
    }
  }

  @Test("and counts bytes after normalization, each pretoken as often as it occurs")
  func byteCount() throws {
    let counts = try PretokenCounts(
      of: Corpus(["ﬁ ﬁ", "a"]), pretokenizer: .gpt2, normalizer: Normalizer([.nfkc]))
    let trained = try BPEVocabularizer(vocabularySize: 256).vocabularize(counts)
    #expect(trained.corpusByteCount == 6)
    #expect(trained.corpusTokenCount == 6)
  }

  @Test("and refuses what can't be, with the mend")
  func refusals() {
    let counts = PretokenCounts([("ab", 1)])
    let cases: [(BPEVocabularizer, String)] = [
      (
        BPEVocabularizer(vocabularySize: 256, specialTokens: ["<s>"]),
        "--vocab 256: is too small, the special tokens and the alphabet alone take 257; "
          + "ask for more, or limit the alphabet"
      ),
      (
        BPEVocabularizer(vocabularySize: 1 << 28 + 1),
        "--vocab 268435457: is too large; the limit is 268435456"
      ),
      (
        BPEVocabularizer(vocabularySize: 300, specialTokens: ["<s>", "<s>"]),
        #"--special "<s>": is empty or given twice; give each special token once"#
      ),
      (
        BPEVocabularizer(vocabularySize: 300, specialTokens: [""]),
        #"--special "": is empty or given twice; give each special token once"#
      ),
    ]
    for (options, message) in cases {
      let error = #expect(throws: VocabularizationError.self) { try options.vocabularize(counts) }
      #expect(error?.description == message)
    }
    let error = #expect(throws: VocabularizationError.self) {
      try BPEVocabularizer(vocabularySize: 300).vocabularize(counts, memory: 10)
    }
    #expect(
      error?.description
        == "the corpus: its distinct pretokens need 1 MB so far, more than the 0 MB allowed; "
        + "raise --memory")
  }

  private static func reload(_ trained: TrainedTokenizer) throws -> Tokenizer {
    let folder = try TemporaryFolder()
    let file = folder["trained.tokenizer.json"]
    try trained.write(to: URL(filePath: file), as: .tokenizerJSON)
    return try Tokenizer(contentsOf: URL(filePath: file))
  }
}
