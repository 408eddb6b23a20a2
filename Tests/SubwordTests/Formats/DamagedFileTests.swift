import TestSupport
import Testing

@testable import Subword

@Suite("A damaged file is an error or a tokenizer, never a crash")
struct DamagedFileTests {
  /// One way to damage a file, by chance.
  private func damaged(_ file: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
    var bytes = file
    for _ in 0..<chance.number(1...3) where !bytes.isEmpty {
      let place = chance.number(0...bytes.count - 1)
      switch chance.number(0...6) {
      case 0: bytes.removeLast(bytes.count - place)
      case 1: bytes[place] ^= 1 << UInt8(chance.number(0...7))
      case 2: bytes[place] = chance.element(of: [0, 0x7F, 0x80, 0xFF])
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(UInt8(chance.number(0...255)), at: place)
      case 5:
        let end = min(place + chance.number(1...16), bytes.count)
        for index in place..<end { bytes[index] = 0xFF }
      default:
        let end = min(place + chance.number(1...64), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: chance.number(0...bytes.count))
      }
    }
    return bytes
  }

  private func run(_ file: [UInt8], count: Int, _ read: ([UInt8]) throws -> Tokenizer) {
    var (taken, refused) = (0, 0)
    for seed in 0..<count {
      var chance = SeededGenerator(seed: seed)
      let bytes = damaged(file, &chance)
      do {
        let tokenizer = try read(bytes)
        _ = tokenizer.encode("ab <s> don't é\0")
        _ = tokenizer.decode((0..<400).map { TokenID(rawValue: $0) })
        taken += 1
      } catch is ModelFileError {
        refused += 1
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(taken > 0 && refused > 0, "\(taken) taken, \(refused) refused")
  }

  @Test("of ranks")
  func ranks() {
    let encoding = EncodingFile(pattern: #"\S+|\s+"#, special: [("<s>", 400)])
    run(Array(ranksFile(["ab", "abc", "bc", "abcab"]).utf8), count: 1000) {
      try Tokenizer(ranks: $0, path: "r", encoding)
    }
  }

  @Test("of an encoding")
  func encodings() {
    let ranks = Array(ranksFile(["ab"]).utf8)
    let file = EncodingFile(pattern: #"\p{N}{1,3}+|\S++|\s++$|\s"#, special: [("<s>", 400)])
    run(file.json, count: 400) {
      try Tokenizer(ranks: ranks, path: "r", try EncodingFile.read($0, path: "e"))
    }
  }

  @Test("of Mistral's")
  func tekken() { run(Array(TekkenTests.file().utf8), count: 800) { try Tokenizer($0, path: "t") } }

  @Test("of ggml's")
  func gguf() { run(SmallGGUF.byteLevel().bytes, count: 800) { try Tokenizer($0, path: "g") } }

  @Test("of sentencepiece's")
  func sentencePiece() throws {
    var model = SmallSentencePiece()
    model.normalizer = { $0.bytes(2, [4, 0, 0, 0, 0, 0, 0, 0] + Array("x\0".utf8)) }
    run(model.bytes, count: 3000) { try Tokenizer($0, path: "m") }
  }
}
