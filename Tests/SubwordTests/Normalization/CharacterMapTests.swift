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
