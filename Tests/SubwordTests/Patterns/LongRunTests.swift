import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("Runs of a pattern's tables that read far behind their matches")
struct LongRunTests {
  /// Patterns of which a match of few letters may be known only at the end of a text.
  static let patterns = [
    "a*b|a", "a*b|a|b", "(?:aa)*b|a", "(?:aaa)*b|(?:aa)*c|a", "[^b]*b|a", "a+b|aa?", "a*bc|a|b|c",
    "(?:a|é)*b|a", "ca*b",
  ]

  private func tables(
    _ pattern: String, gaps: PatternTables.Gaps = .kept
  ) throws -> PatternTables {
    let node = PatternSimplifier.simplified(try PatternParser.parse(pattern, .oniguruma))
    return PatternTables(try PatternAutomaton(node), gaps: gaps, cutsBeforeSpaces: false)
  }

  /// The pretokens of a text, asked for `limit` at a time, and how often runs were noted.
  private func cut(
    _ text: [UInt8], by tables: PatternTables, limit: Int = .max
  ) throws -> (ranges: [Range<Int>], steps: Int) {
    var bytes = Buffer<UInt8>()
    bytes.append(contentsOf: text.span)
    var (position, steps, ranges): (Int, Int, [Range<Int>]) = (0, 0, [])
    while position < text.count {
      var runs = LongRuns(bytes: text.count - position)
      var pretokens = Buffer<PretokenRange>()
      position = try tables.cut(
        bytes, from: position, to: text.count, limit: limit, &runs, into: &pretokens)
      ranges += pretokens.array.map { $0.start..<$0.end }
      steps += runs.steps
    }
    return (ranges, steps)
  }

  @Test("give what the definition gives", arguments: patterns)
  func agreement(pattern: String) throws {
    let reference = ReferencePatternMatcher(
      pattern: try PatternParser.parse(pattern, .oniguruma), gaps: .kept)
    let tables = try tables(pattern)
    for seed in 0..<6 {
      var chance = SeededGenerator(seed: seed)
      let rare: [Unicode.Scalar] = ["b", "c", "é", "b"]
      let text = (0..<500).map { _ -> Unicode.Scalar in
        chance.once(in: 60 << seed) ? chance.element(of: rare) : "a"
      }
      let expected = reference.pretokens(of: text).map { text[$0].utf8Range(in: text) }
      for limit in [1, 7, Int.max] {
        let found = try cut(text.utf8, by: tables, limit: limit).ranges
        #expect(found == expected, "seed \(seed), limit \(limit)")
      }
    }
  }

  @Test("take steps that grow as the text does", arguments: patterns)
  func growth(pattern: String) throws {
    for gaps in [PatternTables.Gaps.kept, .removed] {
      let tables = try tables(pattern, gaps: gaps)
      let steps = try [20_000, 80_000].map { count in
        try cut([UInt8](repeating: 0x61, count: count), by: tables, limit: 1 << 10).steps
      }
      #expect(steps[1] <= 5 * steps[0] + 100, "\(steps)")
    }
  }

  @Test("that never meet end with an error before they take memory out of proportion")
  func tooHard() throws {
    let tables = try tables("(?:a{997})*b|a")
    let text = [UInt8](repeating: 0x61, count: 100_000)
    do {
      _ = try cut(text, by: tables)
      Issue.record("the text was cut")
    } catch let error as PatternError {
      guard case .timeLimitExceeded = error else {
        Issue.record("\(error)")
        return
      }
    }
  }
}
