import Subword
import TestSupport
import Testing

@Suite("A vocabulary")
struct VocabularyTests {
  static let tokens = ["a", "b", "ab", "é", "e\u{301}", "", " ", "\0"].map { Array($0.utf8) }

  @Test("gives each token the identifier of its place, and its bytes back")
  func bothWays() throws {
    let vocabulary = try #require(Vocabulary(Self.tokens))
    #expect(vocabulary.count == Self.tokens.count)
    for (index, token) in Self.tokens.enumerated() {
      #expect(vocabulary.id(of: token) == TokenID(index), "\(token)")
      #expect(vocabulary.bytes(of: TokenID(index)).map(Array.init) == token)
    }
    #expect(vocabulary.allBytes == Array(Self.tokens.joined()))
  }

  @Test("keeps tokens apart that are canonically equivalent")
  func canonicallyEquivalent() throws {
    let vocabulary = try #require(Vocabulary(Self.tokens))
    #expect("é" == "e\u{301}", "that is how strings compare")
    #expect(vocabulary.id(of: "é".utf8) == 3)
    #expect(vocabulary.id(of: "e\u{301}".utf8) == 4)
    #expect(Vocabulary(["\u{C5}", "\u{212B}", "A\u{30A}"].map(\.utf8)) != nil)
  }

  @Test("has no token that it wasn't given, and no identifier beyond the last")
  func absent() throws {
    let vocabulary = try #require(Vocabulary(Self.tokens))
    for token in ["A", "aa", "abb", "e", "\u{301}", "  "] {
      #expect(vocabulary.id(of: token.utf8) == nil, "\(token)")
    }
    #expect(vocabulary.bytes(of: 8) == nil)
    #expect(vocabulary.bytes(of: TokenID(rawValue: UInt32.max)) == nil)
  }

  @Test("can be empty")
  func empty() throws {
    let vocabulary = try #require(Vocabulary([[UInt8]]()))
    #expect(vocabulary.count == 0)
    #expect(vocabulary.id(of: []) == nil)
    #expect(vocabulary.bytes(of: 0) == nil)
  }

  @Test("isn't made of two tokens with the same bytes")
  func duplicates() {
    #expect(Vocabulary([[1], [2], [1]]) == nil)
    #expect(Vocabulary([[], []]) == nil)
    #expect(Vocabulary([[0], [0, 0]]) != nil)
  }

  @Test("finds every one of many tokens, and nothing else")
  func many() throws {
    var numbers = SeededGenerator(seed: 7)
    var tokens: Set<[UInt8]> = []
    while tokens.count < 20_000 { tokens.insert(numbers.text(over: Array(UInt8(0)...9), upTo: 12)) }
    let order = tokens.sorted { $0.lexicographicallyPrecedes($1) }
    let vocabulary = try #require(Vocabulary(order))
    for (index, token) in order.enumerated() where vocabulary.id(of: token)?.index != index {
      Issue.record("token \(index): \(token)")
    }
    for _ in 0..<20_000 {
      let token = numbers.text(over: Array(UInt8(0)...9), upTo: 12)
      if (vocabulary.id(of: token) != nil) != tokens.contains(token) { Issue.record("\(token)") }
    }
  }
}

@Suite("A vocabulary that is built token by token")
struct VocabularyBuilderTests {
  @Test("may hold tokens that their bytes don't find, also with another's bytes")
  func unreachable() {
    let (vocabulary, wereNew) = build([("a", true), ("a", false), ("<s>", false)])
    #expect(wereNew == [true, true, true])
    #expect(vocabulary.count == 3)
    #expect(vocabulary.id(of: "a".utf8) == 0)
    #expect(vocabulary.id(of: "<s>".utf8) == nil)
    #expect(vocabulary.bytes(of: 1).map(Array.init) == Array("a".utf8))
    #expect(vocabulary.bytes(of: 2).map(Array.init) == Array("<s>".utf8))
  }

  @Test("keeps them unreachable when it outgrows what was expected")
  func growth() {
    let (vocabulary, wereNew) = build((0..<1_000).map { ("\($0)", $0 % 3 > 0) })
    #expect(!wereNew.contains(false))
    for number in 0..<1_000 {
      let expected: TokenID? = number % 3 > 0 ? TokenID(number) : nil
      #expect(vocabulary.id(of: "\(number)".utf8) == expected, "\(number)")
    }
  }

  @Test("says so when a token comes twice")
  func duplicates() {
    let (_, wereNew) = build([("a", false), ("a", true), ("a", true), ("b", true)])
    #expect(wereNew == [true, true, false, true])
  }

  /// The vocabulary of `tokens`, and what the builder said to each.
  private func build(_ tokens: [(content: String, isReachable: Bool)]) -> (Vocabulary, [Bool]) {
    var builder = VocabularyBuilder(expecting: 0)
    var wereNew: [Bool] = []
    for token in tokens {
      builder.bytes.append(contentsOf: token.content.utf8)
      wereNew.append(builder.endToken(isReachable: token.isReachable))
    }
    #expect(builder.count == tokens.count)
    return (builder.build(), wereNew)
  }
}
