// `tok convert`: a tokenizer in another format, and whether it is still the same one.

import ArgumentParser
import Subword

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a tokenizer in another format, and compares the two.",
    discussion: """
      tok convert corpus.tokenizer.json corpus.tiktoken
      tok convert corpus.tokenizer.json copy.json --json
      """)

  @Argument(help: "The tokenizer's file, of any format that is read.")
  var input: String

  @Argument(
    help: ArgumentHelp(
      "The file to write; its name tells the format: .tiktoken, tekken….json, vocab.json (with "
        + "merges.txt beside it, as for a folder), or .json."))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The format, whatever the name: json, tekken, tiktoken, or vocab for vocab.json and merges.txt. "
        + "[default: what the name says]"))
  var to: String?

  @OptionGroup var encoding: EncodingOption

  @Flag(help: "Write the file even where identifiers will be others.")
  var lossy = false

  @Flag(help: "Print the result as JSON on standard output.")
  var json = false

  func run() throws {
    let result = try convert(to: try format())
    try result.report(asJSON: json, to: output)
    if let reason = result.reasonForOtherIdentifiers {
      let advice =
        result.isWritten
        ? "written all the same: \(result.writtenFiles)" : "take --lossy to write it all the same"
      throw CommandFailure(message: "\(shown(output)): \(reason); \(advice)", status: 3)
    }
  }

  private func format() throws(CommandFailure) -> ModelFormat {
    if output == "-" { throw .usage("-: a tokenizer goes into a file; name one") }
    if let to {
      let formats: [String: ModelFormat] = [
        "json": .tokenizerJSON, "tekken": .tekken, "tiktoken": .tiktoken,
        "vocab": .vocabularyAndMerges,
      ]
      guard let format = formats[to] else {
        throw .usage("--to \(shown(to)): is unknown; take json, tekken, tiktoken or vocab")
      }
      return format
    }
    guard let format = ModelFormat(path: output) else {
      throw .usage("\(shown(output)): \(ModelFormat.unknownName), or say it with --to")
    }
    return format
  }

  private func convert(to format: ModelFormat) throws(CommandFailure) -> ConversionResult {
    do {
      let encoding = try encoding.encoding()
      let tokenizer = try Tokenizer(contentsOfFile: input, encoding: encoding)
      let conversion = try Conversion(tokenizer, as: format, to: output)
      try checkPaths(of: conversion)
      var result = ConversionResult(
        losses: conversion.losses,
        comparison: TokenizerComparison(tokenizer, try conversion.reread()))
      if lossy || result.reasonForOtherIdentifiers == nil {
        try conversion.write()
        result.paths = conversion.paths
      }
      return result
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as ModelFileError {
      throw .data(error)
    } catch {
      throw .data("\(error)")
    }
  }

  /// Checks that no file is replaced that the tokenizer was read from: of a folder, any could be one.
  private func checkPaths(of conversion: Conversion) throws(CommandFailure) {
    guard let source = SystemCalls.status(of: input) else { return }
    for path in conversion.paths {
      guard let target = SystemCalls.status(of: path)?.identity else { continue }
      let folder = SystemCalls.status(of: SystemCalls.folder(of: path))?.identity
      if source.identity == target || source.kind == .folder && source.identity == folder {
        throw .data("\(shown(path)): is what is converted; choose another name")
      }
    }
  }
}

/// What a conversion has lost, and whether both sides agree.
struct ConversionResult {
  let losses: [Conversion.Loss]
  let comparison: TokenizerComparison
  /// The files that were written, the one that was asked for first.
  var paths: [String] = []

  var isWritten: Bool { !paths.isEmpty }
  var writtenFiles: String { paths.map { shown($0) }.joined(separator: ", ") }

  /// Why the two give different identifiers, or may on a text that wasn't compared.
  var reasonForOtherIdentifiers: String? {
    if let text = comparison.difference {
      return "gives other identifiers for \(Self.spelledOut(text))"
    }
    let losses = losses.filter(\.changesIdentifiers).map(\.part)
    return losses.isEmpty
      ? nil : "may give other identifiers without \(losses.joined(separator: ", "))"
  }

  /// The text on one line; if it is short and not all ASCII, with its code points.
  private static func spelledOut(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quoted = "\"\(excerpt(text))\""
    if scalars.count > 4 || scalars.allSatisfy({ (0x20..<0x7F).contains($0.value) }) {
      return quoted
    }
    let points = scalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
    return "\(quoted) (\(points.joined(separator: " ")))"
  }

  func report(asJSON: Bool, to path: String) throws(CommandFailure) {
    for loss in losses { StandardError.write("tok: \(shown(path)): leaves out \(loss.part)") }
    var output = StandardOutput()
    if asJSON {
      output.bytes = json(path)
    } else if reasonForOtherIdentifiers == nil {
      output.bytes = Array(
        "\(writtenFiles)  \(comparison.count) texts, the same identifiers\n".utf8)
    }
    try output.flush()
  }

  private func json(_ path: String) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("output")
    json.string(path)
    json.key("files")
    json.beginArray()
    for path in paths { json.string(path) }
    json.endArray()
    json.key("losses")
    json.beginArray()
    for loss in losses { json.string(loss.part) }
    json.endArray()
    json.key("texts")
    json.integer(comparison.count)
    json.key("same")
    json.bool(comparison.difference == nil)
    json.key("written")
    json.bool(isWritten)
    json.endObject()
    json.lineFeed()
    return json.bytes
  }
}

extension ModelFormat {
  /// What to say of a name that asks for no format.
  static let unknownName =
    "the format isn't written; end the name in .json, .tiktoken or vocab.json"
}
