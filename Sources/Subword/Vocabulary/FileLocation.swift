// A place in a file, as every message about a broken file names it.
//
//     byte offset + the file's bytes  ──▶  FileLocation  ──▶  "merges.txt:3 (byte 41)"
//
// Readers carry plain offsets while they read; only an error pays for counting lines.

import SubwordMemory

/// A place in a file: its name, the line and the byte.
///
/// Reads as `merges.txt:3 (byte 41)`.
public struct FileLocation: Hashable, Sendable {
  /// The file's name as messages show it.
  public let file: String
  /// The line, counted from 1; 0 in a file that has none.
  public let line: Int
  /// The distance from the file's first byte, which has the offset 0.
  public let byteOffset: Int

  /// A place whose line is already known.
  public init(file: String, line: Int, byteOffset: Int) {
    self.file = file
    self.line = line
    self.byteOffset = byteOffset
  }

  /// The place so many bytes further on in the same line.
  package func moved(by distance: Int) -> FileLocation {
    FileLocation(file: file, line: line, byteOffset: byteOffset + distance)
  }

  /// The place of a byte in a file that has no lines.
  package static func inBinary(_ file: String, byteOffset: Int) -> FileLocation {
    FileLocation(file: file, line: 0, byteOffset: byteOffset)
  }

  /// The place of the byte at `offset` in the file that holds `bytes`.
  ///
  /// A line ends behind its line feed, so CR LF counts once. An offset outside of `bytes` is in the
  /// nearest line. Linear in `offset`.
  package init(file: String, byteOffset offset: Int, in bytes: [UInt8]) {
    let lineFeeds = bytes.prefix(max(0, offset)).count { $0 == UInt8(ascii: "\n") }
    self.init(file: file, line: lineFeeds + 1, byteOffset: offset)
  }
}

extension FileLocation: CustomStringConvertible {
  /// The file, the line and the byte: `merges.txt:3 (byte 41)`, or without a line
  /// `model.gguf (byte 41)`.
  public var description: String {
    line == 0 ? "\(file) (byte \(byteOffset))" : "\(file):\(line) (byte \(byteOffset))"
  }
}
