import TestSupport
import Testing

@testable import Subword

@Suite("The tables of a pattern agree with its definition")
struct PatternTablesTests {
  @Test("on every short text over the letters that matter to it", arguments: PatternSample.all)
  func exhaustively(sample: PatternSample) throws {
    let matchers = try Matchers(sample.pretokenizer)
    let length = sample.alphabet.count < 4 ? 8 : sample.alphabet.count < 6 ? 7 : 6
    forEveryText(over: sample.alphabet, upTo: length) { text in
      expectAgreement(matchers, on: text, "\(sample)")
    }
  }

  @Test("on random texts over a rich alphabet", arguments: PatternSample.all)
  func byChance(sample: PatternSample) throws {
    let matchers = try Matchers(sample.pretokenizer)
    let near = sample.alphabet + sample.alphabet + PatternSample.richAlphabet
    for seed in 0..<8_000 {
      var numbers = SeededGenerator(seed: seed)
      let letters = seed % 3 == 0 ? PatternSample.richAlphabet : near
      expectAgreement(
        matchers, on: numbers.text(over: letters, upTo: 24), "\(sample), seed \(seed)")
    }
  }

  @Test("on texts of several windows, taken apart or not", arguments: PatternSample.all)
  func longTexts(sample: PatternSample) throws {
    let matchers = try Matchers(sample.pretokenizer)
    let spaced = sample.alphabet + Array(repeating: " ", count: sample.alphabet.count)
    for seed in 0..<40 {
      var numbers = SeededGenerator(seed: seed)
      let letters = [
        spaced, sample.alphabet + spaced, sample.alphabet + PatternSample.richAlphabet,
      ]
      let text = numbers.text(over: letters[seed % 3], upTo: seed < 30 ? 3_000 : 40_000)
      expectAgreement(matchers, on: text, "\(sample), seed \(seed)")
    }
  }

  @Test("however few pretokens are asked for at once", arguments: PatternSample.all)
  func resumed(sample: PatternSample) throws {
    let matchers = try Matchers(sample.pretokenizer)
    for seed in 0..<500 {
      var numbers = SeededGenerator(seed: seed)
      let text = numbers.text(over: sample.alphabet + PatternSample.richAlphabet, upTo: 40).utf8
      let whole = try matchers.compiled.pretokens(of: text)
      for limit in [1, 2, 3, 1_000] {
        let found = try matchers.compiled.pretokens(of: text, limit: limit)
        if found != whole {
          Issue.record("\(sample), seed \(seed), limit \(limit): \(found) and \(whole)")
        }
      }
    }
  }

  @Test("in a part of a text as if there were nothing around it", arguments: PatternSample.all)
  func windows(sample: PatternSample) throws {
    let matchers = try Matchers(sample.pretokenizer)
    for seed in 0..<500 {
      var numbers = SeededGenerator(seed: seed)
      let letters = sample.alphabet + PatternSample.richAlphabet
      let parts = (0..<3).map { _ in numbers.text(over: letters, upTo: 12).utf8 }
      let window = parts[0].count..<parts[0].count + parts[1].count
      let found = try matchers.compiled.pretokens(of: Array(parts.joined()), in: window)
      let alone = try matchers.compiled.pretokens(of: parts[1])
      if found.map({ $0.shifted(by: -parts[0].count) }) != alone {
        Issue.record("\(sample), seed \(seed): \(found), alone \(alone)")
      }
    }
  }

  private func expectAgreement(_ matchers: Matchers, on text: [Unicode.Scalar], _ place: String) {
    let expected = matchers.reference.pretokens(of: text).map { text[$0].utf8Range(in: text) }
    do {
      let found = try matchers.compiled.pretokens(of: text.utf8)
      if found != expected {
        let first = zip(found, expected).first { $0 != $1 }
        Issue.record(
          """
          \(place), on \(text.prefix(100)): found \(found.prefix(50)), expected \
          \(expected.prefix(50)), first difference \(String(describing: first))
          """)
      }
    } catch {
      Issue.record("\(place), on \(text): \(error)")
    }
  }
}

@Suite("A pretokenizer that cuts before spaces")
struct CutsBeforeSpacesTests {
  @Test("is every one that has a name, but none", arguments: Pretokenizer.named.map(\.name))
  func named(name: String) throws {
    let named = try #require(Pretokenizer.named.first { $0.name == name })
    let compiled = try CompiledPretokenizer(named.pretokenizer)
    #expect(compiled.cutsBeforeSpaces == (name != "none"))
  }

  @Test("is no pattern that can cross to a space, or looks at it, or leaves a gap before it")
  func others() throws {
    for pattern in ["[a ]+|.", "ab(?= )|.|\n", "ab(?! )|.|\n", "b|c", ".+", #"a+ ?|\s|\S"#] {
      #expect(try !CompiledPretokenizer(.pattern(pattern)).cutsBeforeSpaces, "\(pattern)")
    }
  }

  @Test(
    "gives the same pretokens when a text is taken apart there",
    arguments: PatternSample.all)
  func apart(sample: PatternSample) throws {
    let compiled = try CompiledPretokenizer(sample.pretokenizer)
    guard compiled.cutsBeforeSpaces else { return }
    for seed in 0..<2_000 {
      var numbers = SeededGenerator(seed: seed)
      let letters = sample.alphabet + PatternSample.richAlphabet + Array(repeating: " ", count: 20)
      let text = numbers.text(over: letters, upTo: 40)
      let joined = try partsBeforeSpaces(of: text).flatMap { part in
        try compiled.pretokens(of: text.utf8, in: text[part].utf8Range(in: text))
      }
      let whole = try compiled.pretokens(of: text.utf8)
      if joined != whole {
        Issue.record("\(sample), seed \(seed), \(text): apart \(joined), whole \(whole)")
      }
    }
  }

  /// Ends a part wherever a scalar that isn't white space stands before U+0020.
  private func partsBeforeSpaces(of text: [Unicode.Scalar]) -> [Range<Int>] {
    let ends = text.indices.dropFirst().filter {
      text[$0] == " " && !ScalarSet.whiteSpace.contains(text[$0 - 1])
    }
    return zip([0] + ends, ends + [text.count]).map { $0..<$1 }
  }
}

/// The two that have to agree.
private struct Matchers {
  let compiled: CompiledPretokenizer
  let reference: ReferencePatternMatcher

  init(_ pretokenizer: Pretokenizer) throws {
    compiled = try CompiledPretokenizer(pretokenizer)
    try #require(!compiled.usesICU)
    switch try #require(pretokenizer.steps.first) {
    case .split(.regex(let pattern), _, _):
      reference = try Self.reference(pattern, .oniguruma, .kept)
    case .whitespace: reference = try Self.reference(#"\w+|[^\w\s]+"#, .rust, .removed)
    case .whitespaceSplit: reference = try Self.reference(#"[^\s]+"#, .rust, .removed)
    default: throw PatternError.syntax(message: "no pattern", at: 0)
    }
  }

  private static func reference(
    _ pattern: String, _ dialect: PatternDialect, _ gaps: PatternTables.Gaps
  ) throws -> ReferencePatternMatcher {
    ReferencePatternMatcher(pattern: try PatternParser.parse(pattern, dialect), gaps: gaps)
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// Where these scalars of `text` lie in its UTF-8.
  func utf8Range(in text: [Unicode.Scalar]) -> Range<Int> {
    let start = text[..<startIndex].reduce(0) { $0 + UTF8.width($1) }
    return start..<reduce(start) { $0 + UTF8.width($1) }
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}
