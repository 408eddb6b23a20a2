// `tok encode`: text in, identifiers out.

import ArgumentParser
import Subword

struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Turns text into identifiers, a line for each text.",
    discussion: """
      tok encode --text "The cat sat."
      tok encode --tokenizer corpus.tokenizer.json < corpus.txt > corpus.ids
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    /// Identifiers with spaces between.
    case ids
    /// The tokens as files spell them, with spaces between.
    case pieces
    /// A JSON object with both.
    case json
    /// A JSON list of identifiers.
    case jsonl
    /// The identifiers of all texts, one behind the other, as an array in NumPy's file format.
    case npy
    /// The same without a header: 32 bits each, the lowest byte first.
    case bin
    /// The text itself, with its cuts shown.
    case cut
  }

  @OptionGroup var tokenizer: TokenizerOption
  @OptionGroup var input: TextInput

  @Option(
    help: ArgumentHelp(
      "What is written for each text: ids, pieces, json (both), jsonl (a list), or cut; "
        + "for all texts together: npy (one NumPy array of ids), or bin (32 bits an id)."))
  var format = Format.ids

  @OptionGroup var policies: EncodingPolicies

  func run() throws {
    let options = try policies.options()
    let details = try policies.wanted(in: format)
    if StandardOutput.isTerminal && (format == .npy || format == .bin) {
      throw CommandFailure.usage(
        "--format \(format): is no text for a terminal; send it to a file or a program")
    }
    let tokenizer = try tokenizer.load()
    if !details.isEmpty { return try encode(by: tokenizer, options, details) }
    switch format {
    case .npy: try encode(by: tokenizer, options, to: NumPyWriter())
    case .bin: try encode(by: tokenizer, options, to: BinaryWriter())
    case .ids, .pieces, .json, .jsonl, .cut:
      try encode(by: tokenizer, options, to: LineWriter(tokenizer, format))
    }
  }

  private func encode(
    by tokenizer: Tokenizer, _ options: EncodingOptions, to writer: consuming some EncodingWriter
  ) throws(CommandFailure) {
    var session = TokenizerSession(tokenizer)
    var ids: [TokenID] = []
    try input.eachText { (text, place) throws(CommandFailure) in
      ids.removeAll(keepingCapacity: true)
      do { try session.encode(text, options: options, into: &ids) } catch {
        throw .data("\(place()): \(error)")
      }
      try writer.write(ids)
    }
    try writer.finish()
  }

  private func encode(
    by tokenizer: Tokenizer, _ options: EncodingOptions, _ details: EncodingDetails
  ) throws(CommandFailure) {
    var session = TokenizerSession(tokenizer)
    var writer = DetailWriter()
    try input.eachText { (text, place) throws(CommandFailure) in
      let encoding: Encoding
      do {
        encoding = try session.encode(text, with: details.union(.tokens), options: options)
      } catch {
        throw .data("\(place()): \(error)")
      }
      try writer.write(encoding)
    }
    try writer.finish()
  }
}
