// Our pieces and where they come from against those of the reference, by digest.
//
//     Fixtures/pretokenization/reference-pieces.txt  ──▶  pretokenizer, texts, count, digest
//                                                                   ║ must equal
//     the same texts  ──▶  CompiledPretokenizer.pretokenize  ──▶  count, CRC-32 of the pieces

import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("Every pretokenizer gives the pieces of Hugging Face's, and says where they come from")
struct ReferencePieceTests {
  @Test(
    "on every scalar in five surroundings, on all short texts and on random ones",
    arguments: PretokenizerSamples.all.keys.sorted())
  func digests(name: String) throws {
    let pretokenizer = try #require(PretokenizerSamples.all[name])
    let rows = try Self.rows().filter { $0[0] == name }
    #expect(rows.count >= 2)
    let alphabet = try Self.alphabet()
    for row in rows {
      var digest = try PieceDigest(pretokenizer)
      try Self.forEveryText(row[1], alphabet: alphabet) { try digest.add($0) }
      #expect(digest.row == row[2...].joined(separator: "\t"), "\(row[0]), \(row[1])")
    }
  }

  @Test("and has a row for each of them")
  func complete() throws {
    let names = Set(try Self.rows().map { String($0[0]) })
    #expect(names == Set(PretokenizerSamples.all.keys))
  }

  static func rows() throws -> [[Substring]] {
    try Fixtures.lines("pretokenization/reference-pieces.txt").dropFirst().map {
      $0.split(separator: "\t")
    }
  }

  static func alphabet() throws -> [Unicode.Scalar] {
    let line = try #require(try Fixtures.lines("pretokenization/reference-pieces.txt").first)
    return line.split(separator: "\t")[1].split(separator: " ")
      .compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
  }

  static func forEveryText(
    _ kind: Substring, alphabet: [Unicode.Scalar], _ body: ([Unicode.Scalar]) throws -> Void
  ) throws {
    switch kind {
    case "alone": for scalar in scalars { try body([scalar]) }
    case "in-runs": try inContext([], [], body)
    case "between-letters": try inContext(["a"], ["b"], body)
    case "between-spaces": try inContext([" "], [" "], body)
    case "behind-digits": try inContext(["'", "1"], [], body)
    case "short":
      try SubwordTests.forEveryText(over: Array("a ▁1-".unicodeScalars), upTo: 5, body)
      try SubwordTests.forEveryText(over: Array("b\n.中ア".unicodeScalars), upTo: 5, body)
    case "random": try ReferencePretokenTests.forEveryText(kind, alphabet: alphabet, body)
    default: Issue.record("texts of no known kind: \(kind)")
    }
  }

  static let scalars = (0...0x10FFFF).compactMap { Unicode.Scalar(UInt32($0)) }

  private static func inContext(
    _ before: [Unicode.Scalar], _ behind: [Unicode.Scalar],
    _ body: ([Unicode.Scalar]) throws -> Void
  ) throws {
    for start in stride(from: 0, to: scalars.count, by: 64) {
      let part = scalars[start..<min(start + 64, scalars.count)]
      try body(part.flatMap { before + [$0] + behind })
    }
  }
}

/// The digest of the pieces of some texts, as the fixture has it.
private struct PieceDigest {
  private let pretokenizer: CompiledPretokenizer
  private let hasStandIns: Bool
  private var digest = CRC32()
  private var count = 0

  init(_ pretokenizer: Pretokenizer) throws {
    self.pretokenizer = try CompiledPretokenizer(pretokenizer)
    hasStandIns = pretokenizer.endsInBytes
  }

  var row: String { "\(count)\t\(digest.description)" }

  mutating func add(_ scalars: [Unicode.Scalar]) throws {
    var text = PretokenizedText(
      NormalizedText(scalars.utf8.span, tracksOrigins: true), originalOffset: 0)
    try pretokenizer.pretokenize(&text)
    var (scalar, byte) = (0, 0)
    for index in 0..<text.pieces.count {
      add(text.bytes, text.pieces[index])
      let stretch = text.stretches[index]
      if stretch.start < byte { (scalar, byte) = (0, 0) }
      for bound in [stretch.start, stretch.end] {
        while byte < bound {
          byte += UTF8.width(scalars[scalar])
          scalar += 1
        }
        digest.add(UInt8(truncatingIfNeeded: scalar))
        digest.add(UInt8(truncatingIfNeeded: scalar >> 8))
      }
    }
    digest.add(0xFE)
    count += text.pieces.count
  }

  private mutating func add(_ bytes: borrowing Buffer<UInt8>, _ piece: PretokenRange) {
    var spelling: [UInt8] = []
    if hasStandIns {
      bytes.withSpan { ByteAlphabet.spell($0.extracting(piece.start..<piece.end), into: &spelling) }
    } else {
      spelling = bytes.array(piece.start..<piece.end)
    }
    for byte in spelling { digest.add(byte) }
    digest.add(0xFF)
  }
}
