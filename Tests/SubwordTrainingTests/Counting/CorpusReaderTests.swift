// The blocks of a corpus: nothing is lost, and no pretoken crosses from one to the next.

import Subword
import SubwordMemory
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("A corpus reader's blocks")
struct CorpusReaderTests {
  @Test("join to the input, whatever the format", arguments: CorpusReaderTests.formats)
  func join(format: Corpus.Format) throws {
    let folder = try TemporaryFolder()
    let texts = Self.texts
    let files = try texts.indices.map { try folder.write(texts[$0], to: "\($0).txt") }
    for cutsBeforeSpaces in [true, false] {
      let corpus = Corpus(files: files, format: format, invalid: .error)
      let blocks = try self.blocks(of: corpus, cutsBeforeSpaces: cutsBeforeSpaces)
      for (file, text) in zip(files, texts) {
        let parts = blocks.filter { $0.file == file }
        let joined = parts.flatMap(\.bytes)
        #expect(joined == text, "\(file), \(joined.count) of \(text.count) bytes")
        expectPlaces(parts, of: text)
        expectCuts(parts, format: format, cutsBeforeSpaces: cutsBeforeSpaces)
      }
    }
  }

  @Test("join to texts in memory, and leave empty ones out")
  func memory() throws {
    let texts = ["", "a b", "", String(repeating: "ab cd", count: 200_000), "c", ""]
    let blocks = try self.blocks(of: Corpus(texts), cutsBeforeSpaces: true)
    #expect(blocks.map(\.bytes) == texts.filter { !$0.isEmpty }.map { Array($0.utf8) })
  }

  @Test("are none for no files, and for empty files")
  func empty() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([], to: "empty.txt")
    #expect(try blocks(of: Corpus(files: []), cutsBeforeSpaces: true).isEmpty)
    #expect(try blocks(of: Corpus(files: [file, file]), cutsBeforeSpaces: true).isEmpty)
  }

  @Test("name a missing file and a folder")
  func badFiles() throws {
    let folder = try TemporaryFolder()
    let missing = folder["missing.txt"]
    expectError(
      """
      \(missing): can't be opened, no such file or directory; check the name and its permissions
      """, of: missing)
    let path = folder[""]
    expectError(
      "\(path): is a folder; name the files in it, for instance \(path)*.txt", of: path)
  }

  private func expectError(
    _ message: String, of file: String, at place: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: VocabularizationError.self, sourceLocation: place) {
      try PretokenCounts(of: Corpus(files: [file]), pretokenizer: .gpt2)
    }
    #expect(error?.description == message, sourceLocation: place)
  }

  // MARK: The texts

  static let formats: [Corpus.Format] = [.text, .lines, .jsonLines(field: nil)]

  /// Blocks have 256 KiB: characters, line ends and long words lie across their borders.
  private static let texts: [[UInt8]] = {
    let block = 1 << 18
    var texts = [
      "", "a", "\n", " ", "one line without its end", "two lines\n\nand a blank one\n",
      String(repeating: "no spaces", count: 350_000),
      String(repeating: "\r\n", count: block), String(repeating: " ", count: 2 * block + 1), "",
      String(repeating: "日本語の文、", count: 60_000),
      String(repeating: "é \u{3000} 日\u{A0} x\r\n", count: 60_000),
    ]
    for shift in 0..<4 {
      let start = String(repeating: "a", count: block - 5 + shift)
      texts.append(start + "\u{1F600} \u{1F600}é\u{301} \r\n\r\n" + start + " b\n")
      texts.append(start + " 日 日\n" + start + "\n" + start)
    }
    return texts.map { Array($0.utf8) }
  }()

  // MARK: Checks

  private struct Block {
    let bytes: [UInt8]
    let file: String
    let offset: Int
    let line: Int
  }

  private func blocks(of corpus: Corpus, cutsBeforeSpaces: Bool) throws -> [Block] {
    var reader = CorpusReader(
      corpus, cutsBeforeSpaces: cutsBeforeSpaces, memory: .spilling())
    var block = CorpusBlock()
    var blocks: [Block] = []
    while try reader.next(into: &block) {
      try #require(block.bytes.count >= block.count + PretokenTable.slack)
      blocks.append(
        Block(
          bytes: block.bytes.array(0..<block.count), file: block.file, offset: block.offset,
          line: block.line))
    }
    #expect(reader.bytesRead == blocks.reduce(0) { $0 + $1.bytes.count })
    return blocks
  }

  private func expectPlaces(_ blocks: [Block], of text: [UInt8]) {
    var offset = 0
    for block in blocks {
      #expect(block.offset == offset)
      #expect(block.line == 1 + text[..<offset].count { $0 == 0x0A }, "at \(offset)")
      offset += block.bytes.count
    }
  }

  private func expectCuts(_ blocks: [Block], format: Corpus.Format, cutsBeforeSpaces: Bool) {
    for (block, next) in zip(blocks, blocks.dropFirst()) {
      let end = "\(block.bytes.suffix(4)) | \(next.bytes.prefix(4))"
      if format != .text {
        #expect(block.bytes.last == 0x0A, "\(end)")
      } else {
        #expect(cutsBeforeSpaces && next.bytes.first == 0x20, "\(end)")
        let last = String(decoding: block.bytes.suffix(4), as: UTF8.self).unicodeScalars.last
        #expect(last?.properties.isWhitespace == false, "\(end)")
      }
    }
  }
}
