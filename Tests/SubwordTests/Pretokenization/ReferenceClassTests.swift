// Our classes against those of the engines whose ids we answer to, by digest.
//
//     Fixtures/unicode/reference-classes.txt  ──▶  engine, class, version, count, digest
//                                                              ║ must equal
//     the pinned tables  ──▶  ScalarSet  ──▶  count, FNV-1a over its ranges

import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite("The pinned tables give the classes of the reference engines")
struct ReferenceClassTests {
  struct Row: CustomStringConvertible {
    let engine: Substring
    let expression: Substring
    let version: UnicodeVersion
    let count: Int
    let digest: UInt64

    var description: String { "\(engine) \(expression) in Unicode \(version)" }
  }

  @Test("on every scalar of every class in reference-classes.txt")
  func classes() throws {
    let rows = try Self.rows()
    #expect(rows.count == 277, "the fixture lost or gained rows")
    for row in rows where row.expression != "(?i:x)" {
      let set = try #require(Self.set(of: row), "no class of ours for \(row)")
      #expect(set.count == row.count, "\(row)")
      #expect(Self.fnv1a(set) == row.digest, "\(row)")
    }
  }

  @Test("on what every single scalar folds with, in reference-classes.txt")
  func caseFolding() throws {
    let rows = try Self.rows().filter { $0.expression == "(?i:x)" }
    #expect(rows.count == 2)
    let orbits = Set(UnicodeTables.caseOrbits.map { $0 & 0x1F_FFFF }).sorted()
    let closures = orbits.map { ($0, ScalarSet([$0..<$0 + 1]).caseClosed(.unicode16)) }
      .filter { $0.1.count > 1 }
    let lines = closures.map { scalar, closure in
      "\(Self.hex(scalar)): " + closure.ranges.joined().map(Self.hex).joined(separator: " ") + "\n"
    }
    for row in rows {
      #expect(closures.count == row.count, "\(row)")
      #expect(Self.fnv1a(lines.joined()) == row.digest, "\(row)")
    }
  }

  @Test("and the digest tells one scalar more or less, and one range from two")
  func digestCanFail() {
    #expect(Self.fnv1a(.none) == 0xCBF2_9CE4_8422_2325)
    #expect(Self.fnv1a(ScalarSet("a"..."c")) != Self.fnv1a(ScalarSet("a"..."b")))
    let without = ScalarSet.all.subtracting(ScalarSet("\u{1F600}"))
    #expect(Self.fnv1a(without) != Self.fnv1a(.all))
  }

  static func rows() throws -> [Row] {
    let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent()
    }
    let file = root.appending(path: "Fixtures/unicode/reference-classes.txt")
    return try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { line in
        let fields = line.split(separator: "\t")
        try #require(fields.count == 5, "\(line)")
        return Row(
          engine: fields[0], expression: fields[1], version: try version(fields[2]),
          count: try #require(Int(fields[3])), digest: try #require(UInt64(fields[4], radix: 16)))
      }
  }

  static func version(_ text: Substring) throws -> UnicodeVersion {
    let numbers = text.split(separator: ".").compactMap { UInt8($0) }
    try #require(numbers.count == 2, "\(text)")
    return UnicodeVersion(major: numbers[0], minor: numbers[1])
  }

  static func set(of row: Row) -> ScalarSet? {
    let version = row.version
    switch (row.engine, row.expression) {
    case (_, #"\s"#), (_, #"\p{White_Space}"#), (_, "WhitespaceSplit"): return .whiteSpace
    case (_, #"\d"#): return .digits(version)
    case (_, #"\p{Alphabetic}"#): return .alphabetic(version)
    case ("oniguruma", #"\w"#): return .word(.onigurumaBare, version: version)
    case ("oniguruma", #"[\w]"#): return .word(.onigurumaInBrackets, version: version)
    case (_, #"\w"#), (_, #"[\w]"#), (_, "Whitespace"): return .word(.rust, version: version)
    case (_, "Digits"): return ScalarSet(.number, version: version)
    case (_, "Punctuation"):
      return ScalarSet(.punctuation, version: version).union(Self.asciiPunctuation)
    case (_, let name) where name.hasPrefix("[[:"):
      return POSIXClass(rawValue: String(name.dropFirst(3).dropLast(3)))
        .map { ScalarSet($0, version: version) }
    case (_, let name):
      let property = String(name.dropFirst(3).dropLast())
      return ScalarSet(property: property, .oniguruma, inBrackets: false)
    }
  }

  /// What C calls punctuation: also the symbols of ASCII.
  static let asciiPunctuation = ScalarSet([0x21..<0x30, 0x3A..<0x41, 0x5B..<0x61, 0x7B..<0x7F])

  /// 64-bit FNV-1a over the closed ranges, a line each, e.g. `0041-005A` and a line feed.
  static func fnv1a(_ set: ScalarSet) -> UInt64 {
    let lines = set.ranges.map { "\(hex($0.lowerBound))-\(hex($0.upperBound - 1))\n" }
    return fnv1a(lines.joined())
  }

  static func fnv1a(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { digest, byte in
      (digest ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }

  static func hex(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
