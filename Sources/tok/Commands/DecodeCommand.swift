// `tok decode`: identifiers in, text out.

import ArgumentParser
import Subword

struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Turns identifiers back into text, a line for each line.",
    discussion: """
      tok encode --text "The cat sat." | tok decode
      tok decode --tokenizer corpus.tokenizer.json corpus.ids > corpus.txt
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    /// Identifiers with spaces between; the text on a line.
    case lines
    /// A JSON list of identifiers; the text as a JSON string.
    case jsonl
    /// All lines together are one text, which is written as it is.
    case text
  }

  @OptionGroup var tokenizer: TokenizerOption

  @Argument(help: "Files of identifiers, a quoted pattern, or - for standard input, the default.")
  var files: [String] = []

  @Option(
    help:
      "lines (ids with spaces between), jsonl (lists in, strings out), or text (one text in all).")
  var inputFormat = Format.lines

  @Flag(help: "Leave special tokens out of the text.")
  var skipSpecialTokens = false

  func run() throws {
    let tokenizer = try tokenizer.load()
    var output = StandardOutput()
    for file in try InputArguments.files(files) {
      if inputFormat == .text {
        try decodeText(of: file, with: tokenizer, to: &output)
      } else {
        try decodeLines(of: file, with: tokenizer, to: &output)
      }
    }
    try output.flush()
  }

  private func decodeLines(
    of file: String, with tokenizer: Tokenizer, to output: inout StandardOutput
  ) throws(CommandFailure) {
    var lines = try LineReader(file)
    while let line = try lines.next() {
      let ids = try IdentifierLine.parse(
        line, asJSON: inputFormat == .jsonl, count: tokenizer.vocabulary.count,
        at: place(of: lines, in: file))
      write(tokenizer.bytes(of: ids, skipSpecialTokens: skipSpecialTokens), to: &output)
      try output.flushIfLarge()
    }
  }

  private func write(_ text: [UInt8], to output: inout StandardOutput) {
    if inputFormat == .jsonl {
      var json = JSONWriter(appendingTo: output.bytes)
      output.bytes = []
      json.string(String(decoding: text, as: UTF8.self))
      json.lineFeed()
      output.bytes = json.bytes
    } else {
      output.bytes.append(contentsOf: text)
      output.bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// What two lines make together, such as a character, is whole in the text.
  private func decodeText(
    of file: String, with tokenizer: Tokenizer, to output: inout StandardOutput
  ) throws(CommandFailure) {
    var joiner = tokenizer.joiner(
      DecodingOptions(skipSpecialTokens: skipSpecialTokens, invalid: .bytes, unknown: .skip))
    var lines = try LineReader(file)
    while let part = try lines.nextPart() {
      let place = place(of: lines, in: file)
      let ids = try IdentifierLine.parse(
        part, asJSON: false, count: tokenizer.vocabulary.count, at: place)
      joiner.append(ids, to: &output.bytes)
      if joiner.heldByteCount > Machine.longestText {
        throw .data(
          """
          \(place): more than \(Machine.longestText) byte tokens stand in a row, the limit; \
          check the identifiers
          """)
      }
      try output.flushIfLarge()
    }
    joiner.finish(into: &output.bytes)
  }

  private func place(of lines: borrowing LineReader, in file: String) -> FileLocation {
    FileLocation(file: shown(file), line: lines.number, byteOffset: lines.offset)
  }
}
