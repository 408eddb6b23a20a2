// Sorted counts that become one, from memory and from temporary files.

import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("Merging sorted counts gives the sum of all")
struct CountsMergeTests {
  /// Counts of up to 20 short pretokens each, some of them empty, many the same.
  private static func counts(_ number: Int, seed: Int) -> [PretokenCounts] {
    var generator = SeededGenerator(seed: seed)
    return (0..<number).map { _ in
      PretokenCounts(
        (0..<generator.number(1...20)).map { _ in
          let length = generator.number(0...3)
          let word = (0..<length).map { _ in generator.element(of: ["a", "b", "é"]) }.joined()
          return (word, UInt64(generator.number(1...9)))
        })
    }
  }

  private static func sum(_ counts: [PretokenCounts]) -> [[UInt8]: UInt64] {
    counts.reduce(into: [:]) { $0.merge($1.dictionary, uniquingKeysWith: +) }
  }

  @Test("of any number in memory", arguments: [1, 2, 3, 7, 64, 500])
  func inMemory(number: Int) throws {
    let counts = Self.counts(number, seed: number)
    let merged = try PretokenCounts.merged(counts, [], memory: .max)
    #expect(merged.dictionary == Self.sum(counts))
    let pretokens = (0..<merged.count).map { merged[$0].pretoken }
    #expect(zip(pretokens, pretokens.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
  }

  @Test("of any number that left memory, in a few files", arguments: [0, 1, 7, 8, 9, 64, 65, 700])
  func spilled(number: Int) throws {
    let counts = Self.counts(number + 2, seed: number)
    var spilled = SpilledCounts()
    for counts in counts.dropFirst(2) { try spilled.add(counts) }
    let files = try spilled.takeFiles()
    #expect(files.count <= SpilledCounts.fanIn)
    let merged = try PretokenCounts.merged(Array(counts.prefix(2)), files, memory: .max)
    #expect(merged.dictionary == Self.sum(counts))
  }

  @Test("or an error where a sum exceeds 64 bits", arguments: [0, 2])
  func overflow(spilled count: Int) throws {
    let counts = [PretokenCounts([("a", .max)]), PretokenCounts([("a", 1)])]
    var spilled = SpilledCounts()
    for counts in counts.prefix(count) { try spilled.add(counts) }
    let files = try spilled.takeFiles()
    #expect(throws: VocabularizationError.countOverflow) {
      try PretokenCounts.merged(Array(counts.dropFirst(count)), files, memory: .max)
    }
  }

  @Test("or an error where a temporary file ends inside a record", arguments: 1..<18)
  func cut(kept: Int) throws {
    var record: [UInt8] = []
    record.append(record: Array("ab".utf8)[...], 3)
    let file = try TemporaryFile()
    try file.write(record.span)
    try file.write(record.span.extracting(..<kept))
    let missing = FileError.becameShorter(
      path: "a temporary file", from: 18 + (kept < 16 ? 16 : 18), to: 18 + kept)
    #expect(throws: VocabularizationError.file(missing)) {
      try PretokenCounts.merged([], [file], memory: .max)
    }
  }
}
