// A file or standard input, one line after the other, whatever the lines' length.

import Subword
import SubwordMemory

/// Reads a file line by line, and knows where each line stands.
struct LineReader: ~Copyable {
  private var file: InputFile
  private var buffer = Buffer<UInt8>()
  private var position = 0
  private var isAtEnd = false
  /// The number of the line that was read last, from 1.
  private(set) var number = 0
  /// Where that line starts.
  private(set) var offset = 0
  private var nextOffset = 0

  private static let blockSize = 1 << 18

  init(_ path: String) throws(CommandFailure) {
    do { file = try InputFile(path) } catch { throw .data(error) }
  }

  /// The next line without its line feed; `nil` at the end.
  mutating func next() throws(CommandFailure) -> [UInt8]? {
    var searched = position
    while true {
      if let end = buffer.firstLineFeed(from: searched) {
        return take(to: end, next: end + 1)
      }
      searched = buffer.count - position
      if isAtEnd {
        return position < buffer.count ? take(to: buffer.count, next: buffer.count) : nil
      }
      buffer.removeFirst(position)
      position = 0
      do {
        let room = max(Self.blockSize, buffer.count)
        isAtEnd = try file.read(into: &buffer, room: room) == 0
      } catch {
        throw .data(error)
      }
    }
  }

  private mutating func take(to end: Int, next: Int) -> [UInt8] {
    let line = buffer.array(position..<end)
    offset = nextOffset
    nextOffset += next - position
    position = next
    number += 1
    return line
  }
}
