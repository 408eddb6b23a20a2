// One corpus, one file: whatever the threads, the order of the files, and the way they are split.

import Foundation
import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("Training gives the same bytes of tokenizer.json")
struct DeterminismTests {
  private let folder: TemporaryFolder
  private let files: [String]
  private let expected: [UInt8]

  init() throws {
    folder = try TemporaryFolder()
    files = try Fixtures.corpora().map(\.path)
    try #require(files.count > 10)
    expected = try Self.train(Corpus(files: files))
  }

  @Test("for any number of threads", arguments: [1, 2, 3, 7, 16])
  func threads(count: Int) throws {
    #expect(try Self.train(Corpus(files: files), threads: count) == expected)
  }

  @Test("twenty times in a row, on two threads")
  func repeats() throws {
    for time in 1...20 {
      #expect(try Self.train(Corpus(files: files), threads: 2) == expected, "time \(time)")
    }
  }

  @Test("for any order of the files")
  func order() throws {
    for seed in 1...5 {
      var generator = SeededGenerator(seed: seed)
      let shuffled = files.shuffled(using: &generator)
      #expect(try Self.train(Corpus(files: shuffled), threads: 3) == expected, "seed \(seed)")
    }
  }

  @Test("for files split in front of a U+0020 behind a non-space", arguments: [2, 7, 64])
  func splits(parts: Int) throws {
    var generator = SeededGenerator(seed: parts)
    for pretokenizer in [Pretokenizer.gpt2, .cl100k, .o200k, .whitespace] {
      var split: [String] = []
      for (number, file) in files.enumerated() {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        for (part, range) in Self.ranges(of: bytes, parts, &generator).enumerated() {
          split.append(try folder.write(bytes[range], to: "\(number).\(part)"))
        }
      }
      #expect(split.count > files.count * parts / 2)
      let whole = try Self.train(Corpus(files: files), pretokenizer)
      let found = try Self.train(
        Corpus(files: split.shuffled(using: &generator)), pretokenizer, threads: 3)
      #expect(found == whole, "\(pretokenizer)")
    }
  }

  @Test("for texts in memory and for records of JSON that hold the files")
  func texts() throws {
    let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    #expect(try Self.train(Corpus(texts)) == expected)
    let records = try folder.write(Self.records(texts), to: "texts.jsonl")
    #expect(
      try Self.train(Corpus(files: [records], format: .jsonLines(field: "text"))) == expected)
  }

  @Test("for lines, and for records of JSON that hold the lines with their line feeds")
  func lines() throws {
    let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    let lines = texts.flatMap { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { "\($0)\n" }
    }
    let records = try folder.write(Self.records(lines), to: "lines.jsonl")
    let asLines = try Self.train(Corpus(files: files, format: .lines), threads: 2)
    #expect(try Self.train(Corpus(lines)) == asLines)
    #expect(try Self.train(Corpus(files: [records], format: .jsonLines(field: "text"))) == asLines)
    #expect(asLines != expected, "no pretoken of these corpora crosses a line's end")
  }

  @Test("for tables that leave memory again and again", arguments: [1, 2, 7])
  func spilled(threads: Int) throws {
    let counter = try PretokenCounter(
      Corpus(files: files), CompiledPretokenizer(.gpt2), nil, .spilling(threads: threads), nil)
    var counts = try counter.run()
    counts.pretokenizer = .gpt2
    let trained = try BPEVocabularizer(vocabularySize: 4_000).vocabularize(counts)
    #expect(try trained.tokenizer.tokenizerJSON() == expected)
  }

  @Test(
    "for a large file on 16 threads and in seven parts",
    .enabled(if: TestData.has("corpora/code.txt"), "needs a large corpus: set TOK_TEST_DATA"))
  func largeFile() throws {
    let bytes = try TestData.bytes("corpora/code.txt")
    let file = try folder.write(bytes, to: "whole")
    var generator = SeededGenerator(seed: 7)
    let parts = try Self.ranges(of: bytes, 7, &generator).enumerated()
      .map { try folder.write(bytes[$1], to: "large.\($0)") }
    let whole = try Self.train(Corpus(files: [file]))
    #expect(try Self.train(Corpus(files: [file]), threads: 16) == whole)
    #expect(try Self.train(Corpus(files: parts.reversed()), threads: 3) == whole)
  }

  // MARK: Helpers

  private static func train(
    _ corpus: Corpus, _ pretokenizer: Pretokenizer = .gpt2, threads: Int = 1
  ) throws -> [UInt8] {
    let counts = try PretokenCounts(of: corpus, pretokenizer: pretokenizer, threads: threads)
    return try BPEVocabularizer(vocabularySize: 4_000).vocabularize(counts, threads: threads)
      .tokenizer.tokenizerJSON()
  }

  /// About `parts` ranges that cover `bytes`, cut at random places where they may be.
  private static func ranges(
    of bytes: [UInt8], _ parts: Int, _ generator: inout SeededGenerator
  ) -> [Range<Int>] {
    var places: Set<Int> = [0, bytes.count]
    for _ in 1..<parts {
      var place = generator.number(1...bytes.count - 1)
      while place < bytes.count && !mayBeCut(bytes, place) { place += 1 }
      places.insert(place)
    }
    let sorted = places.sorted()
    return zip(sorted, sorted.dropFirst()).map { $0..<$1 }
  }

  private static func mayBeCut(_ bytes: [UInt8], _ place: Int) -> Bool {
    guard bytes[place] == 0x20 else { return false }
    let before = String(decoding: bytes[max(place - 4, 0)..<place], as: UTF8.self).unicodeScalars
    return before.last?.properties.isWhitespace == false
  }

  private static func records(_ texts: [String]) throws -> Data {
    var records = Data()
    for text in texts {
      records += try JSONEncoder().encode(["text": text])
      records.append(0x0A)
    }
    return records
  }
}
