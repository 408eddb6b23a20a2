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

  @Option(help: "How many threads. [default: the number of processors]")
  var threads: Int?

  func run() throws {
    let options = try policies.options()
    let details = try policies.wanted(in: format)
    if StandardOutput.isTerminal && (format == .npy || format == .bin) {
      throw CommandFailure.usage(
        "--format \(format): is no text for a terminal; send it to a file or a program")
    }
    let threads = try Machine.threads(threads)
    let job = EncodeJob(
      tokenizer: try tokenizer.load(), options: options, details: details, threads: threads)
    switch format {
    case .npy: try job.run(input, as: BinaryFormat(), to: NumPyOutput())
    case .bin: try job.run(input, as: BinaryFormat(), to: PlainOutput())
    case .ids, .pieces, .json, .jsonl, .cut:
      try job.run(input, as: LineFormat(job.tokenizer, format), to: PlainOutput())
    }
  }
}
