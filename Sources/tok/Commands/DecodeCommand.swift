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
      var lines = try LineReader(file)
      while let line = try lines.next() {
        let place = FileLocation(file: shown(file), line: lines.number, byteOffset: lines.offset)
        let ids = try IdentifierLine.parse(
          line, asJSON: inputFormat == .jsonl, count: tokenizer.vocabulary.count, at: place)
        write(tokenizer.bytes(of: ids, skipSpecialTokens: skipSpecialTokens), to: &output)
        try output.flushIfLarge()
      }
    }
    try output.flush()
  }

  private func write(_ text: [UInt8], to output: inout StandardOutput) {
    switch inputFormat {
    case .text: output.bytes.append(contentsOf: text)
    case .lines:
      output.bytes.append(contentsOf: text)
      output.bytes.append(UInt8(ascii: "\n"))
    case .jsonl:
      var json = JSONWriter(appendingTo: output.bytes)
      output.bytes = []
      json.string(String(decoding: text, as: UTF8.self))
      json.lineFeed()
      output.bytes = json.bytes
    }
  }
}
