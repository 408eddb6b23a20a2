import TestSupport
import Testing

@testable import Subword

@Suite("A pattern run by ICU gives the pretokens of an equal one run by tables")
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
    let icu = try CompiledPretokenizer(runByICU: Self.equals[number].icu)
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

@Suite("A pattern with what we don't take is refused by name, at its byte")
struct PatternDialectTests {
  @Test(
    "instead of giving other identifiers",
    arguments: [
      (#"é\X"#, #"the escape \X"#, 2), (#"\Ga"#, #"the escape \G"#, 0),
      (#"a\Kb"#, #"the escape \K"#, 1),
      ("é(?~ab)", "a group that starts with (?~", 2), ("(?W:a)", "a group that starts with (?W", 0),
      (#"a|\p{Zzzz}"#, "the property Zzzz", 2), (#"\p{L&}"#, "the property L&", 0),
      (#"\p{InThai}"#, "the property InThai", 0),
      ("(?:a?b*)+", "a repetition of what may match nothing", 0),
      ("é(?<=a+b)c", "a look-behind without a limit", 2),
      (#"(a)(?i:\1)"#, "a reference where case doesn't matter", 7),
      (#"(a\1)"#, "a reference to a group that isn't complete", 2),
      (#"(?<n>a)(?<n>b)\k<n>"#, "a reference to several groups of one name", 14),
      (#"[é\x{61 62}]"#, "several numbers in one escape", 3),
      ("[a-[b]]", "a range that ends in a bracket", 2),
    ])
  func unsupported(pattern: String, construct: String, offset: Int) {
    #expect(throws: PatternError.unsupported(construct: construct, at: offset), "\(pattern)") {
      try CompiledPretokenizer(.pattern(pattern))
    }
  }

  @Test(
    "and so is what the reference doesn't take either",
    arguments: [
      ("é(a", "a group without its ')'", 4), ("a)", "unmatched ')'", 1),
      ("é[a", "a '[' without its ']'", 4),
      ("é*|*a", "a quantifier with nothing to repeat", 4),
      ("[z-a]", "a range that is upside down", 2),
      (#"é(?s)a.b"#, "the flag s, which is called m here", 2),
      ("(?i", "flags without their ')'", 0),
      ("é[[:foo:]]", "the POSIX bracket foo, which isn't known", 3),
      (#"a\"#, "a backslash at the end", 1),
      (#"é\xE9"#, "bytes that are no character", 2), (#"\u61"#, "a number that is no character", 0),
      (#"[a-\d]"#, "a range that ends in a set", 2),
      (#"[\d-a]"#, "a range that begins with a set", 3),
      (#"é\1"#, "a reference to a group that isn't there", 2),
      ("a{100001}", "more than 100000 repeats", 1),
      (#"(?<n>a)(b)\2"#, "a reference by number beside groups with names", 10),
      (#"\p{L"#, "a '{' without its '}'", 0), ("(?#é", "a comment without its ')'", 0),
    ])
  func syntax(pattern: String, message: String, offset: Int) {
    #expect(throws: PatternError.syntax(message: message, at: offset), "\(pattern)") {
      try CompiledPretokenizer(.pattern(pattern))
    }
  }

  @Test("and so is one that nests deeply")
  func deep() {
    for opening in ["(", "(?:", "[a", "(?=", "(?<=", "(?>"] {
      #expect("\(opening) again and again") {
        try CompiledPretokenizer(.pattern(String(repeating: opening, count: 10_000)))
      } throws: { error in
        guard case PatternError.unsupported = error else { return false }
        return true
      }
    }
  }
}

@Suite("A pattern that may match nothing")
struct EmptyMatchTests {
  @Test(
    "cuts the text between two matches where it does, and never gives an empty pretoken",
    arguments: [
      ("", "ab", [0..<1, 1..<2]), ("a*", "baac", [0..<1, 1..<3, 3..<4]),
      ("(?=a)", "baac", [0..<1, 1..<2, 2..<4]), ("a|", "bba", [0..<1, 1..<2, 2..<3]),
      ("(?:a*)*", "baac", [0..<1, 1..<3, 3..<4]), ("a??", "aab", [0..<1, 1..<2, 2..<3]),
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
