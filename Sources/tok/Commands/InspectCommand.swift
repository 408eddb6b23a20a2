// `tok inspect`: what a tokenizer is.
//
//     Tokenizer  ──▶  Inspection  ──▶  InspectionReport (text) │ JSON

import ArgumentParser
import Subword

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a tokenizer is: its pipeline, sizes, tokens, and what is unusual.",
    discussion: """
      tok inspect
      tok inspect corpus.tokenizer.json --json
      """)

  @Argument(help: "The tokenizer's file; the bundled English vocabulary, if none is named.")
  var file: String?

  @OptionGroup var encoding: EncodingOption

  @Flag(help: "Write a JSON object for programs.")
  var json = false

  func run() throws {
    let inspection = Inspection(try TokenizerOption.load(file, encoding: try encoding.encoding()))
    var output = StandardOutput()
    if json {
      output.json { inspection.write(to: &$0) }
    } else {
      let report = InspectionReport(
        inspection, name: file.map { shown($0) } ?? "the bundled English vocabulary")
      output.bytes.append(contentsOf: report.text.utf8)
    }
    try output.flush()
  }
}
