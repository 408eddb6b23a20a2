// `tok train`: from a corpus to a tokenizer file.

import ArgumentParser
import Subword
import SubwordTraining

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns a vocabulary from text and writes a tokenizer file.",
    discussion: """
      tok train corpus.txt --vocab 32000
      tok train 'data/*.jsonl' --input-format jsonl --field text --vocab 64000
      """)

  @Argument(help: "Text files, a quoted pattern such as 'data/*.txt', or - for standard input.")
  var inputs: [String] = []

  @Option(help: "How many tokens in all: special tokens, alphabet and merges.")
  var vocab: Int

  @Option(help: "The kind of vocabulary. So far: bpe.")
  var model = "bpe"

  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "The file to write; its name tells the format, as for tok convert. [default: the first input's "
        + "name with .tokenizer.json, here]"))
  var output: String?

  @Flag(help: "Replace the file of the default name if it exists.")
  var force = false

  @OptionGroup var text: TrainingTextOptions
  @OptionGroup var alphabet: AlphabetOptions

  @Option(help: "Merge a pair only while it occurs at least so often.")
  var minFrequency = 0

  @Option(help: "Tokens are made shorter than this, in bytes or characters.")
  var maxTokenLength: Int?

  @Option(
    name: .customLong("special"),
    help: "A token that is never part of text, such as '<|endoftext|>'. May be repeated.")
  var specials: [String] = []

  @Option(help: "How many threads. [default: the number of processors]")
  var threads: Int?

  @Option(
    help:
      "How much memory to use, such as 512MB or 2GB. [default: half of the machine's, or of its container's]"
  )
  var memory: String?

  @Flag(help: "Print the summary as JSON on standard output.")
  var json = false

  func run() throws {
    let job = try TrainingJob(self)
    let start = Clock.now
    let trained = try job.train()
    let paths = try job.write(trained)
    let summary = TrainingSummary(
      paths: paths, trained: trained, requested: vocab,
      isLimited: minFrequency > 1 || maxTokenLength != nil, seconds: Clock.now - start)
    try summary.report(asJSON: json)
  }
}
