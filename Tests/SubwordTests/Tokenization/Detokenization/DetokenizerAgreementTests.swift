// The stages against the definition, and the definition against the reference.

import TestSupport
import Testing

@testable import Subword

@Suite("A detokenizer makes of tokens what Hugging Face's decoders make of them")
struct ReferenceDetokenizerTests {
  @Test("by its definition, on lists of odd tokens by random decoders")
  func definition() throws {
    let cases = try DecoderCase.all()
    #expect(cases.count == 1_200)
    for (number, sample) in cases.enumerated() {
      let reference = ReferenceDetokenizer(steps: sample.steps, matches: SampleDetokenizer.matches)
      let text = reference.text(of: sample.tokens.map { Array($0.unicodeScalars) })
      if text != Array(sample.text.unicodeScalars) {
        Issue.record("line \(number + 1): \(String(String.UnicodeScalarView(text)))")
      }
    }
  }

  @Test("by its stages, on the same")
  func stages() throws {
    for (number, sample) in try DecoderCase.all().enumerated() {
      let detokenizer = try SampleDetokenizer(sample.steps, sample.tokens)
      let ids = try sample.tokens.map { token in
        try #require(detokenizer.tokenizer.id(ofSpelling: token))
      }
      let text = detokenizer.tokenizer.decode(ids)
      if Array(text.utf8) != Array(sample.text.utf8) { Issue.record("line \(number + 1): \(text)") }
    }
  }
}

@Suite("The stages of a detokenizer agree with its definition")
struct DetokenizerAgreementTests {
  @Test("on random tokens by random steps, as a whole, in parts and one by one")
  func byChance() throws {
    for seed in 0..<6_000 {
      var numbers = SeededGenerator(seed: seed)
      let sample = try numbers.sampleDetokenizer()
      let ids = numbers.ids(of: sample, upTo: 12)
      let expected = sample.expected(ids)
      let text = sample.tokenizer.decode(ids)
      if Array(text.utf8) != expected {
        Issue.record(
          "seed \(seed): \(sample.steps) \(ids.map { sample.tokens[$0.index] }): \(text)")
      }
      for parts in [numbers.parts(of: ids), ids.map { [$0] }] {
        var stream = sample.tokenizer.streamingDetokenizer()
        let joined = parts.map { stream.append($0) }.joined() + stream.finish()
        if Array(joined.utf8) != expected {
          Issue.record(
            "seed \(seed): \(sample.steps) \(parts.map { $0.map { sample.tokens[$0.index] } }): \(joined)"
          )
        }
      }
    }
  }

  @Test("on every list of up to four tokens, by the usual steps")
  func exhaustively() throws {
    let tokens = ["a", "▁", "<0xC3>", "<0xA9>", " ", "</w>"]
    let usual: [[Detokenizer.Step]] = [
      [], [.byteFallback, .fuse],
      [
        .replace(.literal("▁"), content: " "), .byteFallback, .fuse,
        .strip(content: " ", start: 1, stop: 1),
      ],
      [.metaspace(replacement: "▁", prepends: .first, cuts: true)], [.bpe(suffix: "</w>")],
      [
        .sentencePiece(
          SentencePieceDecoding(leadingSpaces: .oneRemoved, hasBytes: true, surfaces: [:]))
      ],
    ]
    for steps in usual {
      let sample = try SampleDetokenizer(steps, tokens)
      forEveryText(over: (0..<6).map { TokenID(rawValue: $0) }, upTo: 4) { ids in
        let text = sample.tokenizer.decode(ids)
        #expect(Array(text.utf8) == sample.expected(ids), "\(steps) \(ids)")
      }
    }
  }
}

@Suite("A streaming detokenizer")
struct StreamingDetokenizerTests {
  @Test("shows on every prefix a prefix of what the whole prefix gives")
  func prefixes() throws {
    for seed in 0..<3_000 {
      var numbers = SeededGenerator(seed: seed)
      let sample = try numbers.sampleDetokenizer()
      let ids = numbers.ids(of: sample, upTo: 10)
      let whole = Array(sample.tokenizer.decode(ids).utf8)
      var (stream, shown) = (sample.tokenizer.streamingDetokenizer(), [UInt8]())
      for (count, id) in ids.enumerated() {
        shown += stream.append(id).utf8
        let prefix = Array(sample.tokenizer.decode(ids.prefix(count + 1)).utf8)
        if !prefix.starts(with: shown) || !whole.starts(with: shown) {
          Issue.record("seed \(seed): \(sample.steps) \(ids.map { sample.tokens[$0.index] })")
        }
      }
    }
  }

  @Test("holds back half characters, and starts anew behind the end of a text")
  func halfCharacters() throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let ids = try Array("a你\u{1F600}".utf8).map { try #require(tokenizer.vocabulary.id(of: [$0])) }
    var stream = tokenizer.streamingDetokenizer()
    for _ in 0..<2 {
      #expect(ids.map { stream.append($0) } == ["a", "", "", "你", "", "", "", "\u{1F600}"])
      #expect(stream.finish() == "")
    }
    #expect(stream.append(ids.prefix(3)) == "a")
    #expect(stream.finish() == "\u{FFFD}")
    #expect(stream.append(ids.prefix(1)) == "a")
  }

  @Test("shows words of Llama 2 at once, without the space in front of the first")
  func words() throws {
    let sample = try SampleDetokenizer(
      [
        .replace(.literal("▁"), content: " "), .byteFallback, .fuse,
        .strip(content: " ", start: 1, stop: 0),
      ], ["▁the", "▁cat", "<0xC3>", "<0xA9>", "s"])
    var stream = sample.tokenizer.streamingDetokenizer()
    #expect([0, 1, 4, 2, 3, 0].map { stream.append($0) } == ["the", " cat", "s", "", "", "é the"])
  }

  @Test("gives the same as an asynchronous sequence")
  func asynchronously() async throws {
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    let ids = tokenizer.encode("The 猫 sat 👩‍👩‍👧\n✓").ids
    let (stream, continuation) = AsyncStream.makeStream(of: TokenID.self)
    for id in ids { continuation.yield(id) }
    continuation.finish()
    var parts: [String] = []
    for try await part in stream.text(by: tokenizer) { parts.append(part) }
    #expect(parts.joined() == tokenizer.decode(ids))
    #expect(!parts.contains(""))
  }
}

extension SeededGenerator {
  fileprivate mutating func ids(of sample: SampleDetokenizer, upTo longest: Int) -> [TokenID] {
    (0..<number(0...longest)).map { _ in TokenID(number(0...sample.tokens.count - 1)) }
  }

  fileprivate mutating func parts(of ids: [TokenID]) -> [[TokenID]] {
    var (parts, start): ([[TokenID]], Int) = ([], 0)
    while start < ids.count {
      let end = number(start...ids.count)
      parts.append(Array(ids[start..<end]))
      start = end
    }
    return parts
  }
}
