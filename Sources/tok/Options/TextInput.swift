// The texts that `tok encode` reads: from the command line, files, or standard input.
//
//     --text │ FILES │ standard input  ──▶  TextInput  ──▶  one text after the other

import ArgumentParser
import Subword
import SubwordMemory

/// What one text is.
enum TextFormat: String, CaseIterable, ExpressibleByArgument {
  /// A line, without its line feed.
  case lines
  /// A JSON string on a line, or a field of an object.
  case jsonl
  /// A whole file.
  case text
}

struct TextInput: ParsableArguments {
  @Argument(help: "Text files, a quoted pattern, or - for standard input, the default.")
  var files: [String] = []

  @Option(help: "A text, instead of files. May be repeated.")
  var text: [String] = []

  @Option(help: "What one text is: lines, jsonl (a JSON string a line), or text (a whole file).")
  var inputFormat = TextFormat.lines

  @Option(help: "The field of the objects that holds the text, with --input-format jsonl.")
  var field: String?

  /// Calls `body` with each text and its place.
  func forEach(
    _ body: (Span<UInt8>, () -> String) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    if field != nil && inputFormat != .jsonl {
      throw .usage("--field: needs --input-format jsonl; add that")
    }
    if !text.isEmpty {
      if !files.isEmpty { throw .usage("--text: stands beside files; give one or the other") }
      for text in text { try body(Array(text.utf8).span) { "--text" } }
      return
    }
    try checkForText()
    for file in try InputArguments.files(files) { try forEach(in: file, body) }
  }

  /// Somebody who writes `tok encode "Hello there"` means a text.
  private func checkForText() throws(CommandFailure) {
    guard files.count == 1, files[0] != "-", SystemCalls.status(of: files[0]) == nil,
      !files[0].utf8.contains(where: { "/*?[.".utf8.contains($0) })
    else { return }
    throw .usage("\(shown(files[0])): is no file; to encode it as a text take --text")
  }

  private func forEach(
    in file: String, _ body: (Span<UInt8>, () -> String) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    if inputFormat == .text {
      let bytes: [UInt8]
      do { bytes = try InputFile.bytes(of: file, limit: 1 << 40) } catch { throw .data(error) }
      return try body(bytes.span) { shown(file) }
    }
    var lines = try LineReader(file)
    while let line = try lines.next() {
      let (number, offset) = (lines.number, lines.offset)
      let place = { "\(FileLocation(file: shown(file), line: number, byteOffset: offset))" }
      if inputFormat == .lines {
        try body(line.span, place)
      } else if let text = try record(line, file: file, number: number, offset: offset) {
        try body(text.span, place)
      }
    }
  }

  private func record(
    _ line: [UInt8], file: String, number: Int, offset: Int
  ) throws(CommandFailure) -> [UInt8]? {
    do { return try JSONRecord.text(of: line, field: field) } catch {
      let place = FileLocation(
        file: shown(file), line: number, byteOffset: offset + error.offset)
      throw .data("\(place): \(error.reason)")
    }
  }
}

/// Reads a file line by line.
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
      if isAtEnd { return position < buffer.count ? take(to: buffer.count, next: buffer.count) : nil }
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
