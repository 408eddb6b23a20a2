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
    /// The text itself, with its cuts shown.
    case cut
  }

  @OptionGroup var tokenizer: TokenizerOption
  @OptionGroup var input: TextInput

  @Option(help: "What is written for each text: ids, pieces, json (both), jsonl (a list), or cut.")
  var format = Format.ids

  @Option(help: "What the spelling of a special token in a text is: text, parse, or error.")
  var specialTokens = "text"

  @Option(help: "What becomes of bytes that are not UTF-8: replace, error, or bytes.")
  var invalid = "replace"

  func run() throws {
    let options = try self.options()
    let tokenizer = try tokenizer.load()
    var session = TokenizerSession(tokenizer)
    var writer = EncodingWriter(tokenizer, format)
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
    guard let specialTokens = SpecialTokenPolicy(rawValue: specialTokens) else {
      throw .usage("--special-tokens \(specialTokens): is unknown; take text, parse or error")
    }
    guard let invalid = InvalidUTF8(rawValue: invalid) else {
      throw .usage("--invalid \(invalid): is unknown; take replace, error or bytes")
    }
    return EncodingOptions(specialTokens: specialTokens, invalid: invalid)
  }
}
