import Testing

@testable import Subword

@Suite("A Unicode profile names the versions that the reference was found to have")
struct UnicodeProfileTests {
  @Test("for every class in reference-classes.txt")
  func classes() throws {
    let profile = UnicodeProfile.huggingFace
    for row in try ReferenceClassTests.rows() {
      let version =
        switch (row.engine, row.expression) {
        case ("oniguruma", _), ("rust", _): profile.patterns
        case ("pretokenizer", "Digits"): profile.numbers
        case ("pretokenizer", "Punctuation"): profile.categories
        default: profile.words
        }
      #expect(row.version == version, "\(row)")
    }
    #expect(UnicodeProfile.tiktoken.patterns == profile.patterns)
  }

  @Test("and decides what a pretokenizer takes for a digit")
  func digits() throws {
    // U+11DE1 has been a digit since Unicode 17.
    let text = Array("a\u{11DE1}b".utf8)
    var profile = UnicodeProfile.huggingFace
    for (version, count) in [(UnicodeVersion.unicode17, 3), (.unicode16, 1)] {
      profile.numbers = version
      let pretokenizer = Pretokenizer([.digits(individually: true)], unicode: profile)
      #expect(try CompiledPretokenizer(pretokenizer).pretokens(of: text).count == count)
    }
  }

  @Test("and whose \\w a pattern means")
  func engines() throws {
    for (profile, count) in [(UnicodeProfile.huggingFace, 1), (.tiktoken, 2)] {
      let pretokenizer = Pretokenizer(
        [.split(.regex(#"\w+"#), .isolated, inverted: false)], unicode: profile)
      #expect(try CompiledPretokenizer(pretokenizer).pretokens(of: Array("a²".utf8)).count == count)
    }
  }
}
