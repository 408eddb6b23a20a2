import Foundation
import Subword
import TestSupport
import Testing

@Suite("The four normal forms are Unicode's")
struct NormalFormTests {
  static let table = "corpora/small/unicode/NormalizationTest.txt"

  /// Which column of the table each form takes which columns to.
  static let rules: [(form: ICUNormalizer.Form, from: [Int], to: Int)] = [
    (.nfc, [0, 1, 2], 1), (.nfc, [3, 4], 3),
    (.nfd, [0, 1, 2], 2), (.nfd, [3, 4], 4),
    (.nfkc, [0, 1, 2, 3, 4], 3), (.nfkd, [0, 1, 2, 3, 4], 4),
  ]

  @Test(
    "on each line of Unicode's own table",
    .enabled(if: TestData.has(table), "needs \(table): set TOK_TEST_DATA"))
  func conformance() throws {
    let rows = try Self.rows()
    #expect(rows.count > 18_000)
    for rule in Self.rules {
      let stage = try NormalFormStage(rule.form, unicode: .normalization)
      for row in rows {
        for column in rule.from {
          let found = try stage.normalForm(of: row[column])
          #expect(found == row[rule.to], "\(rule.form) of column \(column) of \(row)")
        }
      }
    }
  }

  @Test(
    "and a character that the table doesn't list is its own normal form",
    .enabled(if: TestData.has(table), "needs \(table): set TOK_TEST_DATA"))
  func unlisted() throws {
    let listed = Set(try Self.rows().map { $0[0] })
    // The table is of Unicode 8: it lists no character that came later.
    for form in [ICUNormalizer.Form.nfc, .nfd, .nfkc, .nfkd] {
      let stage = try NormalFormStage(form, unicode: UnicodeVersion(major: 8, minor: 0))
      for scalar in everyScalar() {
        let text = Array(String(scalar).utf8)
        if listed.contains(text) { continue }
        #expect(try stage.normalForm(of: text) == text, "\(form) of \(scalar.value)")
      }
    }
  }

  @Test("wherever a long text is cut into pieces", arguments: [1, 2, 3, 5, 7, 4095, 4096, 4097])
  func pieces(shift: Int) throws {
    let stage = try NormalFormStage(.nfc, unicode: .normalization)
    let start = String(repeating: "a", count: shift)
    for letter in ["e\u{301}", "ê\u{323}", "\u{1112}\u{1161}\u{11AB}", "日", "x\u{301}\u{327} "] {
      let text = start + String(repeating: letter, count: 3_000)
      let one = try stage.normalForm(of: Array(letter.utf8))
      let expected = Array(start.utf8) + Array(repeatElement(one, count: 3_000).joined())
      #expect(try stage.normalForm(of: Array(text.utf8)) == expected, "\(letter) after \(shift)")
    }
  }

  /// The columns of each line, as UTF-8.
  static func rows() throws -> [[[UInt8]]] {
    let lines = try TestData.bytes(table).split(separator: UInt8(ascii: "\n"))
    return lines.compactMap { line in
      guard let first = line.first, !"#@".utf8.contains(first) else { return nil }
      return line.split(separator: UInt8(ascii: ";")).prefix(5).map(utf8)
    }
  }

  /// The UTF-8 of "0044 0307".
  static func utf8(_ column: ArraySlice<UInt8>) -> [UInt8] {
    let scalars = String(decoding: column, as: UTF8.self).split(separator: " ")
    var text = String.UnicodeScalarView()
    for number in scalars.compactMap({ UInt32($0, radix: 16) }) {
      if let scalar = Unicode.Scalar(number) { text.append(scalar) }
    }
    return Array(String(text).utf8)
  }
}

@Suite("Long runs of combining marks take time in proportion to their length")
struct LongMarksTests {
  /// Runs that ICU alone would take minutes for, each with how one of its parts ends up.
  static let runs: [(marks: [Unicode.Scalar], sorted: [Unicode.Scalar])] = [
    (["\u{301}", "\u{327}"], ["\u{327}", "\u{301}"]),
    (["\u{F73}"], ["\u{F71}", "\u{F72}"]),
    (["\u{1D165}", "\u{301}", "\u{1D16D}"], ["\u{1D165}", "\u{1D16D}", "\u{301}"]),
  ]

  @Test("and come out in canonical order", .timeLimit(.minutes(10)), arguments: runs.indices)
  func longRuns(index: Int) throws {
    let run = Self.runs[index]
    let count = 250_000
    let text = "x" + String(repeating: Self.string(run.marks), count: count)
    let sorted = run.sorted.map { String(repeating: String($0), count: count) }.joined()
    let stage = try NormalFormStage(.nfd, unicode: .normalization)
    let found = try stage.normalForm(of: Array(text.utf8))
    #expect(found == Array("x".utf8) + Array(sorted.utf8))
  }

  @Test("and are composed as short ones are")
  func composed() throws {
    for length in [200, 256, 257, 258, 300] {
      let accents = String(repeating: "\u{301}\u{327}", count: length)
      let cedillas = String(repeating: "\u{327}", count: length - 1)
      let expected = "\u{229}" + cedillas + String(repeating: "\u{301}", count: length)
      let stage = try NormalFormStage(.nfc, unicode: .normalization)
      let found = try stage.normalForm(of: Array(("e" + accents + "ﬁ").utf8))
      #expect(found == Array((expected + "ﬁ").utf8), "\(length) marks of each kind")
    }
  }

  static func string(_ scalars: [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension NormalizationStage {
  /// The normal form of `text`, which is `text` itself if the stage has nothing to do.
  func normalForm(of text: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    switch try normalize(
      text.span, into: &output, limit: GrowthLimit(forTextOf: text.count))
    {
    case .unchanged: return text
    case .appended: return output
    }
  }
}

/// All code points that can stand in a text.
func everyScalar() -> some Sequence<Unicode.Scalar> {
  (UInt32(0)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
}
