import TestSupport
import Testing

@testable import Subword

@Suite("Every segmenter agrees with Fixtures/cases/segmentation.txt")
struct SegmentationCaseTests {
  struct Case: CustomStringConvertible {
    let description: String
    let tokens: [String]
    let pretoken: String
    let expected: [String]
  }

  /// Each segmenter that there is, as it is made from tokens alone.
  static let segmenters: [(name: String, make: @Sendable ([String]) throws -> any Segmenter)] = [
    ("BPESegmenter", { BPESegmenter(try RandomBPEModel.model(of: $0)) }),
    ("ReferenceBPESegmenter", { ReferenceBPESegmenter(try RandomBPEModel.model(of: $0)) }),
  ]

  @Test("line by line", arguments: segmenters.indices)
  func cases(number: Int) throws {
    let (name, make) = Self.segmenters[number]
    let cases = try Self.cases()
    #expect(cases.count == 25)
    for line in cases {
      var ids: [TokenID] = []
      try make(line.tokens).segment(Array(line.pretoken.utf8).span, into: &ids)
      let found = ids.map { Array(line.tokens[$0.index].utf8) }
      #expect(found == line.expected.map { Array($0.utf8) }, "\(name) on \(line)")
    }
  }

  static func cases() throws -> [Case] {
    try Fixtures.lines("cases/segmentation.txt").map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(unescaped)
      try #require(fields.count == 3, "\(line)")
      return Case(
        description: String(line), tokens: words(fields[0]), pretoken: fields[1],
        expected: words(fields[2]))
    }
  }

  private static func words(_ field: String) -> [String] {
    field.unicodeScalars.split(separator: " ").map { String($0) }
  }

  /// `<U+0301>` becomes the scalar, `<empty>` nothing.
  private static func unescaped(_ field: Substring) -> String {
    var result = String.UnicodeScalarView()
    for part in field.unicodeScalars.split(separator: "<", omittingEmptySubsequences: false) {
      let halves = part.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2 else {
        result.append(contentsOf: part)
        continue
      }
      let value = UInt32(String(halves[0]).dropFirst(2), radix: 16)
      if let scalar = value.flatMap(Unicode.Scalar.init) { result.append(scalar) }
      result.append(contentsOf: halves[1])
    }
    return String(result)
  }
}
