import TestSupport
import Testing

@testable import Subword

@Suite("A trie of tokens finds the longest one")
struct TokenTrieTests {
  @Test("as a search through all of them does")
  func longestMatch() throws {
    let letters: [Unicode.Scalar] = ["a", "b", "é"]
    for seed in 0..<200 {
      var numbers = SeededGenerator(seed: seed)
      let tokens = Set(
        (0..<numbers.number(1...40)).map { _ in
          String(String.UnicodeScalarView(numbers.text(over: letters, upTo: 6)))
        }
      ).filter { !$0.isEmpty }.sorted()
      let vocabulary = try #require(Vocabulary(tokens.map(\.utf8)))
      let kept = vocabulary.identifiers.filter { $0.index % 4 != 3 }
      let trie = try #require(TokenTrie(kept, of: vocabulary))
      func longest(_ text: ArraySlice<UInt8>) -> TokenID? {
        kept.filter { text.starts(with: vocabulary.bytes(of: $0) ?? []) }
          .max { vocabulary.range(of: $0).count < vocabulary.range(of: $1).count }
      }
      let text = numbers.text(over: letters, upTo: 30).utf8
      for start in 0...text.count {
        #expect(trie.longestMatch(in: text.span, from: start) == longest(text[start...]))
      }
      for token in kept {
        let bytes = vocabulary.bytes(of: token) ?? []
        #expect(trie.prefix(of: token) == longest(bytes.dropLast()))
      }
    }
  }
}
