import TestSupport
import Testing

@testable import Subword

@Suite("A character map is read whatever it holds")
struct CharacterMapTests {
  @Test("and gives the replacement of the shortest key")
  func lookup() throws {
    let map = try CharacterMap(try Fixtures.bytes("normalization/rules.charsmap"))
    let expected = [
      ("a", "A"), ("b", ""), ("12", "one"), ("e\u{301}", "É"), ("ﬁx", "fi"), ("ss", "ß"),
    ]
    for (key, replacement) in expected {
      let found = try map.replacement(for: Array(key.utf8).span)
      #expect(found.map { Array($0) } == Array(replacement.utf8), "\(key)")
    }
    for key in ["", "s", "e", "z", "\0", "\u{FB02}"] {
      #expect(try map.replacement(for: Array(key.utf8).span) == nil, "\(key)")
    }
  }

  @Test("or refused for what is wrong with it")
  func damaged() {
    let wrong: [([UInt8], String)] = [
      ([], "it has no length of its trie"), ([4, 0, 0], "it has no length of its trie"),
      ([0, 0, 0, 0], "its trie is empty"), ([3, 0, 0, 0, 0, 0, 0], "its trie is empty"),
      ([8, 0, 0, 0, 0, 0, 0, 0], "its trie of 8 bytes ends behind its end"),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], "its trie of 4294967295 bytes ends behind its end"),
      ([4, 0, 0, 0, 0, 0, 0, 0, 0xC3], "its replacements aren't UTF-8"),
    ]
    for (bytes, reason) in wrong {
      #expect(throws: NormalizationError.damagedCharsmap(reason: reason)) {
        try CharacterMap(bytes)
      }
    }
  }

  /// A table of this trie, without replacements.
  private func charsmap(_ trie: [UInt32]) -> [UInt8] {
    ([UInt32(4 * trie.count)] + trie).flatMap { unit in
      (0..<4).map { UInt8(truncatingIfNeeded: unit >> UInt32(8 * $0)) }
    }
  }

  @Test("or refused when its trie goes round in a circle, which each place of a text would follow")
  func circle() {
    var trie = [UInt32](repeating: 0, count: 0x80)
    // From place 0 by "a" to a unit that leads to place 0.
    trie[0x61] = 0x61 | 0x61 << 10
    let bytes = charsmap(trie)
    let error = NormalizationError.damagedCharsmap(reason: "its trie goes round in a circle")
    #expect(throws: error) { try CharacterMap(bytes) }
    for step in [
      Normalizer.Step.precompiled(charsmap: bytes),
      .sentencePiece(SentencePieceNormalization(charsmap: bytes)),
    ] {
      #expect(throws: error) { try NormalizationPipeline(Normalizer([step])) }
    }
  }

  @Test("or refused when a key is longer than any, by one byte")
  func longKeys() throws {
    func chain(_ depth: Int) -> [UInt8] {
      var trie = [UInt32](repeating: 0, count: 256 * (depth + 1))
      for index in 0..<depth {
        // Place 256 × index, by "a" to a unit that leads to the next such place.
        let unit = UInt32(256 * index) ^ 0x61
        trie[Int(unit)] = 0x61 | (unit ^ UInt32(256 * (index + 1))) << 10
      }
      return charsmap(trie)
    }
    let map = try CharacterMap(chain(1024))
    let text = [UInt8](repeating: 0x61, count: 3_000)
    #expect(try map.longestReplacement(for: text.span) == nil)
    #expect(
      throws: NormalizationError.damagedCharsmap(reason: "a key of 1025 bytes is longer than 1024")
    ) { try CharacterMap(chain(1025)) }
  }

  @Test("with any bit of it turned")
  func everyBit() throws {
    let bytes = try Fixtures.bytes("normalization/rules.charsmap")
    let text = Array("aé1\u{301}ﬁ x😀が12\0ss\u{FFFD}".utf8)
    for place in bytes.indices {
      for bit in [0, 3, 7] {
        var damaged = bytes
        damaged[place] ^= 1 << bit
        do {
          let pipeline = try NormalizationPipeline(
            Normalizer([.precompiled(charsmap: damaged)]))
          let found = try pipeline.normalForm(of: text)
          if String(validating: found, as: UTF8.self) == nil {
            Issue.record("byte \(place), bit \(bit): not UTF-8")
          }
        } catch NormalizationError.damagedCharsmap {}
      }
    }
  }
}
