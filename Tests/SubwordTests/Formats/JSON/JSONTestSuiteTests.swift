import Foundation
import TestSupport
import Testing

@testable import Subword

// JSONTestSuite, https://github.com/nst/JSONTestSuite at 1ef36fa0: 95 texts that a reader has to take
// (y_…), 188 that it has to refuse (n_…) and 35 that it may do either with (i_…). Its files stay there;
// `Scripts/json_test_suite.sh` puts them where this test finds them.

@Suite("JSONTestSuite's verdicts hold for the JSON reader")
struct JSONTestSuiteTests {
  /// Whether a file that a reader may refuse is taken: numbers of any size are. Refused are text that is
  /// not UTF-8, half surrogate pairs, a byte order mark, and 500 arrays in each other.
  private static func isTakenOfEither(_ name: String) -> Bool { name.hasPrefix("i_number_") }

  static let folder = "json-test-suite/test_parsing"

  @Test(
    "on each of its files", .enabled(if: TestData.has(folder), "needs \(folder): set TOK_TEST_DATA")
  )
  func verdicts() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: TestData.root.appendingPathComponent(Self.folder).path)
    var counts: [Character: Int] = [:]
    for name in names.sorted() where name.hasSuffix(".json") {
      let isTaken = Self.isTaken(try TestData.bytes("\(Self.folder)/\(name)"))
      let kind = name.first ?? "?"
      counts[kind, default: 0] += 1
      switch kind {
      case "y": #expect(isTaken, "\(name)")
      case "n": #expect(!isTaken, "\(name)")
      default: #expect(isTaken == Self.isTakenOfEither(name), "\(name): \(isTaken)")
      }
    }
    #expect(counts == ["y": 95, "n": 188, "i": 35])
  }

  private static func isTaken(_ bytes: [UInt8]) -> Bool {
    var json = JSONReader(bytes)
    do {
      try json.skipValue()
      try json.finish()
      return true
    } catch {
      return false
    }
  }
}
