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

  @Option(
    help: ArgumentHelp(
      "What becomes of bytes that are not UTF-8: replace, error, or bytes. "
        + "[default: bytes for byte-level vocabularies, but for JSON; else replace]"))
  var invalid: String?

  @Option(help: "What becomes of identifiers that the vocabulary lacks: error, or skip.")
  var unknown = "error"

  @Flag(help: "Take out spaces in front of English punctuation, as transformers does.")
  var cleanUpSpaces = false

  @Flag(help: "Write a JSON object for each text, with the bytes of it that each token made.")
  var ranges = false

  func run() throws {
    let tokenizer = try tokenizer.load()
    let options = try self.options(for: tokenizer)
    if ranges && inputFormat == .text {
      throw CommandFailure.usage("--ranges: needs lines or jsonl; take --input-format lines")
    }
    var output = StandardOutput()
    var progress = FileProgress("decoding", try InputArguments.files(files))
    try StandardOutput.check(isNoneOf: progress.files)
    for file in progress.files {
      if inputFormat == .text {
        try decodeText(of: file, with: tokenizer, options, to: &output, &progress)
      } else {
        try decodeLines(of: file, with: tokenizer, options, to: &output, &progress)
      }
    }
    try output.flush()
    progress.finish()
  }

  /// The option that asks for JSON, if one does.
  private var jsonOption: String? {
    ranges ? "--ranges" : inputFormat == .jsonl ? "--input-format jsonl" : nil
  }

  private func options(for tokenizer: Tokenizer) throws(CommandFailure) -> DecodingOptions {
    guard let unknown = UnknownIdentifierPolicy(rawValue: unknown) else {
      throw .usage("--unknown \(unknown): is unknown; take error or skip")
    }
    if let jsonOption, invalid == "bytes" {
      throw .usage("--invalid bytes: isn't for \(jsonOption), JSON is UTF-8; take replace or error")
    }
    let standard = tokenizer.keepsBytes && jsonOption == nil ? "bytes" : "replace"
    guard let policy = InvalidUTF8(rawValue: invalid ?? standard) else {
      throw .usage("--invalid \(invalid ?? ""): is unknown; take replace, error or bytes")
    }
    return DecodingOptions(
      skipSpecialTokens: skipSpecialTokens, invalid: policy, unknown: unknown,
      cleansUpSpaces: cleanUpSpaces)
  }

  private func decodeLines(
    of file: String, with tokenizer: Tokenizer, _ options: DecodingOptions,
    to output: inout StandardOutput, _ progress: inout FileProgress
  ) throws(CommandFailure) {
    var lines = try LineReader(file)
    defer { progress.endFile(at: lines.endOffset) }
    while let line = try lines.next() {
      let place = place(of: lines, in: file)
      let ids = try IdentifierLine.parse(
        line, asJSON: inputFormat == .jsonl, in: tokenizer.vocabulary, unknown: options.unknown,
        at: place)
      do { try write(ids, with: tokenizer, options, to: &output) } catch {
        throw .data("\(place): \(error)")
      }
      progress.update(lines.endOffset)
      try output.flushIfLarge()
    }
  }

  private func write(
    _ ids: [TokenID], with tokenizer: Tokenizer, _ options: DecodingOptions,
    to output: inout StandardOutput
  ) throws(TokenDecodingError) {
    if ranges {
      let text = try tokenizer.decodeWithRanges(ids, options: options)
      output.json { $0.value(of: text) }
    } else if inputFormat == .jsonl {
      let text = try tokenizer.decode(ids, options: options)
      output.json { $0.string(text) }
    } else {
      output.bytes.append(contentsOf: try tokenizer.bytes(of: ids, options: options))
      output.bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// What two lines make together, such as a character, is whole in the text.
  private func decodeText(
    of file: String, with tokenizer: Tokenizer, _ options: DecodingOptions,
    to output: inout StandardOutput, _ progress: inout FileProgress
  ) throws(CommandFailure) {
    var joiner = tokenizer.joiner(options)
    var lines = try LineReader(file)
    defer { progress.endFile(at: lines.endOffset) }
    while let part = try lines.nextPart() {
      let place = place(of: lines, in: file)
      let ids = try IdentifierLine.parse(
        part, asJSON: false, in: tokenizer.vocabulary, unknown: options.unknown, at: place)
      joiner.append(ids, to: &output.bytes)
      try check(joiner, at: "\(place)")
      progress.update(lines.endOffset)
      try output.flushIfLarge()
    }
    joiner.finish(into: &output.bytes)
    try check(joiner, at: shown(file))
  }

  private func check(_ joiner: TextJoiner, at place: String) throws(CommandFailure) {
    if let failure = joiner.failure { throw .data("\(place): \(failure)") }
    if joiner.heldByteCount > Machine.longestText {
      throw .data(
        """
        \(place): more than \(Machine.longestText) byte tokens stand in a row, the limit; \
        check the identifiers
        """)
    }
  }

  private func place(of lines: borrowing LineReader, in file: String) -> FileLocation {
    FileLocation(file: shown(file), line: lines.number, byteOffset: lines.partOffset)
  }
}

extension StandardOutput {
  /// Appends a line of JSON.
  mutating func json(_ body: (inout JSONWriter) -> Void) {
    var json = JSONWriter(appendingTo: bytes)
    bytes = []
    body(&json)
    json.lineFeed()
    bytes = json.bytes
  }
}

extension JSONWriter {
  /// The text, and start and end of what each token made of it.
  fileprivate mutating func value(of text: DecodedText) {
    beginObject()
    key("text")
    string(text.text)
    key("ranges")
    beginArray()
    for range in text.ranges {
      beginArray()
      integer(range.lowerBound)
      integer(range.upperBound)
      endArray()
    }
    endArray()
    endObject()
  }
}
