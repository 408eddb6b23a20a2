import TestSupport
import Testing

@testable import Subword

@Suite("A batch is encoded as its texts one after the other")
struct BatchTests {
  static let batch: [EncodingInput] = (0..<3000).map { number in
    let text = String(repeating: "The cat \(number) sat — e\u{301}! ", count: number % 40)
    return switch number % 5 {
    case 0: .text(text, pairedWith: "and \(number)")
    case 1: .words(text.split(separator: " ").map { String($0) })
    case 2: .spans([.trusted("<|endoftext|>"), .untrusted(text)])
    default: .text(text)
    }
  }

  @Test("on any number of threads", arguments: ["byte-level-1k.json", "hf-byte-fallback-856.json"])
  func threads(file: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    let details: EncodingDetails = [.words, .tokens, .offsets(.utf16), .attentionMask]
    for options in [EncodingOptions(), EncodingOptions(padding: .custom(Padding()))] {
      let serial = try tokenizer.encode(
        batch: Self.batch, with: details, options: options, threads: 1)
      for threads in [2, 3, 16] {
        let many = try tokenizer.encode(
          batch: Self.batch, with: details, options: options, threads: threads)
        #expect(many == serial, "\(threads) threads")
      }
      guard options.padding == .own else { continue }
      for (input, encoding) in zip(Self.batch, serial) {
        #expect(try tokenizer.encode(input, with: details) == encoding)
      }
    }
  }

  @Test("with the fault of the first text that has one")
  func faults() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json")
    var batch = Self.batch.filter { $0.second == nil }
    for number in stride(from: 700, to: batch.count, by: 50) {
      batch[number] = .text(String(repeating: "a", count: number) + "<|endoftext|>")
    }
    for threads in [1, 2, 16] {
      let error = #expect(throws: TokenEncodingError.self) {
        try tokenizer.encode(
          batch: batch, options: EncodingOptions(specialTokens: .error), threads: threads)
      }
      guard case .specialTokenInText(_, let place) = error else {
        Issue.record("\(error as Any)")
        continue
      }
      // Spans of our own may write special tokens, wherever they stand.
      #expect(place == 700, "\(threads) threads")
    }
  }

  @Test("also by chance, each text by draws of its own")
  func dropout() throws {
    let file = String(decoding: try Fixtures.bytes("tokenizers/byte-level-1k.json"), as: UTF8.self)
      .replacingOnce("\"dropout\":null", by: "\"dropout\":0.4")
    let tokenizer = try Tokenizer(Array(file.utf8), path: "d.json")
    let batch = [EncodingInput](repeating: "The cat sat on the mat again and again.", count: 5000)
    let serial = try tokenizer.encode(batch: batch, threads: 1).map(\.ids)
    #expect(try tokenizer.encode(batch: batch, threads: 5).map(\.ids) == serial)
    #expect(try serial[0] == tokenizer.encode(batch[0]).ids)
    #expect(Set(serial).count > 100)
    let seeded = EncodingOptions(seed: 1)
    let other = try tokenizer.encode(batch: batch, options: seeded).map(\.ids)
    #expect(other != serial)
    #expect(try other[0] == tokenizer.encode(batch[0], options: seeded).ids)
  }
}

@Suite("A text that is too long")
struct LongTextTests {
  private func error(_ tokenizer: Tokenizer, limit: Int, _ text: String) -> TokenEncodingError? {
    var session = TokenizerSession(tokenizer)
    session.longestText = limit
    let bytes = Array(text.utf8)
    do {
      var ids: [TokenID] = []
      try session.encode(bytes.span, options: EncodingOptions(), into: &ids)
      _ = try session.encode(.text(text), with: .words, options: EncodingOptions())
      return nil
    } catch {
      return error
    }
  }

  @Test("is refused by name, as it is or normalized")
  func refused() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    #expect(error(tokenizer, limit: 5, "abcde") == nil)
    let fault = error(tokenizer, limit: 5, "abcdef")
    #expect(fault == .textTooLong(byteCount: 6, limit: 5))
    #expect(
      fault?.description
        == "the text has 6 bytes, more than the limit of 5; cut it into several")
    let grown = try Tokenizer(
      normalizer: Normalizer([.nfd]), pretokenizer: tokenizer.pretokenizer,
      segmentation: tokenizer.segmentation, detokenizer: tokenizer.detokenizer)
    #expect(error(grown, limit: 5, "éa") == nil)
    #expect(error(grown, limit: 5, "éé") == .textTooLong(byteCount: 6, limit: 5))
    #expect(TokenizerSession.longestText == 2_147_483_647)
  }

  @Test("for lengths of 31 bits is merged in stretches by a segmenter, and doesn't trap")
  func stretches() throws {
    let model = try RandomBPEModel.model(of: ["a", "aa", "aaaa"])
    let merger = PairMerger(MergeTable(model), longestStretch: 50)
    let short = PairMerger(MergeTable(model))
    for count in [40, 50, 51, 100, 149] {
      var units = [TokenID](repeating: 0, count: count)
      var expected: [TokenID] = [7]
      for start in stride(from: 0, to: count, by: count <= 32 ? count : 50) {
        var part = [TokenID](repeating: 0, count: min(50, count - start))
        var observer = NoMergeObserver()
        short.merge(&part, from: 0, &observer)
        expected += part
      }
      units.insert(7, at: 0)
      var observer = NoMergeObserver()
      merger.merge(&units, from: 1, &observer)
      #expect(units == expected, "\(count) units")
    }
  }
}
