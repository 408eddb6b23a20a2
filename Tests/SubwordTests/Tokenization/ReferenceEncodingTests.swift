// Our identifiers against those of the library that made the files, by digest.
//
//     Fixtures/tokenizers/hf-ids.txt  ──▶  file, corpus, count, digests of ids and of decoded text
//                                                              ║ must equal
//     Fixtures/corpora  ──▶  Tokenizer  ──▶  ids  ──▶  text

import TestSupport
import Testing

@testable import Subword

@Suite("A tokenizer.json from Hugging Face gives the identifiers and the text that it gives there")
struct ReferenceEncodingTests {
  static let files = [
    "hf-byte-level-1k.json", "hf-byte-fallback-856.json", "hf-split-700.json",
    "hf-whitespace-500.json",
  ]

  @Test("on every line of every corpus, and on odd texts", arguments: files)
  func digests(file: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    let rows = try Fixtures.lines("tokenizers/hf-ids.txt").map { $0.split(separator: "\t") }
      .filter { $0[0] == file }
    #expect(rows.count == 19)
    for row in rows {
      let found = try digest(tokenizer, of: texts(row[1]))
      #expect(found == row[2...].joined(separator: "\t"), "\(file), \(row[1])")
    }
  }

  private func texts(_ corpus: Substring) throws -> [String] {
    if corpus == "extra" { return Self.oddTexts }
    return try Fixtures.bytes("corpora/\(corpus)")
      .split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { String(decoding: $0 + [0x0A], as: UTF8.self) }
  }

  private func digest(_ tokenizer: Tokenizer, of texts: [String]) throws -> String {
    var (count, idDigest, textDigest) = (0, FNV1a(), FNV1a())
    for text in texts {
      let ids = try tokenizer.encode(text, options: EncodingOptions(specialTokens: .parse)).ids
      for id in ids {
        idDigest.add(UInt8(id.index & 255))
        idDigest.add(UInt8(id.index >> 8))
      }
      for byte in tokenizer.decode(ids).utf8 { textDigest.add(byte) }
      for _ in 0..<2 { idDigest.add(255) }
      textDigest.add(255)
      count += ids.count
    }
    return [String(count), idDigest.description, textDigest.description].joined(separator: "\t")
  }

  static let oddTexts = [
    "", "<|endoftext|>", "a<|endoftext|>b", "<|begin|> x", "[UNK] [CLS]<unk>", "<0x41>",
    "Finnish Finnishly", "e\u{301}ﬁ½", "\u{378}😀\u{10FFFF}", "  \n\t\r\n ", "it's IT'S 12345",
  ]
}

/// The tokenizers that lie in Fixtures.
enum TokenizerFixtures {
  static func tokenizer(_ name: String) throws -> Tokenizer {
    try Tokenizer(Fixtures.bytes("tokenizers/\(name)"), path: name)
  }
}
