// Our normalizers against the library whose ids and offsets we answer to, by digest.
//
//     Fixtures/normalization/reference-normalizers.txt  ──▶  normalizer, texts, count, two digests
//                                                                     ║ must equal
//     the same texts  ──▶  NormalizationPipeline, with and without origins  ──▶  CRC-32 of both

import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite("Normalizers give Hugging Face's texts and origins")
struct ReferenceNormalizerTests {
  @Test(
    "on every scalar in five surroundings, on random texts and on short ones", arguments: names)
  func digests(name: String) throws {
    let pipeline = try NormalizationPipeline(try #require(try Self.normalizer(name)))
    let rows = try Self.rows().filter { $0[0] == name }
    #expect(rows.count >= 2)
    for row in rows {
      var digest = NormalizationDigest(pipeline)
      try Self.forEveryText(String(row[1])) { try digest.add($0) }
      #expect(digest.row == row[2...].joined(separator: "\t"), "\(row[0]), \(row[1])")
    }
  }

  @Test("and the digest tells normalizers apart, by text and by origins")
  func digestCanFail() throws {
    var rows: [String: [Substring]] = [:]
    for name in ["nfd", "nfc", "prepend", "lowercase"] {
      let normalizer = try #require(try Self.normalizer(name))
      var digest = NormalizationDigest(try NormalizationPipeline(normalizer))
      try digest.add(Array("Éa".utf8))
      rows[name] = digest.row.split(separator: "\t")
    }
    #expect(Set(rows.values.map { $0[1] }).count == 4)
    #expect(rows["nfc"]?[2] == rows["lowercase"]?[2] && rows["nfd"]?[2] != rows["prepend"]?[2])
  }

  static let names: [String] =
    ["precompiled-clusters", "precompiled-rules"] + plain.keys.sorted()
    + (TestData.has(published) ? ["precompiled-published"] : [])

  static let published = "vocabularies/t5-small/tokenizer.json"

  static let plain: [String: [Normalizer.Step]] = [
    "nfc": [.nfc], "nfd": [.nfd], "nfkc": [.nfkc], "nfkd": [.nfkd], "lowercase": [.lowercase],
    "strip-accents": [.stripAccents], "nmt": [.nmt], "byte-level": [.byteLevel],
    "bert-clean": [bert(cleans: true)], "bert-ideographs": [bert(ideographs: true)],
    "bert-accents": [bert(accents: true)],
    "bert": [bert(cleans: true, ideographs: true, accents: nil, lowercases: true)],
    "bert-cased": [bert(cleans: true, ideographs: true, accents: nil)],
    "replace-spaces": [.replace(.regex(#"\s+"#), content: " ")],
    "nfd-strip-accents": [.nfd, .stripAccents],
    "strip": [.strip(left: true, right: true)], "strip-left": [.strip(left: true, right: false)],
    "strip-right": [.strip(left: false, right: true)], "prepend": [.prepend("▁x")],
    "replace-literal": [.replace(.literal(" "), content: "▁")],
    "replace-by-nothing": [.replace(.literal("a"), content: "")],
    "replace-by-more": [.replace(.literal("a "), content: "ééé")],
    "replace-nothing": [.replace(.literal(""), content: "-")],
    "replace-optional": [.replace(.regex("x*"), content: "-")],
    "replace-looking": [.replace(.regex(#"(?<=a)\s|\p{L}(?=x)"#), content: "é_")],
    "llama": [.prepend("▁"), .replace(.literal(" "), content: "▁")],
    "clip": [.nfc, .replace(.regex(#"\s+"#), content: " "), .lowercase],
    "nfkc-lowercase": [.nfkc, .lowercase, .replace(.literal(" "), content: "▁")],
    "nmt-nfkc-bytes": [.nmt, .nfkc, .strip(left: true, right: true), .byteLevel],
  ]

  static func normalizer(_ name: String) throws -> Normalizer? {
    if let steps = plain[name] { return Normalizer(steps) }
    if name == "precompiled-published" { return try publishedNormalizer() }
    let file = "normalization/\(name.dropFirst("precompiled-".count)).charsmap"
    return Normalizer([.precompiled(charsmap: try Fixtures.bytes(file))])
  }

  private static func publishedNormalizer() throws -> Normalizer? {
    struct File: Decodable {
      let normalizer: [String: String]
    }
    let file = try JSONDecoder().decode(File.self, from: Data(try TestData.bytes(published)))
    let spelling = try #require(file.normalizer["precompiled_charsmap"])
    let charsmap = try #require(Data(base64Encoded: spelling))
    return Normalizer([.precompiled(charsmap: [UInt8](charsmap))])
  }

  private static func bert(
    cleans: Bool = false, ideographs: Bool = false, accents: Bool? = false, lowercases: Bool = false
  ) -> Normalizer.Step {
    .bert(
      cleansText: cleans, spacesIdeographs: ideographs, stripsAccents: accents,
      lowercases: lowercases)
  }
}

// MARK: - The texts, as the script makes them

extension ReferenceNormalizerTests {
  static func rows() throws -> [[Substring]] {
    try Fixtures.lines("normalization/reference-normalizers.txt").dropFirst(2).map {
      $0.split(separator: "\t")
    }
  }

  /// The scalars of the line that starts with `name`.
  static func alphabet(_ name: String) throws -> [Unicode.Scalar] {
    let lines = try Fixtures.lines("normalization/reference-normalizers.txt")
    let line = try #require(lines.first { $0.hasPrefix(name + "\t") })
    return line.split(separator: "\t")[1].split(separator: " ")
      .compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
  }

  static func forEveryText(_ kind: String, _ body: ([UInt8]) throws -> Void) throws {
    switch kind {
    case "scalars": try forEveryLine(body)
    case "ends": for scalar in everyScalar() { try body([scalar, "a", scalar].utf8) }
    case "random": try forEveryRandomText(over: try alphabet("letters"), body)
    case "short":
      try SubwordTests.forEveryText(over: try alphabet("few"), upTo: 6) { try body($0.utf8) }
    default: Issue.record("texts of no known kind: \(kind)")
    }
  }

  /// Lines of 256 scalars, each in one of the surroundings.
  private static func forEveryLine(_ body: ([UInt8]) throws -> Void) throws {
    let surroundings: [([Unicode.Scalar], [Unicode.Scalar])] = [
      ([], []), (["a"], ["b"]), (["e"], ["\u{301}"]), ([], ["\u{327}", "\u{301}"]),
      (["\u{AC00}"], ["A"]),
    ]
    let scalars = Array(everyScalar())
    for (before, after) in surroundings {
      for start in stride(from: 0, to: scalars.count, by: 256) {
        let parts = scalars[start..<min(start + 256, scalars.count)].map { before + [$0] + after }
        try body(Array(parts.joined(separator: ["\n"])).utf8)
      }
    }
  }

  /// One to 24 scalars: every sixteenth from all there are, the others from the letters.
  private static func forEveryRandomText(
    over letters: [Unicode.Scalar], _ body: ([UInt8]) throws -> Void
  ) throws {
    var numbers = SeededGenerator(seed: 2026)
    for _ in 0..<100_000 {
      let count = numbers.next() % 24 + 1
      let scalars = (0..<count).map { _ in
        let isAny = numbers.next() % 16 == 0
        let draw = numbers.next()
        guard isAny else { return letters[Int(draw % UInt64(letters.count))] }
        let number = UInt32(draw % 0x10F800)
        return Unicode.Scalar(number < 0xD800 ? number : number + 0x800) ?? "\0"
      }
      try body(scalars.utf8)
    }
  }
}

/// The digests of some normalized texts, as the fixture has them.
struct NormalizationDigest {
  private let pipeline: NormalizationPipeline
  private var count = 0
  private var texts = CRC32()
  private var origins = CRC32()

  init(_ pipeline: NormalizationPipeline) { self.pipeline = pipeline }

  var row: String { "\(count)\t\(texts.description)\t\(origins.description)" }

  mutating func add(_ text: [UInt8]) throws {
    var tracked = NormalizedText(text.span, tracksOrigins: true)
    try pipeline.normalize(&tracked)
    let bytes = try pipeline.normalForm(of: text)
    #expect(tracked.bytes == bytes, "with and without origins, on \(text)")
    for byte in bytes + [0xFF] { texts.add(byte) }
    for (byte, origin) in zip(tracked.bytes, tracked.origins) where byte & 0xC0 != 0x80 {
      count += 1
      for bound in [origin.start, origin.end] {
        origins.add(UInt8(truncatingIfNeeded: bound))
        origins.add(UInt8(truncatingIfNeeded: bound >> 8))
      }
    }
  }
}

extension NormalizationPipeline {
  /// What the bytes of `text` become.
  func normalForm(of text: [UInt8]) throws -> [UInt8] {
    var output: [UInt8] = []
    return try normalize(text.span, into: &output) == .appended ? output : text
  }
}
