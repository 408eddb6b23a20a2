// Files line by line, in bounded memory.
//
//     file  ──▶  LineReader  ──▶  one line after the other, or parts of long ones

import Subword
import SubwordMemory

/// Reads a file line by line.
struct LineReader: ~Copyable {
  private let path: String
  private var file: InputFile
  private var buffer = Buffer<UInt8>()
  private var position = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var number = 0
  /// Where that line starts.
  private(set) var offset = 0
  /// Where what was read last starts: that line, or a part of it.
  private(set) var partOffset = 0
  private var nextOffset = 0
  /// How many bytes were given out.
  var endOffset: Int { nextOffset }
  /// Whether what was read last is a part of a line that goes on.
  private var isInLine = false
  /// Lines, or parts that can't be cut further, have up to so many bytes.
  private let limit: Int

  private static let blockSize = 1 << 18

  init(_ path: String, limit: Int = Machine.longestText) throws(CommandFailure) {
    self.path = path
    self.limit = limit
    do { file = try InputFile(path) } catch { throw .data(error) }
  }

  /// The next line without its line feed; `nil` at the end.
  mutating func next() throws(CommandFailure) -> [UInt8]? {
    try next(inParts: false)
  }

  /// The next line without its line feed, or of a long line a part that ends behind a blank.
  mutating func nextPart() throws(CommandFailure) -> [UInt8]? {
    try next(inParts: true)
  }

  private mutating func next(inParts: Bool) throws(CommandFailure) -> [UInt8]? {
    var searched = position
    while true {
      if let end = buffer.firstLineFeed(from: searched) {
        return take(to: end, next: end + 1, endsLine: true)
      }
      if inParts, let end = endOfPart(from: searched) {
        return take(to: end, next: end, endsLine: false)
      }
      searched = buffer.count - position
      if isAtEnd {
        guard position < buffer.count else { return nil }
        return take(to: buffer.count, next: buffer.count, endsLine: true)
      }
      try checkLength(searched)
      try read()
    }
  }

  private mutating func read() throws(CommandFailure) {
    buffer.removeFirst(position)
    position = 0
    do {
      let room = max(Self.blockSize, buffer.count)
      isAtEnd = try file.read(into: &buffer, room: room) == 0
    } catch {
      throw .data(error)
    }
  }

  /// Where to cut a line whose end isn't there yet; a part has a block's size at least.
  private func endOfPart(from start: Int) -> Int? {
    guard buffer.count - position >= Self.blockSize else { return nil }
    for place in stride(from: buffer.count, to: max(start, position), by: -1) {
      if [0x20, 0x09, 0x0D].contains(buffer[place - 1]) { return place }
    }
    return nil
  }

  private func checkLength(_ length: Int) throws(CommandFailure) {
    if length <= limit { return }
    let place = FileLocation(
      file: shown(path), line: isInLine ? number : number + 1,
      byteOffset: isInLine ? offset : nextOffset)
    throw .data(
      """
      \(place): the line is longer than the limit of \(limit) bytes; check that the file has lines
      """)
  }

  private mutating func take(to end: Int, next: Int, endsLine: Bool) -> [UInt8] {
    let line = buffer.array(position..<end)
    partOffset = nextOffset
    if !isInLine {
      offset = nextOffset
      number += 1
    }
    nextOffset += next - position
    position = next
    isInLine = !endsLine
    return line
  }
}
