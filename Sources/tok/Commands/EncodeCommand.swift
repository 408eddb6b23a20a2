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

  @Option(help: "What the spelling of a special token in a text is: text, parse, or error.")
  var specialTokens = "text"

  @Option(help: "What becomes of bytes that are not UTF-8: replace, error, or bytes.")
  var invalid = "replace"

  func run() throws {
    let options = try self.options()
    let tokenizer = try tokenizer.load()
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

  private func options() throws(CommandFailure) -> EncodingOptions {
    let policies: [String: SpecialTokenPolicy] = ["text": .text, "parse": .parse, "error": .error]
    guard let specialTokens = policies[specialTokens] else {
      throw .usage("--special-tokens \(specialTokens): is unknown; take text, parse or error")
    }
    guard let invalid = InvalidUTF8(rawValue: invalid) else {
      throw .usage("--invalid \(invalid): is unknown; take replace, error or bytes")
    }
    if StandardOutput.isTerminal && (format == .npy || format == .bin) {
      throw .usage("--format \(format): is no text for a terminal; send it to a file or a program")
    }
    return EncodingOptions(specialTokens: specialTokens, invalid: invalid)
  }
}
