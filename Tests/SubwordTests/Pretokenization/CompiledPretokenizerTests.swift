import TestSupport
import Testing

@testable import Subword

@Suite("A pattern that needs ICU gives the pretokens of an equal one that doesn't")
struct ICUPretokenizerTests {
  static let equals: [(icu: String, compiled: String)] = [
    (#"\p{L}++|\s++|[^\s\p{L}]++"#, #"\p{L}+|\s+|[^\s\p{L}]+"#),
    (#" ?+\p{L}++|[^\p{L}]"#, #" ?\p{L}+|[^\p{L}]"#),
    (#"(a)\1|(b)\2|\n"#, #"aa|bb|\n"#),
    (#"(?<!\S)\S+|\s"#, #"\S+|\s"#),
    (#"(?<=\s|^)\w+|\W"#, #"\w+|\W"#),
    (#"^[^\n]+$|\n"#, #"[^\n]+|\n"#),
    (#"(?>a+|b)|(?>\s+)"#, #"a+|b|\s+"#),
    (#"a(?=bb)b|\S|\s"#, #"ab(?=b)|\S|\s"#),
    (#"[\w]++|[^\w]++"#, #"[\w]+|[^\w]+"#),
    (#"\w++|\W++"#, #"\w+|\W+"#),
    (#"[[:alpha:]]++|[[:^alpha:]&&[:punct:]]++"#, #"[[:alpha:]]+|[[:^alpha:]&&[:punct:]]+"#),
    (#"\h++|\v|\H"#, #"[0-9A-Fa-f]+|\x0B|[^0-9A-Fa-f]"#),
    (#"[\h\v]++"#, #"[0-9A-Fa-f\x0B]+"#),
    (#"(?i:[[:xdigit:]k]++)|[^a]++"#, #"(?i:[0-9a-fk]+)|[^a]+"#),
    (#"(?i)a++|ſ++"#, #"(?i:a+)|[sSſ]+"#),
  ]

  @Test("on every short text", arguments: equals.indices)
  func exhaustively(number: Int) throws {
    let (icu, compiled) = try pair(number)
    try forEveryText(over: Array("ab \n".unicodeScalars), upTo: 5) { text in
      try expectEqual(icu, compiled, on: text, "pair \(number)")
    }
  }

  @Test("on random texts", arguments: equals.indices)
  func byChance(number: Int) throws {
    let (icu, compiled) = try pair(number)
    for seed in 0..<1_000 {
      var numbers = SeededGenerator(seed: seed)
      let text = numbers.text(over: PatternSample.richAlphabet + ["\u{B}"], upTo: 24)
      try expectEqual(icu, compiled, on: text, "pair \(number), seed \(seed)")
    }
  }

  private func pair(_ number: Int) throws -> (CompiledPretokenizer, CompiledPretokenizer) {
    let icu = try CompiledPretokenizer(.pattern(Self.equals[number].icu))
    let compiled = try CompiledPretokenizer(.pattern(Self.equals[number].compiled))
    try #require(icu.usesICU && !compiled.usesICU)
    #expect(!icu.cutsBeforeSpaces)
    return (icu, compiled)
  }

  private func expectEqual(
    _ icu: CompiledPretokenizer, _ compiled: CompiledPretokenizer, on text: [Unicode.Scalar],
    _ place: String
  ) throws {
    let found = try icu.pretokens(of: text.utf8)
    let expected = try compiled.pretokens(of: text.utf8)
    if found != expected { Issue.record("\(place), \(text): ICU \(found), tables \(expected)") }
  }
}

@Suite("A pattern that ICU would read otherwise than Oniguruma is refused by name")
struct PatternDialectTests {
  @Test(
    "instead of giving other identifiers",
    arguments: [
      (#"a{2}+"#, "a '+' behind a '}'", 3), (#"(?m:a.b)"#, "the flag m or s", 0),
      (#"é(?s)a.b"#, "the flag m or s", 2), ("(?-im:a)", "the flag m or s", 0),
      ("a(?i)b|c", "a (?i) that isn't at the start", 1), (#"x\pL+"#, #"a \p without braces"#, 1),
      (#"\p{Greek}"#, "the property Greek", 0), ("[[:foo:]]", "a POSIX bracket", 1),
    ])
  func refused(pattern: String, construct: String, offset: Int) {
    #expect(throws: PatternError.unsupported(construct: construct, at: offset), "\(pattern)") {
      try CompiledPretokenizer(.pattern(pattern))
    }
  }

  @Test(
    "and what is no pattern at all is an error too", arguments: ["(a", "a)", "[a", "*a", "[z-a]"])
  func syntax(pattern: String) {
    #expect(throws: PatternError.self) { try CompiledPretokenizer(.pattern(pattern)) }
  }

  @Test("while a flag for the whole pattern, and one for a group, are taken")
  func flags() throws {
    #expect(try pieces("(?i)ab++", of: "ABbab") == ["ABb", "ab"])
    #expect(try pieces("(?i:a(?-i:b++))", of: "AbaB") == ["Ab", "aB"])
    #expect(try pieces("(?x: a b # ab\n)++", of: "abab a b") == ["abab", " a b"])
  }

  private func pieces(_ pattern: String, of text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try CompiledPretokenizer(.pattern(pattern)).pretokens(of: bytes)
      .map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}

@Suite("A pattern that may match nothing")
struct EmptyMatchTests {
  @Test(
    "cuts the text between two matches where it does, and never gives an empty pretoken",
    arguments: [
      ("", "ab", [0..<1, 1..<2]), ("a*", "baac", [0..<1, 1..<3, 3..<4]),
      ("(?=a)", "baac", [0..<1, 1..<2, 2..<4]), ("a|", "bba", [0..<1, 1..<2, 2..<3]),
    ])
  func empty(pattern: String, text: String, expected: [Range<Int>]) throws {
    let compiled = try CompiledPretokenizer(.pattern(pattern))
    #expect(try compiled.pretokens(of: Array(text.utf8)) == expected)
  }
}

@Suite("A text that isn't cut")
struct WholePretokenTests {
  @Test("is one pretoken, and the empty text none")
  func whole() throws {
    let compiled = try CompiledPretokenizer(.whole)
    #expect(try compiled.pretokens(of: Array("a b\n".utf8)) == [0..<4])
    #expect(try compiled.pretokens(of: Array("a b\n".utf8), in: 1..<3) == [1..<3])
    #expect(try compiled.pretokens(of: []).isEmpty)
  }
}
