// Patterns that nobody would write, against the definition.

import TestSupport
import Testing

@testable import Subword

@Suite("Random patterns give what the definition gives")
struct RandomPatternTests {
  @Test("by tables, by ICU, and simplified", arguments: 0..<20)
  func agreement(group: Int) throws {
    var taken = 0
    for seed in group * 100..<(group + 1) * 100 {
      var source = RandomPattern(seed: seed)
      let pattern = source.alternatives(depth: 0)
      guard let engines = try Engines(pattern) else { continue }
      taken += 1
      for _ in 0..<40 {
        try engines.check(source.text(), "seed \(seed), \(pattern)")
      }
    }
    #expect(taken > 60, "hardly any pattern was taken")
  }
}

/// Draws patterns and texts over few letters.
private struct RandomPattern {
  private var numbers: SeededGenerator

  private static let letters = Array("aabbcS ß\n1sſ".unicodeScalars)

  private static let atoms = [
    "a", "b", "c", "s", "ss", "ß", " ", "1", ".", "[ab]", "[^a]", "[a-c&&[^b]]", "[ß1]",
    "[^\\S\\n]",
    "[[:alpha:]]", "\\s", "\\S", "\\w", "\\W", "\\d", "\\p{L}", "\\P{Lu}", "\\R", "\\N", "\\h",
  ]
  private static let looks = [
    "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z", "(?=a)", "(?!b)", "(?!\\S)", "(?=\\s|$)", "(?<=a)",
    "(?<!\\s)", "(?<=^|\\s)", "(?=ab)", "(?!\\S\\S)", "(?<=ab|c)",
  ]
  private static let quantifiers = [
    "*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{2,}", "{1,2}?", "{2,1}",
    "{1,2}+",
  ]
  private static let groups = ["(?:", "(", "(?>", "(?i:", "(?m:", "(?:(?i)", "(?x: "]

  init(seed: Int) { numbers = SeededGenerator(seed: seed) }

  private mutating func draw(_ choices: [String]) -> String {
    choices[Int.random(in: choices.indices, using: &numbers)]
  }

  private mutating func isOnce(in count: Int) -> Bool {
    Int.random(in: 0..<count, using: &numbers) == 0
  }

  mutating func alternatives(depth: Int) -> String {
    (0...Int.random(in: 0...2, using: &numbers)).map { _ in sequence(depth) }.joined(separator: "|")
  }

  private mutating func sequence(_ depth: Int) -> String {
    (0...Int.random(in: 0...2, using: &numbers)).map { _ in part(depth) }.joined()
  }

  private mutating func part(_ depth: Int) -> String {
    if isOnce(in: 6) { return draw(Self.looks) }
    let isGroup = depth < 3 && isOnce(in: 4)
    let atom = isGroup ? draw(Self.groups) + alternatives(depth: depth + 1) + ")" : draw(Self.atoms)
    return isOnce(in: 2) ? atom + draw(Self.quantifiers) : atom
  }

  mutating func text() -> [Unicode.Scalar] { numbers.text(over: Self.letters, upTo: 12) }
}

/// Those that have to agree on a pattern.
private struct Engines {
  private let definition: ReferencePatternMatcher
  private let simplified: ReferencePatternMatcher
  private let compiled: CompiledPretokenizer
  private let icu: CompiledPretokenizer

  /// - Returns: `nil` for a pattern that is refused.
  init?(_ pattern: String) throws {
    let node: PatternNode
    do {
      node = try PatternParser.parse(pattern, .oniguruma)
    } catch {
      return nil
    }
    definition = ReferencePatternMatcher(pattern: node, gaps: .kept)
    simplified = ReferencePatternMatcher(pattern: PatternSimplifier.simplified(node), gaps: .kept)
    compiled = try CompiledPretokenizer(.pattern(pattern))
    icu = try CompiledPretokenizer(runByICU: pattern)
  }

  func check(_ text: [Unicode.Scalar], _ place: String) throws {
    let ranges = definition.pretokens(of: text)
    let expected = ranges.map { text[$0].utf8Range(in: text) }
    let found = [
      try compiled.pretokens(of: text.utf8), try icu.pretokens(of: text.utf8),
      simplified.pretokens(of: text).map { text[$0].utf8Range(in: text) },
    ]
    if found != [expected, expected, expected] {
      Issue.record("\(place), on \(text): compiled, ICU, simplified \(found), expected \(expected)")
    }
  }
}
