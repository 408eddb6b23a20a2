import TestSupport
import Testing

@testable import Subword

@Suite("Of strings that start at a place the longest is found")
struct PrefixMatcherTests {
  /// Tries all: the strings that start there, the shorter ones first, of which 64 are seen.
  private func longest(
    _ strings: [[UInt8]], in text: ArraySlice<UInt8>
  ) -> [UInt8]? {
    Set(strings).filter { !$0.isEmpty && text.starts(with: $0) }
      .sorted { $0.count < $1.count }.prefix(64).last
  }

  @Test("as by trying all of them, by chance")
  func byChance() {
    for seed in 0..<400 {
      var chance = SeededGenerator(seed: seed)
      let letters = Array(seed % 4 == 0 ? "a".utf8 : "aab".utf8)
      let strings = (0..<chance.number(0...200)).map { _ in
        chance.text(over: letters, upTo: seed % 4 == 0 ? 150 : 9)
      }
      let matcher = PrefixMatcher(
        strings.enumerated().map { ($0.element[...], TokenID($0.offset)) })
      let text = chance.text(over: letters, upTo: 200)
      var matches = matcher.matches(in: text.span)
      for place in text.indices where !chance.once(in: 5) {
        let found = matches.match(at: place)
        let expected = longest(strings, in: text[place...])
        #expect(found?.length == expected?.count, "seed \(seed), at \(place)")
        if let found { #expect(strings.lastIndex(of: expected ?? []) == found.id.index) }
      }
    }
  }
}
