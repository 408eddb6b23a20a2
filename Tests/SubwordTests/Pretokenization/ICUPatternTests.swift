import Testing

@testable import Subword

@Suite("A pattern run by ICU finds")
struct ICUPatternTests {
  @Test("byte ranges in text of characters with one to four bytes")
  func byteRanges() throws {
    #expect(try matches("é|日本|😀|z", in: "aé日本😀z") == [1..<3, 3..<9, 9..<13, 13..<14])
    #expect(try matches("[^a]+", in: "aé日a本😀") == [1..<6, 7..<14])
    #expect(try matches("(?<=日)本", in: "本日本") == [6..<9])
  }

  @Test("empty matches, and goes on one character further behind them")
  func emptyMatches() throws {
    #expect(try matches("a*", in: "baaé") == [0..<0, 1..<3, 3..<3, 5..<5])
    #expect(try matches("", in: "é😀") == [0..<0, 2..<2, 6..<6])
    #expect(try matches("(?=é)", in: "éaé") == [0..<0, 3..<3])
  }

  @Test("nothing, or an empty match, in empty text")
  func emptyText() throws {
    #expect(try matches("a", in: "").isEmpty)
    #expect(try matches("a*", in: "") == [0..<0])
    #expect(try matches("^$", in: "") == [0..<0])
  }

  @Test("U+0000 in the text and in the pattern")
  func zero() throws {
    #expect(try matches("\0", in: "a\0é\0") == [1..<2, 4..<5])
    #expect(try matches("\\x00é", in: "a\0é\0") == [1..<4])
  }

  @Test("the line feed only as the end of a line")
  func lineEnds() throws {
    #expect(try matches(".+", in: "a\r\u{2028}b\nc") == [0..<6, 7..<8])
    #expect(try matches("(?m)$", in: "a\rb\n\n") == [3..<3, 4..<4, 5..<5])
  }

  @Test("more matches than fit into one call of the engine", arguments: [255, 256, 257, 1_000])
  func manyMatches(count: Int) throws {
    let text = String(repeating: "é ", count: count)
    #expect(try matches("é", in: text) == (0..<count).map { 3 * $0..<3 * $0 + 2 })
  }

  @Test("the same text after text with one matcher")
  func reuse() throws {
    let matcher = try ICUMatcher(ICUPattern("\\Gab?"))
    var ranges: [Range<Int>] = []
    for text in ["abaab", "", "x", "aba"] {
      try matcher.matches(in: Array(text.utf8).span, into: &ranges)
    }
    #expect(ranges == [0..<2, 2..<3, 3..<5, 0..<2, 2..<3])
  }

  @Test("on many threads at once")
  func threads() async throws {
    let pattern = try ICUPattern("(\\w)\\1")
    let text = Array(String(repeating: "aabcc dd ", count: 1_000).utf8)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          var ranges: [Range<Int>] = []
          try pattern.matches(in: text.span, into: &ranges)
          return ranges.count
        }
      }
      for try await count in group { #expect(count == 3_000) }
    }
  }
}

@Suite("A search for one match has limits")
struct ICUMatcherLimitTests {
  @Test("in steps, so that a bad pattern ends with an error", .timeLimit(.minutes(10)))
  func exponential() throws {
    let text = Array(("é b" + String(repeating: "a", count: 5_000) + "!").utf8)
    var limits = ICUMatcher.Limits()
    #expect(limits.steps == 10_000, "a few seconds")
    limits.steps /= 10
    let matcher = try ICUMatcher(ICUPattern("b|(a+)+$"), limits: limits)
    var ranges: [Range<Int>] = []
    #expect(throws: PatternError.timeLimitExceeded(at: 4)) {
      try matcher.matches(in: text.span, into: &ranges)
    }
    #expect(ranges == [3..<4], "the match before it")
  }

  @Test("in memory for states to come back to", .timeLimit(.minutes(10)))
  func stack() {
    let text = String(repeating: "ab", count: 2_000_000)
    #expect(throws: PatternError.stackLimitExceeded(at: 0)) {
      _ = try matches("(a|b)*$", in: text)
    }
  }

  @Test("in seconds, where a search takes no steps", .timeLimit(.minutes(10)))
  func seconds() throws {
    var limits = ICUMatcher.Limits()
    limits.seconds = 0
    let matcher = try ICUMatcher(ICUPattern("a*+b"), limits: limits)
    let text = Array(String(repeating: "a", count: 100_000).utf8)
    #expect(throws: PatternError.timeLimitExceeded(at: 0)) {
      var ranges: [Range<Int>] = []
      try matcher.matches(in: text.span, into: &ranges)
    }
  }

  @Test(
    "that a long text with many matches doesn't use up",
    arguments: [
      "(?:a+)+c|b", "(?:a+)+c|(?=b)", "(?:a+)+c|b*?", "\\G(?:(?:a+)+c|a+b\\n)",
      "(?:a+)+c|b\\n|(?<=b\\n)a+", "(?m)^a|(?:a+)+c|\\Ba+|b\\n",
    ])
  func longText(pattern: String) throws {
    var limits = ICUMatcher.Limits()
    limits.steps = 1
    let text = Array(String(repeating: "aaaaaaab\n", count: 20_000).utf8)
    var (scarce, plenty): ([Range<Int>], [Range<Int>]) = ([], [])
    try ICUMatcher(ICUPattern(pattern), limits: limits).matches(in: text.span, into: &scarce)
    try ICUPattern(pattern).matches(in: text.span, into: &plenty)
    #expect(scarce == plenty)
    #expect(plenty.count >= 20_000)
  }
}

@Suite("A wrong pattern is refused at its byte")
struct ICUPatternSyntaxTests {
  static let wrong: [(pattern: String, offset: Int, message: String)] = [
    ("a(b", 3, "a parenthesis without its partner"),
    ("é日)", 6, "a parenthesis without its partner"),
    ("é\n日)", 7, "a parenthesis without its partner"),
    ("é\r\n日)", 8, "a parenthesis without its partner"),
    ("é[日", 6, "a class without its closing bracket"),
    ("*a", 1, "nothing that is allowed here"),
    ("aa{3,2}", 7, "a repetition {n,m} with m below n"),
    ("a\\y", 3, "an escape that isn't known"),
    ("\\p{Nonsense}", 12, "a property of characters that isn't known"),
    ("(a)\\2", 5, "a reference to a group that isn't there"),
    ("(?<=a*)b", 7, "a look-behind whose length has no limit"),
    ("[z-a]", 4, "a range in a class that ends before it begins"),
  ]

  @Test("with what is wrong there", arguments: wrong.indices)
  func syntax(index: Int) {
    let (pattern, offset, message) = Self.wrong[index]
    #expect(throws: PatternError.syntax(message: message, at: offset), "\(pattern)") {
      try ICUPattern(pattern)
    }
  }

  @Test("also if it isn't UTF-8")
  func invalidUTF8() {
    #expect(throws: PatternError.syntax(message: "this isn't UTF-8", at: 3)) {
      try ICUPattern([0x61, 0xC3, 0xA9, 0xFF, 0x61])
    }
  }

  @Test("and so are patterns that are too large or too deep", .timeLimit(.minutes(10)))
  func large() {
    #expect(throws: PatternError.patternTooLarge(bytes: ICUPattern.maximumLength + 1)) {
      try ICUPattern(Array(repeating: 0x61, count: ICUPattern.maximumLength + 1))
    }
    for opening in ["(", "(?:", "[a", "(?=", "(?<=", "(?>"] {
      #expect("\(opening) again and again") {
        try ICUPattern(String(repeating: opening, count: 100_000))
      } throws: { error in
        guard case PatternError.unsupported = error else { return false }
        return true
      }
    }
  }
}

@Suite("An error of a pattern says what, where, and the mend")
struct PatternErrorTests {
  @Test("letter by letter")
  func wording() {
    expect(
      .syntax(message: "a parenthesis without its partner", at: 3),
      says: "the pattern is wrong at byte 3: a parenthesis without its partner.")
    expect(
      .unsupported(construct: "a look-behind", at: 4),
      says: "the pattern uses a look-behind at byte 4, which isn't supported. Write it without.")
    expect(
      .patternTooLarge(bytes: 7),
      says: "the pattern of 7 bytes is too large. Write its classes and repetitions shorter.")
    expect(
      .textTooLarge(bytes: 3_000_000_000),
      says: """
        the text of 3000000000 bytes is too long for this pattern: the limit is 2147483647. Split it.
        """)
    expect(
      .timeLimitExceeded(at: 5),
      says: """
        the pattern takes too long on the text at byte 5. Take nested repetitions such as (a+)+ \
        out of it, or make them possessive.
        """)
    expect(
      .stackLimitExceeded(at: 6),
      says: """
        the pattern needs too much memory on the text at byte 6. Make its repetitions possessive, \
        or split the text.
        """)
    expect(
      .outOfMemory,
      says: "there is no memory left to run the pattern. Split the text, or free memory.")
    expect(
      .engine(status: "U_REGEX_INTERNAL_ERROR"),
      says: """
        the ICU library failed with U_REGEX_INTERNAL_ERROR on the pattern. Check that it is \
        installed rightly.
        """)
  }

  func expect(
    _ error: PatternError, says text: String, at place: SourceLocation = #_sourceLocation
  ) {
    #expect(error.description == text, sourceLocation: place)
  }
}

/// The matches of `pattern` in `text`, as byte ranges.
private func matches(_ pattern: String, in text: String) throws -> [Range<Int>] {
  var ranges: [Range<Int>] = []
  try ICUPattern(pattern).matches(in: Array(text.utf8).span, into: &ranges)
  return ranges
}
