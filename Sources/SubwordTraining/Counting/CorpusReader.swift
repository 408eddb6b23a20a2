// The corpus as blocks that several threads work on at once.
//
//     files, texts  ──▶  CorpusReader  ──▶  blocks that no pretoken crosses  ──▶  PretokenCounter
//
// A block ends where the text ends, at a line's end where lines are texts, or else in front of a
// U+0020 behind something that isn't white space, where the pretokenizer allows that. What is left
// over starts the next block.

import Subword
import SubwordMemory

/// A stretch of corpus.
struct CorpusBlock: ~Copyable {
  /// The text, then ``PretokenTable/slack`` zeros.
  var bytes = Buffer<UInt8>()
  /// How many bytes of text there are.
  var count = 0
  /// How many blocks there are in front of it in the corpus, itself included.
  var number = 0
  /// The file, or a word for where the text came from.
  var file = ""
  /// Where the block starts in it.
  var offset = 0
  /// The line that the block starts in, from 1; where a place may be asked for.
  var line = 1
}

/// Hands out a corpus block by block.
struct CorpusReader: ~Copyable {
  private enum Cut {
    case afterLine
    case beforeSpace
    case never
  }

  private static let blockSize = 1 << 18

  private var sources: ArraySlice<Corpus.Source>
  private let cut: Cut
  private var file: InputFile?
  /// What was read and belongs to the next block.
  private var rest = Buffer<UInt8>()
  private var name = ""
  private var offset = 0
  private var line = 1
  private var blockCount = 0
  /// Whether errors will name a place: lines are counted only then.
  private let namesPlaces: Bool
  private let memory: CountingMemory

  /// How many bytes were read so far.
  private(set) var bytesRead = 0

  init(_ corpus: Corpus, cutsBeforeSpaces: Bool, memory: CountingMemory) {
    self.memory = memory
    sources = corpus.sources[...]
    namesPlaces = corpus.format != .text || corpus.invalid == .error
    switch corpus.format {
    case .text: cut = cutsBeforeSpaces ? .beforeSpace : .never
    case .lines, .jsonLines: cut = .afterLine
    }
  }

  /// Fills `block` with the next stretch.
  ///
  /// - Returns: `false` at the end of the corpus.
  mutating func next(into block: inout CorpusBlock) throws(VocabularizationError) -> Bool {
    block.bytes.removeAll()
    blockCount += 1
    block.number = blockCount
    while block.bytes.isEmpty {
      if file == nil {
        guard let source = sources.popFirst() else { return false }
        do { try open(source) } catch { throw .file(error) }
      }
      try fill(&block)
    }
    block.count = block.bytes.count
    block.bytes.resize(to: block.count + PretokenTable.slack, filling: 0)
    block.file = name
    block.offset = offset
    block.line = line
    if namesPlaces { line += block.bytes.lineFeeds(0..<block.count) }
    offset += block.count
    bytesRead += block.count
    return true
  }

  private mutating func open(_ source: Corpus.Source) throws(FileError) {
    (offset, line) = (0, 1)
    switch source {
    case .file(let path):
      file = try InputFile(path)
      name = path
    case .text(let bytes):
      file = nil
      name = "the text"
      rest.append(contentsOf: bytes.span)
    }
  }

  /// Takes over the rest, then reads until there is a place to cut, or the text ends.
  private mutating func fill(_ block: inout CorpusBlock) throws(VocabularizationError) {
    swap(&block.bytes, &rest)
    guard file != nil else { return }
    var searched = block.bytes.count
    var room = Self.blockSize
    while try read(into: &block.bytes, room: room) {
      if block.bytes.count >= Self.blockSize, let place = lastCut(in: block.bytes, from: searched) {
        rest.append(block.bytes, place..<block.bytes.count)
        block.bytes.resize(to: place, filling: 0)
        return
      }
      if block.bytes.count > memory.longestStretch {
        throw .stretchTooLong(
          file: name, byteOffset: offset, isLine: cut == .afterLine, limit: memory.longestStretch,
          bound: memory.bound)
      }
      // Without a cut the block doubles, so that what is read is moved a bounded number of times.
      searched = block.bytes.count
      room = min(
        max(Self.blockSize, block.bytes.count), memory.longestStretch - block.bytes.count + 1)
    }
    file = nil
  }

  private mutating func read(
    into bytes: inout Buffer<UInt8>, room: Int
  ) throws(VocabularizationError) -> Bool {
    guard var file = file.take() else { return false }
    let count: Int
    do { count = try file.read(into: &bytes, room: room) } catch { throw .file(error) }
    self.file = consume file
    return count > 0
  }

  /// The last place at or behind `start` where `bytes` may be cut, but not in front of all.
  private func lastCut(in bytes: borrowing Buffer<UInt8>, from start: Int) -> Int? {
    var place = bytes.count - 1
    while place >= max(start, 1) {
      switch cut {
      case .never: return nil
      case .afterLine: if bytes[place - 1] == UInt8(ascii: "\n") { return place }
      case .beforeSpace: if bytes.isSafeCut(place) { return place }
      }
      place -= 1
    }
    return nil
  }
}
