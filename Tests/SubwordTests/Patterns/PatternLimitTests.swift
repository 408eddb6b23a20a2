// Patterns that ask for more than anybody needs.

import Testing

@testable import Subword

@Suite("A pattern that asks for too much is refused where it does")
struct PatternLimitTests {
  private func message(_ pattern: String) -> String {
    do {
      _ = try CompiledPretokenizer(.pattern(pattern))
      return "taken"
    } catch { return "\(error)" }
  }

  @Test("when numbers of repeats that are multiplied exceed what Oniguruma takes")
  func multiplied() {
    let refusal = "the pattern is wrong at byte 4: more than 2147483647 repeats."
    #expect(message("(?<=a{100000}{100000}{100000}{100000})b") == refusal)
    #expect(message("(?<=(?:a{100000}){100000})b") == refusal)
    #expect(message("(?<=a{46340}{46340}{2})b") == refusal)
    #expect(message("a{1000}{1000}") == "taken")
  }

  @Test("when what a look-behind may match is longer than any text")
  func longLooks() {
    let refusal =
      "the pattern uses a look-behind without a limit at byte 0, which isn't supported. Write it without."
    // Alternatives keep the numbers apart.
    let long = "(?:(?:(?:a{100000}|b){100000}|b){100000}|b)"
    #expect(message("(?<=(?:\(long){100000}|b))c") == refusal)
    #expect(message("(?<=(?:\(long){9000}|b)(?:\(long){9000}|b))c") == refusal)
  }

  @Test("when quantifiers stand on one another, however many")
  func stacked() {
    let refusal = "more than 16 quantifiers on one part"
    #expect(message("a" + String(repeating: "{2}", count: 16)) == "taken")
    #expect(message("a" + String(repeating: "{2}", count: 17)).contains(refusal))
    #expect(message("a" + String(repeating: "{2}", count: 20_000)).contains(refusal))
    #expect(message("a" + String(repeating: "+", count: 60_000)).contains(refusal))
    #expect(message("a" + String(repeating: "{1}", count: 20_000)) == "taken")
  }

  @Test("when it has more bytes than 64 KiB, before it is parsed")
  func long() {
    let refusal = "is too large. Write its classes and repetitions shorter."
    // A letter of two bytes, and a syntax error that nobody should come to see.
    #expect(message("é" + String(repeating: "(", count: 65_534)).contains("32 deep"))
    #expect(
      message("é" + String(repeating: "(", count: 65_535))
        == "the pattern of 65537 bytes \(refusal)")
    #expect(throws: PatternError.patternTooLarge(bytes: 65_537)) {
      try TiktokenPattern.translated(String(repeating: "a", count: 65_537))
    }
  }

  @Test(
    "and else is read in a time that its length allows",
    arguments: [
      (#"\w"#, ""), (#"\W"#, ""), (#"[\w]"#, "(?i)"), (#"[^\p{L}x]"#, "(?i)"), ("k", "(?i)"),
      ("ss", "(?i)"), ("[ks]", "(?i)"), (#"\b"#, ""), (#"\p{Han}"#, ""),
    ])
  func repeated(part: String, flags: String) {
    let count = (65_536 - flags.utf8.count) / part.utf8.count
    let outcome = message(flags + String(repeating: part, count: count))
    #expect(outcome == "taken" || outcome.contains("too large") || outcome.contains("so many"))
  }
}
