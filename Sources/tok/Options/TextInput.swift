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

/// A text, and where it comes from.
struct InputText: Sendable {
  enum Place: Sendable {
    case argument
    case file(String)
    case line(Int, of: String, offset: Int)
  }

  let bytes: [UInt8]
  let place: Place
  /// How many bytes of all input were read up to its end.
  let position: Int
}

extension InputText.Place: CustomStringConvertible {
  /// As messages begin.
  var description: String {
    switch self {
    case .argument: "--text"
    case .file(let path): shown(path)
    case .line(let number, let path, let offset):
      "\(FileLocation(file: shown(path), line: number, byteOffset: offset))"
    }
  }
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

  /// Calls `body` with each text.
  ///
  /// - Parameter invalid: What becomes of bytes that are not UTF-8 in JSON, which can't hold them. In
  ///   other texts they stay.
  func eachText(
    invalid: InvalidUTF8, _ body: (InputText) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    if field != nil && inputFormat != .jsonl {
      throw .usage("--field: needs --input-format jsonl; add that")
    }
    if invalid == .bytes && inputFormat == .jsonl {
      throw .usage("--invalid bytes: isn't for jsonl, JSON is UTF-8; take replace or error")
    }
    if !text.isEmpty {
      if !files.isEmpty { throw .usage("--text: stands beside files; give one or the other") }
      if inputFormat == .jsonl {
        throw .usage("--text: is a text as it is, and no jsonl; leave --input-format out")
      }
      for text in text {
        try body(InputText(bytes: Array(text.utf8), place: .argument, position: 0))
      }
      return
    }
    try checkForText()
    let files = try InputArguments.files(files)
    try StandardOutput.check(isNoneOf: files)
    var start = 0
    for file in files {
      start = try eachText(in: file, from: start, invalid, body)
    }
  }

  /// Somebody who writes `tok encode "The cat sat."`, or leaves out the quotes, means a text.
  private func checkForText() throws(CommandFailure) {
    guard let first = files.first, files.allSatisfy(isLikelyText) else { return }
    let what = files.count == 1 ? "is no file" : "is no file, nor is any other argument"
    throw .usage("\(shown(first)): \(what); to encode a text take --text")
  }

  /// Whether `argument` names no file and looks like no name of one: no folder, no extension.
  private func isLikelyText(_ argument: String) -> Bool {
    if argument == "-" || SystemCalls.status(of: argument) != nil { return false }
    if argument.utf8.contains(UInt8(ascii: " ")) && !argument.utf8.starts(with: "/".utf8) {
      return argument.wholeMatch(of: /.*\.[A-Za-z][A-Za-z0-9]{0,9}/) == nil
    }
    return argument.wholeMatch(of: /.*([\/*?\[]|\.[A-Za-z0-9]).*/) == nil
  }

  /// - Returns: How many bytes of all input were read.
  private func eachText(
    in file: String, from start: Int, _ invalid: InvalidUTF8,
    _ body: (InputText) throws(CommandFailure) -> Void
  ) throws(CommandFailure) -> Int {
    if inputFormat == .text {
      let bytes: [UInt8]
      let limit = Machine.longestText
      do { bytes = try InputFile.bytes(of: file, limit: limit) } catch { throw .data(error) }
      let end = start + bytes.count
      try body(InputText(bytes: bytes, place: .file(file), position: end))
      return end
    }
    var lines = try LineReader(file)
    var end = start
    while let line = try lines.next() {
      end = start + lines.offset + line.count
      let (number, offset) = (lines.number, lines.offset)
      let bytes =
        inputFormat == .lines
        ? line : try record(line, of: file, number: number, offset: offset, invalid)
      try body(
        InputText(bytes: bytes, place: .line(number, of: file, offset: offset), position: end))
    }
    return end
  }

  /// The text of a record. A blank line holds none: it is an empty text, so that each line of input has
  /// its line of output.
  private func record(
    _ line: [UInt8], of file: String, number: Int, offset: Int, _ invalid: InvalidUTF8
  ) throws(CommandFailure) -> [UInt8] {
    let place = FileLocation(file: shown(file), line: number, byteOffset: offset)
    var record = line
    var buffer = Buffer<UInt8>()
    buffer.append(contentsOf: line.span)
    if let bad = UTF8Repair.firstIllFormed(in: buffer, from: 0, to: buffer.count) {
      guard invalid == .replace else {
        let error = TokenEncodingError.invalidUTF8(byteOffset: bad.lowerBound)
        throw .data("\(place): \(error)")
      }
      var repaired = Buffer<UInt8>()
      _ = UTF8Repair.repair(buffer, 0..<buffer.count, into: &repaired)
      record = repaired.array
    }
    do { return try JSONRecord.text(of: record, field: field) ?? [] } catch {
      throw .data("\(place.moved(by: error.offset)): \(JSONRecord.reason(error, field: field))")
    }
  }
}
