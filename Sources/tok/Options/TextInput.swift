// The texts that `tok encode` reads: from the command line, files, or standard input.
//
//     --text │ FILES │ standard input  ──▶  TextInput  ──▶  one text after the other

import ArgumentParser
import Subword

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
  func eachText(
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
    for file in try InputArguments.files(files) { try eachText(in: file, body) }
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

  private func eachText(
    in file: String, _ body: (Span<UInt8>, () -> String) throws(CommandFailure) -> Void
  ) throws(CommandFailure) {
    if inputFormat == .text {
      let bytes: [UInt8]
      let limit = Machine.longestText
      do { bytes = try InputFile.bytes(of: file, limit: limit) } catch { throw .data(error) }
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
      let mend = "each line has to be a JSON string, or an object with --field"
      throw .data("\(place): \(clause(error.reason, else: mend))")
    }
  }
}
