// Our merges and vocabularies against those of Hugging Face's trainer, by digest.
//
//     Fixtures/conformance/hugging-face-bpe.txt  ──▶  options, counts, digests
//                                                           ║ must equal
//     TOK_TEST_DATA/corpora/*.txt  ──▶  BPEVocabularizer  ──▶  FNV-1a over spelled lines

import Foundation
import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite(
  "BPE vocabularies are those of Hugging Face's trainer",
  .enabled(
    if: TestData.has("corpora/english.txt"),
    "needs the corpora that the digests were made from: set TOK_TEST_DATA"))
struct HuggingFaceBPETests {
  @Test("on every row of hugging-face-bpe.txt", arguments: ["english", "multilingual", "code"])
  func rows(corpus: Substring) throws {
    let file = try #require(TestData.url("corpora/\(corpus).txt")).path
    let rows = try HuggingFaceRow.all().filter { $0.corpus == corpus }
    #expect(rows.count == 22, "the fixture lost or gained rows")
    let groups = Dictionary(grouping: rows) { [$0.pretokenizer, $0.normalizer] }
    for group in groups.values {
      let counts = try group[0].counts(of: file)
      for row in group { try expect(row, counts) }
    }
  }

  private func expect(_ row: HuggingFaceRow, _ counts: PretokenCounts) throws {
    let tokenizer = try row.vocabularizer().vocabularize(counts).tokenizer
    let tokens = (0..<tokenizer.vocabulary.count).map {
      Array((tokenizer.spelling(of: TokenID($0)) ?? "").utf8)
    }
    let merges = try #require(tokenizer.segmentation.bpe).merges.map { merge in
      tokens[merge.left.index] + [0x20] + tokens[merge.right.index]
    }
    #expect(Figures(merges) == row.merges, "merges of \(row)")
    #expect(Figures(tokens) == row.tokens, "tokens of \(row)")
  }

  @Test("and the digest tells one line more, two lines changed, and one line from two")
  func digestCanFail() {
    let lines = ["a b", "c"].map { Array($0.utf8) }
    #expect(Figures(lines) == Figures(count: 2, digest: 0x982D_B97A_A6A1_F2E1))
    #expect(Figures(lines) != Figures(lines.reversed()))
    #expect(Figures(lines) != Figures(lines + [[]]))
    #expect(Figures(lines).digest != Figures([Array("a b\nc".utf8), []]).digest)
  }
}

/// How many lines there are, and the 64-bit FNV-1a of them, each with a line feed behind.
private struct Figures: Equatable {
  let count: Int
  let digest: UInt64

  init(count: Int, digest: UInt64) {
    self.count = count
    self.digest = digest
  }

  init(_ lines: [[UInt8]]) {
    count = lines.count
    digest = lines.reduce(0xCBF2_9CE4_8422_2325) { digest, line in
      (line + [0x0A]).reduce(digest) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }
}

/// One training of the fixture.
private struct HuggingFaceRow: CustomStringConvertible {
  let description: String
  let corpus: Substring
  let pretokenizer: Substring
  let normalizer: Substring
  private let units: Substring
  private let options: Options
  private let size: Int
  let merges: Figures
  let tokens: Figures

  /// As the fixture spells them: as keyword arguments of Hugging Face's trainer.
  private struct Options: Decodable {
    var limitAlphabet: Int?
    var minFrequency: Int?
    var maxTokenLength: Int?
    var specialTokens: [String]?
  }

  init(_ line: Substring) throws {
    let fields = line.split(separator: "\t")
    try #require(fields.count == 10, "\(line)")
    description = fields[..<6].joined(separator: " ")
    (corpus, pretokenizer, units, normalizer) = (fields[0], fields[1], fields[2], fields[3])
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    options = try decoder.decode(Options.self, from: Data(fields[4].utf8))
    size = try #require(Int(fields[5]))
    merges = Figures(
      count: try #require(Int(fields[6])), digest: try #require(UInt64(fields[7], radix: 16)))
    tokens = Figures(
      count: try #require(Int(fields[8])), digest: try #require(UInt64(fields[9], radix: 16)))
  }

  static func all() throws -> [HuggingFaceRow] {
    let file = Fixtures.url("conformance/hugging-face-bpe.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map(HuggingFaceRow.init)
  }

  func counts(of file: String) throws -> PretokenCounts {
    let named = Pretokenizer.named.first { $0.name == pretokenizer }
    return try PretokenCounts(
      of: Corpus(files: [file]), pretokenizer: #require(named?.pretokenizer),
      normalizer: normalizer == "-" ? nil : Normalizer(named: String(normalizer)),
      threads: 2)
  }

  func vocabularizer() -> BPEVocabularizer {
    BPEVocabularizer(
      vocabularySize: size,
      alphabet: units == "bytes" ? .bytes : .characters(limit: options.limitAlphabet),
      minimumFrequency: options.minFrequency ?? 0, specialTokens: options.specialTokens ?? [],
      maximumTokenLength: options.maxTokenLength)
  }
}
