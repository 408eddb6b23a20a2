// Our pretokens against those of the engine whose ids we answer to, by digest.
//
//     Fixtures/patterns/reference-pretokens.txt  ──▶  pretokenizer, texts, count, digest
//                                                              ║ must equal
//     the same texts  ──▶  CompiledPretokenizer  ──▶  count, FNV-1a over starts and ends

import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("The named pretokenizers cut as Hugging Face's do")
struct ReferencePretokenTests {
  @Test("on every scalar in five surroundings, and on random texts", arguments: names)
  func digests(name: String) throws {
    let named = try #require(Pretokenizer.named.first { $0.name == name })
    let compiled = try CompiledPretokenizer(named.pretokenizer)
    let rows = try Self.rows().filter { $0[0] == name }
    #expect(rows.count == 6)
    for row in rows {
      var digest = PretokenDigest(compiled)
      try Self.forEveryText(row[1], alphabet: Self.alphabet()) { try digest.add($0) }
      #expect(digest.row == row[2...].joined(separator: "\t"), "\(row[0]), \(row[1])")
    }
  }

  @Test("and the digest tells one cut from another")
  func digestCanFail() throws {
    var rows: Set<String> = []
    for pretokenizer in [Pretokenizer.gpt2, .whitespace, .whitespaceSplit, .whole] {
      var digest = try PretokenDigest(CompiledPretokenizer(pretokenizer))
      try digest.add(Array("it's 1".unicodeScalars))
      rows.insert(digest.row)
    }
    #expect(rows.count == 4)
  }

  static let names = Pretokenizer.named.map(\.name).filter { $0 != "none" }

  static func rows() throws -> [[Substring]] {
    try Fixtures.lines("patterns/reference-pretokens.txt").dropFirst().map {
      $0.split(separator: "\t")
    }
  }

  static func alphabet() throws -> [Unicode.Scalar] {
    let line = try #require(try Fixtures.lines("patterns/reference-pretokens.txt").first)
    return line.split(separator: "\t")[1].split(separator: " ")
      .compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
  }

  static func forEveryText(
    _ kind: Substring, alphabet: [Unicode.Scalar], count: Int = 100_000,
    _ body: ([Unicode.Scalar]) throws -> Void
  ) throws {
    if kind == "random" || kind == "few" {
      let anything: UInt64 = kind == "few" ? .max : 4
      return try forEveryRandomText(over: alphabet, count: count, anything: anything, body)
    }
    for scalar in (0...0x10FFFF).lazy.compactMap({ Unicode.Scalar(UInt32($0)) }) {
      switch kind {
      case "alone": try body([scalar])
      case "between-letters": try body(["a", scalar, "b"])
      case "between-spaces": try body([" ", scalar, " "])
      case "after-apostrophe": try body(["'", scalar])
      case "before-line-feed": try body([scalar, "\n"])
      default: Issue.record("texts of no known kind: \(kind)")
      }
    }
  }

  /// One to 24 scalars: every `anything`-th from all there are, the others from the alphabet.
  private static func forEveryRandomText(
    over alphabet: [Unicode.Scalar], count: Int, anything: UInt64,
    _ body: ([Unicode.Scalar]) throws -> Void
  ) throws {
    var numbers = SeededGenerator(seed: 2026)
    for _ in 0..<count {
      try body(
        (0..<numbers.next() % 24 + 1).map { _ in
          let isAny = numbers.next() % anything == 0
          let draw = numbers.next()
          guard isAny else { return alphabet[Int(draw % UInt64(alphabet.count))] }
          let number = UInt32(draw % 0x10F800)
          return Unicode.Scalar(number < 0xD800 ? number : number + 0x800) ?? "\0"
        })
    }
  }
}

/// The digest of the pretokens of some texts, as the fixture has it.
struct PretokenDigest: ~Copyable {
  private let compiled: CompiledPretokenizer
  private var digest = FNV1a()
  private var count = 0
  private var text = Buffer<UInt8>()
  private var pretokens = Buffer<PretokenRange>()

  init(_ compiled: CompiledPretokenizer) { self.compiled = compiled }

  var row: String { "\(count)\t\(digest.description)" }

  mutating func add(_ scalars: [Unicode.Scalar]) throws {
    text.removeAll()
    pretokens.removeAll()
    for scalar in scalars { for byte in UTF8.encode(scalar) ?? .init() { text.append(byte) } }
    _ = try compiled.cut(text, from: 0, to: text.count, into: &pretokens)
    var (scalar, byte) = (0, 0)
    for index in 0..<pretokens.count {
      for bound in [pretokens[index].start, pretokens[index].end] {
        while byte < Int(bound) {
          byte += UTF8Scalar.width(text[byte])
          scalar += 1
        }
        digest.add(UInt8(truncatingIfNeeded: scalar))
      }
    }
    digest.add(255)
    count += pretokens.count
  }
}
