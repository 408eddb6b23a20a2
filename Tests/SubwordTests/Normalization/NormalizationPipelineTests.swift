import Subword
import Testing

@Suite("A pipeline normalizes")
struct NormalizationPipelineTests {
  @Test("nothing, if it has no steps")
  func noSteps() throws {
    try expect([], on: "e\u{301}", gives: nil)
  }

  @Test("to each of the four forms")
  func forms() throws {
    try expect([.nfc], on: "xe\u{301} ﬁ", gives: "xé ﬁ")
    try expect([.nfd], on: "xé ﬁ", gives: "xe\u{301} ﬁ")
    try expect([.nfkc], on: "xe\u{301} ﬁ", gives: "xé fi")
    try expect([.nfkd], on: "xé ﬁ", gives: "xe\u{301} fi")
  }

  @Test("step after step")
  func severalSteps() throws {
    try expect([.nfkd, .nfc], on: "é ﬁ", gives: "é fi")
    try expect([.nfc, .nfd, .nfc], on: "e\u{301}", gives: "é")
    try expect([.nfc, .nfd], on: "é", gives: "e\u{301}")
    try expect([.nfc, .nfc], on: "é", gives: nil)
  }

  @Test("and says so if there is nothing to do", arguments: ["", "plain text", "\0", "é", "日本"])
  func unchanged(text: String) throws {
    try expect([.nfc], on: text, gives: nil)
    try expect([.nfc, .nfc], on: text, gives: nil)
  }

  @Test("text with U+0000 in it")
  func zero() throws {
    try expect([.nfc], on: "\0e\u{301}\0\u{301}\0", gives: "\0é\0\u{301}\0")
    try expect([.nfd], on: "\0é\0", gives: "\0e\u{301}\0")
  }

  @Test("an accent on the last ASCII letter before it, and one at the very start")
  func accentAfterASCII() throws {
    let ascii = String(repeating: "a", count: 100)
    try expect([.nfc], on: ascii + "\u{301}" + ascii, gives: ascii.dropLast() + "á" + ascii)
    try expect([.nfc], on: "\u{301}a", gives: nil)
  }

  @Test("and leaves characters that came later alone, also between a letter and its accent")
  func laterCharacters() throws {
    try expect([.nfc], on: "a\u{11D42}\u{301}", gives: nil)
    let pipeline = try NormalizationPipeline(
      Normalizer([.nfc], unicode: UnicodeVersion(major: 10, minor: 0)))
    try expect(pipeline, on: "a\u{11D42}\u{301}", gives: "á\u{11D42}")
  }

  @Test("with one of each step, however often it comes", .timeLimit(.minutes(10)))
  func shared() throws {
    let steps: [Normalizer.Step] = [
      .nfc, .replace(.regex(#"\p{L}{3}x"#), content: "y"),
      .bert(cleansText: true, spacesIdeographs: false, stripsAccents: true, lowercases: true),
    ]
    let many = Array(repeatElement(steps, count: 3_334).joined())
    try expect(many, on: "É中", gives: "e中")
  }

  @Test("and keeps the fast steps from copying what stays", arguments: ["", "plain ascii", "日本"])
  func nothingToDo(text: String) throws {
    let steps: [Normalizer.Step] = [
      .nfc, .nfd, .nfkc, .nfkd, .lowercase, .strip(left: true, right: true), .stripAccents, .nmt,
      .replace(.literal("X"), content: "y"), .replace(.regex("X+"), content: "y"), .prepend(""),
    ]
    try expect(steps, on: text, gives: nil)
  }

  @Test("and refuses a pattern with an error")
  func badPattern() {
    #expect(throws: NormalizationError.self) {
      try NormalizationPipeline(Normalizer([.replace(.regex("(a"), content: "")]))
    }
  }

  @Test("and appends to what was there")
  func appends() throws {
    let pipeline = try NormalizationPipeline(Normalizer([.nfd, .nfc]))
    var output = Array("kept e\u{301}".utf8)
    let text = Array(" xe\u{301}".utf8)
    #expect(try pipeline.normalize(text.span, into: &output) == .appended)
    #expect(output == Array("kept e\u{301} xé".utf8))
  }

  @Test("and refuses characters that ICU doesn't know yet")
  func tooNew() {
    let found = ICUNormalizer.unicodeOfICU
    let needed = UnicodeVersion(major: found.major + 1, minor: 0)
    #expect(throws: NormalizationError.unicodeTooOld(needed: needed, found: found)) {
      try NormalizationPipeline(Normalizer([.nfc], unicode: needed))
    }
  }

  @Test("on many threads at once")
  func threads() async throws {
    let pipeline = try NormalizationPipeline(Normalizer([.nfkd, .nfc]))
    let text = Array(String(repeating: "Ĺe\u{301}ﬁ한 ", count: 5_000).utf8)
    let expected = Array(String(repeating: "Ĺéfi한 ", count: 5_000).utf8)
    try await withThrowingTaskGroup(of: [UInt8].self) { group in
      for _ in 0..<8 {
        group.addTask {
          var output: [UInt8] = []
          _ = try pipeline.normalize(text.span, into: &output)
          return output
        }
      }
      for try await output in group { #expect(output == expected) }
    }
  }

  /// Expects `expected` of `text`, where `nil` means that the text was normal already.
  func expect(
    _ steps: [Normalizer.Step], on text: String, gives expected: String?,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    try expect(NormalizationPipeline(Normalizer(steps)), on: text, gives: expected, at: place)
  }

  func expect(
    _ pipeline: NormalizationPipeline, on text: String, gives expected: String?,
    at place: SourceLocation = #_sourceLocation
  ) throws {
    var output: [UInt8] = []
    let bytes = Array(text.utf8)
    let outcome = try pipeline.normalize(bytes.span, into: &output)
    #expect(output == expected.map { Array($0.utf8) } ?? [], "on \(text)", sourceLocation: place)
    #expect(outcome == (expected == nil ? .unchanged : .appended), sourceLocation: place)
  }
}
