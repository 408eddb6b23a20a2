import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("Many texts give the rows of each, and a long one the identifiers of the whole")
struct EncodedRowsTests {
  static let files = ["byte-level-1k.json", "hf-byte-fallback-856.json", "hf-whitespace-500.json"]

  /// Words of the corpora, and stretches that nothing can be cut in.
  private static func longText(_ numbers: inout SeededGenerator, bytes: Int) throws -> String {
    let corpus = try ["english", "chinese", "emoji-and-symbols"].flatMap {
      try Fixtures.bytes("corpora/\($0).txt").split(separator: 0x20)
    }
    var text: [UInt8] = []
    while text.count < bytes {
      text += numbers.element(of: corpus)
      text += Array(repeating: 0x20, count: numbers.once(in: 9) ? 3 : 1)
      if numbers.once(in: 20_000) {
        text += Array(repeating: 0x61, count: numbers.number(1...300_000))
      }
      if numbers.once(in: 2_000) { text += "▁▁\u{2581}x\u{3000}\u{A0} <s>".utf8 }
    }
    return String(decoding: text, as: UTF8.self)
  }

  @Test("on any number of threads", arguments: files)
  func threads(name: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(name)
    var numbers = SeededGenerator(seed: 7)
    let long = try Self.longText(&numbers, bytes: 2_500_000)
    let short = (0..<4_000).map { number in
      String(long.dropFirst(number * 37).prefix(number % 50))
    }
    let texts = short + [long, ""] + short.prefix(9) + [long + "e\u{301}"]
    let expected = try texts.map { try tokenizer.encode(.text($0)).ids }
    for threads in [1, 2, 3, 8] {
      let rows = try tokenizer.encode(rows: texts, threads: threads)
      #expect(rows.count == texts.count)
      #expect(rows.ids == Array(expected.joined()), "\(threads) threads")
      #expect(rows.starts.last == rows.ids.count)
      for (row, ids) in expected.enumerated() where !rows[row].elementsEqual(ids) {
        Issue.record("row \(row), \(threads) threads")
      }
    }
  }

  @Test("cut at word marks alone, however a part begins")
  func marks() throws {
    let model = try RandomBPEModel.model(of: ["▁", "a", "▁a", "aa", "▁▁"])
    let cuts = try #require(WordMarkCuts(.bpe(model)))
    let letters: [Unicode.Scalar] = ["a", "▁", "é"]
    forEveryText(over: letters, upTo: 5) { letters in
      var text = Buffer<UInt8>()
      text.append(contentsOf: letters.utf8.span)
      let marks = letters.indices.dropFirst().filter {
        letters[$0] == "▁" && letters[$0 - 1] != "▁"
      }
      let places = marks.map { letters[..<$0].reduce(0) { $0 + UTF8.width($1) } }
      for start in 1...max(1, text.count) where start <= text.count {
        #expect(
          cuts.firstCut(in: text, start..<text.count) == places.first { $0 > start },
          "\(letters) from \(start)")
      }
    }
  }

  @Test("with what the options ask for, as a batch")
  func options() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let texts = ["the cat", "", "a <|endoftext|> b", "one two three four five six"]
    for options in [
      EncodingOptions(specialTokens: .parse, addsSpecialTokens: true),
      EncodingOptions(truncation: .custom(Truncation(maximumLength: 3))),
      EncodingOptions(padding: .custom(Padding())),
    ] {
      let batch = try tokenizer.encode(batch: texts.map { .text($0) }, options: options)
      #expect(try tokenizer.encode(rows: texts, options: options).ids == batch.flatMap(\.ids))
    }
    #expect(try tokenizer.encode(rows: []) == EncodedRows())
  }

  @Test("or the first text's error")
  func error() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json")
    let token = try #require(tokenizer.addedTokens.all.first).content
    let long = String(repeating: "abc ", count: 400_000)
    for texts in [["a", token, long + token], ["a", long + " " + token, token]] {
      let options = EncodingOptions(specialTokens: .error)
      let expected = #expect(throws: TokenEncodingError.self) {
        for text in texts { _ = try tokenizer.encode(.text(text), options: options) }
      }
      let found = #expect(throws: TokenEncodingError.self) {
        try tokenizer.encode(rows: texts, options: options, threads: 4)
      }
      #expect(found == expected)
    }
  }
}
