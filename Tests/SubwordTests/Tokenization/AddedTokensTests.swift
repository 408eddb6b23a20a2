import TestSupport
import Testing

@testable import Subword

@Suite("Added tokens are found as their definition says")
struct AddedTokensTests {
  static let letters: [Unicode.Scalar] = ["a", "b", " ", "\u{3000}", "é", "_"]

  @Test("whatever they are, and whatever the text is", arguments: 0..<10)
  func byChance(round: Int) throws {
    for seed in round * 500..<round * 500 + 500 {
      var numbers = SeededGenerator(seed: seed)
      let spellings = (0..<numbers.number(0...6)).map { number in
        randomToken(TokenID(number), &numbers)
      }
      let finder = AddedTokenFinder(spellings)
      let reference = ReferenceAddedTokens(spellings)
      for _ in 0..<8 {
        let text = numbers.text(over: Self.letters, upTo: 12).utf8
        for rule in [SpecialTokenRule.text, .parse, .error] {
          let found = outcome { () throws(TokenEncodingError) in
            try finder.sections(of: text, by: rule)
          }
          let expected = outcome { () throws(TokenEncodingError) in
            try reference.sections(of: text, by: rule)
          }
          #expect(found == expected, "seed \(seed): \(spellings) in \(text)")
        }
      }
    }
  }

  private func randomToken(
    _ id: TokenID, _ numbers: inout SeededGenerator
  ) -> ([UInt8], AddedToken) {
    let scalars = numbers.text(over: Self.letters, upTo: 4)
    let content = String(String.UnicodeScalarView(scalars))
    let token = AddedToken(
      id: id, content: content, isSpecial: numbers.once(in: 2), isSingleWord: numbers.once(in: 3),
      stripsLeft: numbers.once(in: 3), stripsRight: numbers.once(in: 3))
    return (Array(content.utf8), token)
  }

  private func outcome(
    _ body: () throws(TokenEncodingError) -> [TextSection]
  ) -> Result<[TextSection], TokenEncodingError> {
    do { return .success(try body()) } catch { return .failure(error) }
  }

  @Test(
    "a hundred thousand of them at once, and without looking twice at a byte",
    .timeLimit(.minutes(10)))
  func many() throws {
    let spellings = (0..<100_000).map { number in
      let content = "<|token \(number)|>"
      return (Array(content.utf8), AddedToken(id: TokenID(number), content: content))
    }
    let finder = AddedTokenFinder(spellings)
    let text = Array(String(repeating: "<|token 99999|> and text <|token |> <", count: 1_000).utf8)
    let sections = try finder.sections(of: text, by: .parse)
    #expect(sections.filter { $0.token == 99_999 }.count == 1_000)
    #expect(sections.count == 2_000)
  }

  @Test("in linear time where a token nearly occurs at every place")
  func nearlyEverywhere() throws {
    let long = String(repeating: "a", count: 20_000)
    let spellings = ["a", long + "b", "b" + long].enumerated().map { number, content in
      (Array(content.utf8), AddedToken(id: TokenID(number), content: content))
    }
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 400_000)
    let sections = try AddedTokenFinder(spellings).sections(of: text, by: .parse)
    #expect(sections.count == text.count)
  }

  @Test("in linear time among white space, also where each space is a token")
  func whiteSpace() throws {
    let text = [UInt8](repeating: UInt8(ascii: " "), count: 400_000)
    for (stripsLeft, stripsRight) in [(false, true), (true, false), (true, true)] {
      let token = AddedToken(
        id: 0, content: " ", stripsLeft: stripsLeft, stripsRight: stripsRight)
      let sections = try AddedTokenFinder([([0x20], token)]).sections(of: text, by: .parse)
      #expect(sections.last?.range.upperBound == text.count)
    }
    var (space, ends) = (SpaceBehind(), Set<Int>())
    for start in text.indices { ends.insert(space.end(from: start, in: text.span)) }
    #expect(ends == [text.count] && space.steps == text.count)
  }

  @Test("with white space as Rust has it: the property of Unicode")
  func whiteSpaceOfRust() {
    let spaces = (0..<0x11_0000).compactMap(Unicode.Scalar.init)
      .filter { $0.properties.isWhitespace }
    #expect(ScalarSet.whiteSpace == ScalarSet(spaces.map { $0.value..<$0.value + 1 }))
  }

  @Test("with the lowest identifier where several are spelled alike")
  func alike() throws {
    let spellings = [7, 3, 5].map { (Array("a".utf8), AddedToken(id: TokenID($0), content: "a")) }
    #expect(try AddedTokenFinder(spellings).sections(of: [0x61], by: .parse).map(\.token) == [3])
  }
}

extension AddedTokenFinder {
  fileprivate func sections(
    of text: [UInt8], by rule: SpecialTokenRule
  ) throws(TokenEncodingError) -> [TextSection] {
    var sections: [TextSection] = []
    try cut(text.span, by: rule, into: &sections)
    return sections
  }
}
