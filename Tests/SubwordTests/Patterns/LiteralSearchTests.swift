import TestSupport
import Testing

@testable import Subword

@Suite("A literal is found")
struct LiteralSearchTests {
  @Test("as by trying every place, in every short text")
  func agreement() {
    for literal in ["a", "ab", "aa", "aab", "abab", "aba"].map({ Array($0.utf8) }) {
      forEveryText(over: Array("abc".utf8), upTo: 8) { text in
        var found: [Range<Int>] = []
        let rest = LiteralSearch(literal).eachMatch(in: text.span) { found.append($0) }
        var (expected, place): ([Range<Int>], Int) = ([], 0)
        while place < text.count {
          let isThere = text[place...].starts(with: literal)
          if isThere { expected.append(place..<place + literal.count) }
          place += isThere ? literal.count : 1
        }
        let end = expected.last?.upperBound ?? 0
        let open = (0..<literal.count).last { count in
          count <= text.count - end && text.suffix(count) == literal[..<count]
        }
        #expect(found == expected && rest == open, "\(literal) in \(text)")
      }
    }
  }

  @Test("by Split and Replace in linear time where it nearly occurs at every place")
  func nearlyEverywhere() throws {
    let literal = String(repeating: "a", count: 100_000) + "b"
    let text = [UInt8](repeating: 0x61, count: 1_000_000)
    let split = try CompiledPretokenizer(
      Pretokenizer([.split(.literal(literal), .isolated, inverted: false)]))
    #expect(try split.pretokens(of: text) == [0..<text.count])
    var matches: [Range<Int>] = []
    try TextSearch(.literal(literal)).matches(in: text.span, into: &matches)
    #expect(matches.isEmpty)
  }

  @Test("by Split when it is long, and joined with its neighbours as the definition says")
  func longLiterals() throws {
    let literal = "abaababaabaababaababaabaababaabaabab"
    for behavior in Pretokenizer.Behavior.allCases {
      for isInverted in [false, true] {
        let pretokenizer = Pretokenizer([.split(.literal(literal), behavior, inverted: isInverted)])
        let definition = try ReferencePretokenizer(pretokenizer)
        let compiled = try CompiledPretokenizer(pretokenizer)
        for seed in 0..<50 {
          var chance = SeededGenerator(seed: seed)
          let parts = (0..<6).map { _ in
            chance.element(of: [literal, literal, "ab", "é ", String(literal.dropLast())])
          }
          let text = Array(parts.joined().unicodeScalars)
          #expect(
            try compiled.pretokens(of: text.utf8) == definition.pieces(of: text).map(\.stretch),
            "\(behavior), \(isInverted), seed \(seed)")
        }
      }
    }
  }
}
