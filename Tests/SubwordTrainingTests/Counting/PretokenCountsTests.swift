// Counting a corpus: the same counts, whatever way the text takes.

import Foundation
import Subword
import SubwordMemory
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("Pretokens are counted")
struct PretokenCountsTests {
  @Test("as a whole text is cut, with every named pretokenizer", arguments: 1...4)
  func blocksDoNotShow(seed: Int) throws {
    let folder = try TemporaryFolder()
    let text = SeededGenerator.text(seed: seed, scalars: 600_000)
    let file = try folder.write(text.utf8, to: "text.txt")
    for (name, pretokenizer) in Pretokenizer.named {
      let expected = try Self.counts(ofWhole: text, pretokenizer)
      let found = try PretokenCounts(of: Corpus(files: [file]), pretokenizer: pretokenizer)
      #expect(found.dictionary == expected, "\(name), seed \(seed)")
    }
  }

  @Test("the same on any number of threads and with tables that leave memory all the time")
  func spilled() throws {
    let folder = try TemporaryFolder()
    let texts = (1...6).map { SeededGenerator.text(seed: $0, scalars: 200_000) }
    let files = try texts.enumerated().map { try folder.write($1.utf8, to: "\($0).txt") }
    let expected = try PretokenCounts(of: Corpus(files: files), pretokenizer: .cl100k)
    #expect(expected.count > 50_000, "too few pretokens to fill a table")
    for (threads, memory) in [(1, 0), (2, 0), (7, 0), (2, 1 << 20), (3, .max)] {
      let counter = try PretokenCounter(
        Corpus(files: files), CompiledPretokenizer(.cl100k), nil,
        .spilling(beyond: memory, threads: threads), nil)
      let found = try counter.run()
      let isSame = found.bytes == expected.bytes && found.ends == expected.ends
      #expect(isSame, "\(threads) threads, tables of \(memory) bytes")
      #expect(found.counts == expected.counts, "\(threads) threads, tables of \(memory) bytes")
      #expect(found.corpusByteCount == expected.corpusByteCount)
    }
  }

  @Test("and long pretokens come back whole from temporary files")
  func longSpilled() throws {
    var generator = SeededGenerator(seed: 9)
    var words = (0..<5_000).map { "w\($0)" }
    words += (0..<20).map { String(repeating: "x\($0)", count: generator.number(10...200_000)) }
    let text = (words + words.reversed()).joined(separator: " ")
    let counter = try PretokenCounter(
      Corpus([text]), CompiledPretokenizer(.whitespaceSplit), nil, .spilling(), nil)
    let expected = Dictionary(words.map { (Array($0.utf8), UInt64(2)) }, uniquingKeysWith: +)
    #expect(try counter.run().dictionary == expected)
  }

  @Test("within the memory allowed, or that is an error that says how much it takes")
  func memoryExceeded() {
    let text = (0..<100_000).map { "word\($0)" }.joined(separator: " ")
    let error = #expect(throws: VocabularizationError.self) {
      try PretokenCounts(of: Corpus([text]), pretokenizer: .gpt2, memory: 1_000_000)
    }
    guard case .memoryExceeded(let needed, 1_000_000)? = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(needed > 1_000_000)
  }

  @Test("the same for long stretches that nothing else is counted beside")
  func longStretches() throws {
    let folder = try TemporaryFolder()
    let texts = (1...4).map {
      String(SeededGenerator.text(seed: $0, scalars: 200_000).filter { $0 != " " })
    }
    let files = try texts.enumerated().map { try folder.write($1.utf8, to: "\($0).txt") }
    let expected = try PretokenCounts(of: Corpus(files: files), pretokenizer: .gpt2)
    var memory = CountingMemory.spilling(threads: 3)
    memory.longestShared = 100_000
    #expect(memory.longestShared < texts.map(\.utf8.count).min() ?? 0)
    let counter = try PretokenCounter(
      Corpus(files: files), CompiledPretokenizer(.gpt2), nil, memory, nil)
    #expect(try counter.run().dictionary == expected.dictionary)
  }

  @Test("of a text without a place to cut only as long as memory allows")
  func longestStretch() throws {
    let folder = try TemporaryFolder()
    let solid = String(repeating: "ab\n", count: 1 << 19)
    let file = try folder.write("x yz \(solid)", to: "a.txt")
    let place = "\(file): has no place to cut at in the 1048576 bytes from byte 4 on"
    let error = #expect(throws: VocabularizationError.self) {
      try PretokenCounts(of: Corpus(files: [file]), pretokenizer: .gpt2, memory: 16_000_000)
    }
    #expect(
      error?.description
        == "\(place), too many for the 16 MB allowed; raise --memory, or take --input-format lines")
    let lines = Corpus(files: [file], format: .lines)
    let counts = try PretokenCounts(of: lines, pretokenizer: .gpt2, memory: 16_000_000)
    #expect(counts.corpusByteCount == solid.utf8.count + 5)
    let line = try folder.write(String(repeating: "ab ", count: 1 << 19), to: "b.txt")
    let lineError = #expect(throws: VocabularizationError.self) {
      try PretokenCounts(
        of: Corpus(files: [line], format: .lines), pretokenizer: .gpt2, memory: 16_000_000)
    }
    #expect(
      lineError?.description == """
        \(line): has no line end in the 1048576 bytes from byte 0 on, too many for the 16 MB \
        allowed; raise --memory, or break the line up
        """)
  }

  @Test("when the temporary folder is missing: an error with its mend")
  func missingTemporaryFolder() async throws {
    let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent])
    {
      unsafe setenv("TMPDIR", "/no/such/folder", 1)
      exit(Self.exitCodeOfSpilling())
    }
    Self.expect(
      """
      the temporary folder: can't be written, no such file or directory; point TMPDIR to another \
      place, or allow more memory
      """, on: result)
  }

  @Test("when the temporary folder takes no more: an error with its mend")
  func fullTemporaryFolder() async throws {
    let result = await #expect(processExitsWith: .exitCode(3), observing: [\.standardErrorContent])
    {
      var limit = rlimit(rlim_cur: 1_000, rlim_max: 1_000)
      _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      _ = signal(SIGXFSZ, SIG_IGN)
      exit(Self.exitCodeOfSpilling())
    }
    Self.expect(
      """
      the temporary folder: can't be written, file too large; point TMPDIR to another place, \
      or allow more memory
      """, on: result)
  }

  // MARK: Sums

  @Test("in 64 bits when parts are added, and beyond them is an error")
  func sums() throws {
    let words: [(UInt64, UInt64)] = [(3_000_000_000, 3_000_000_000), (1 << 63, 1 << 63 - 1)]
    for (left, right) in words {
      let parts = [PretokenCounts([("a", left), ("b", 1)]), PretokenCounts([("a", right)])]
      let sum = try PretokenCounts.merged(parts, [], memory: .max)
      #expect(sum.dictionary == [[97]: left + right, [98]: 1])
    }
    let parts = [PretokenCounts([("a", 1 << 63)]), PretokenCounts([("a", 1 << 63)])]
    #expect(throws: VocabularizationError.countOverflow) {
      try PretokenCounts.merged(parts, [], memory: .max)
    }
  }

  @Test("and those that exceed 63 bits once multiplied by symbols are refused")
  func overflow() throws {
    let options = BPEVocabularizer(vocabularySize: 10, alphabet: .characters())
    let large: UInt64 = 5_000_000_000_000_000_000
    let small = try options.vocabularize(PretokenCounts([("a", large), ("bc", 3_000_000_000)]))
    #expect(small.corpusTokenCount == Int(large) + 3_000_000_000)
    for words in [[("ab", large)], [("ab", 1 << 62), ("c", 1)], [("a", 1 << 63)]] {
      let error = #expect(throws: VocabularizationError.self) {
        try options.vocabularize(PretokenCounts(words))
      }
      #expect(
        error?.description == "the corpus: its counts exceed 63 bits; train on a part of it",
        "\(words)")
    }
  }

  // MARK: Helpers

  /// What cutting the whole text at once gives.
  private static func counts(
    ofWhole text: String, _ pretokenizer: Pretokenizer
  ) throws -> [[UInt8]: UInt64] {
    var bytes = Buffer<UInt8>()
    bytes.append(contentsOf: Array(text.utf8).span)
    let count = bytes.count
    bytes.resize(to: count + PretokenTable.slack, filling: 0)
    var pretokens = Buffer<PretokenRange>()
    _ = try CompiledPretokenizer(pretokenizer).cut(bytes, from: 0, to: count, into: &pretokens)
    var counts: [[UInt8]: UInt64] = [:]
    for index in 0..<pretokens.count {
      counts[bytes.array(Int(pretokens[index].start)..<Int(pretokens[index].end)), default: 0] += 1
    }
    return counts
  }

  /// Counts what has to leave memory, writes the error to standard error.
  private static func exitCodeOfSpilling() -> Int32 {
    let text = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    do {
      let counter = try PretokenCounter(
        Corpus([text]), CompiledPretokenizer(.gpt2), nil, .spilling(), nil)
      _ = try counter.run()
      return 0
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      return 3
    }
  }

  private static func expect(
    _ message: String, on result: ExitTest.Result?, at place: SourceLocation = #_sourceLocation
  ) {
    let found = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(found == message + "\n", sourceLocation: place)
  }
}

extension SeededGenerator {
  /// Text with white space of all kinds, long and short words, line ends, and many scripts.
  static func text(seed: Int, scalars: Int) -> String {
    var generator = SeededGenerator(seed: seed)
    let spaces: [Unicode.Scalar] = [
      " ", " ", " ", " ", "\n", "\t", "\r", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}",
      "\u{3000}", "\u{B}", "\u{1F}", "\u{200B}",
    ]
    let letters = Array("abcdeXYZ'sé日本ไทย\u{301}\u{1F600}0123½.,-\u{E0001}".unicodeScalars)
    var text = String.UnicodeScalarView()
    var count = 0
    while count < scalars {
      var run: [Unicode.Scalar] = []
      for _ in 0..<generator.number(1...3) { run.append(generator.element(of: spaces)) }
      let length = generator.once(in: 5_000) ? 20_000 : generator.number(1...9)
      for _ in 0..<length { run.append(generator.element(of: letters)) }
      text.append(contentsOf: run)
      count += run.count
      if generator.once(in: 20_000) { text.append(contentsOf: "  \r\n".unicodeScalars) }
    }
    return String(text)
  }
}
