// The patterns in Fixtures/patterns against their definition, and the definition against the
// reference.
//
//     PatternParser ─▶ ReferencePatternMatcher ═ tables ═ ICU        on the same texts
//                               ║ on texts of which Fixtures/patterns has the digests
//                           the reference

import TestSupport
import Testing

@testable import Subword

@Suite("The patterns of published tokenizers")
struct PublishedPatternTests {
  static let all = PatternFixture.all("published")

  @Test("are run by tables, but for those that look far ahead")
  func engines() throws {
    let byICU = try Self.all.filter { try CompiledPretokenizer(.pattern($0.pattern)).usesICU }
    #expect(byICU.map(\.name) == ["tiny-aya-digits", "superbpe-digits"])
    #expect(Self.all.count == 41)
  }

  @Test("cut as the reference does", arguments: all)
  func digests(fixture: PatternFixture) throws {
    try expectDigests(of: fixture, by: CompiledPretokenizer(.pattern(fixture.pattern)))
  }

  @Test("agree with their definition, by tables and by ICU", arguments: all)
  func agreement(fixture: PatternFixture) throws {
    try Agreement(fixture.pattern).check(over: fixture.representatives(), fixture.name)
  }

  @Test(
    "are taken as tiktoken reads them too",
    arguments: all.filter { $0.name.hasPrefix("tiktoken") })
  func tiktoken(fixture: PatternFixture) throws {
    let agreement = try Agreement(fixture.pattern, .rust)
    #expect(!agreement.tables.usesICU)
    try agreement.check(over: fixture.representatives(), fixture.name)
  }
}

@Suite("What engines read differently is read as the reference does")
struct PatternConstructTests {
  static let all = PatternFixture.all("constructs")

  @Test("in every pattern of the list", arguments: all)
  func digests(fixture: PatternFixture) throws {
    try expectDigests(of: fixture, by: CompiledPretokenizer(.pattern(fixture.pattern)))
  }

  @Test("when ICU runs it", arguments: all)
  func byICU(fixture: PatternFixture) throws {
    try expectDigests(of: fixture, by: CompiledPretokenizer(runByICU: fixture.pattern))
  }

  @Test("by the definition, on the letters of the pattern", arguments: all)
  func agreement(fixture: PatternFixture) throws {
    try Agreement(fixture.pattern).check(over: fixture.representatives(), fixture.name)
  }

  @Test("and the list is there")
  func count() { #expect(Self.all.count == 77) }
}

private func expectDigests(
  of fixture: PatternFixture, by compiled: CompiledPretokenizer
) throws {
  #expect(fixture.digests.count == 2)
  for (texts, row) in fixture.digests {
    var digest = PretokenDigest(compiled)
    try ReferencePretokenTests.forEveryText(
      texts, alphabet: fixture.alphabet(of: texts), count: 20_000
    ) { try digest.add($0) }
    #expect(digest.row == row, "\(fixture.name), \(texts)")
  }
}

/// Those that have to agree on a pattern.
private struct Agreement {
  let tables: CompiledPretokenizer
  private let icu: CompiledPretokenizer
  private let definition: ReferencePatternMatcher
  private let simplified: ReferencePatternMatcher

  init(_ pattern: String, _ dialect: PatternDialect = .oniguruma) throws {
    let node = try PatternParser.parse(pattern, dialect)
    definition = ReferencePatternMatcher(pattern: node, gaps: .kept)
    simplified = ReferencePatternMatcher(
      pattern: PatternSimplifier.simplified(node), gaps: .kept)
    tables = try CompiledPretokenizer(pattern, gaps: .kept, dialect)
    icu = try CompiledPretokenizer(runByICU: pattern, dialect)
  }

  /// On every short text over four of the letters at a time, and on random ones over all.
  func check(over letters: [Unicode.Scalar], _ place: String) throws {
    for seed in 0..<4 {
      var numbers = SeededGenerator(seed: seed)
      let few = Array(letters.shuffled(using: &numbers).prefix(4))
      try forEveryText(over: few, upTo: 5) { try check($0, "\(place), seed \(seed)") }
    }
    for seed in 0..<400 {
      var numbers = SeededGenerator(seed: seed)
      let text = numbers.text(over: letters + "ab ".unicodeScalars, upTo: 20)
      try check(text, "\(place), seed \(seed)")
    }
  }

  private func check(_ text: [Unicode.Scalar], _ place: String) throws {
    let ranges = definition.pretokens(of: text)
    if simplified.pretokens(of: text) != ranges {
      Issue.record("\(place), on \(text): the simplified pattern cuts otherwise")
    }
    let expected = ranges.map { text[$0].utf8Range(in: text) }
    for (engine, name) in [(tables, "tables"), (icu, "ICU")] {
      let found = try engine.pretokens(of: text.utf8)
      if found != expected {
        Issue.record("\(place), on \(text): \(name) \(found), expected \(expected)")
      }
    }
  }
}
