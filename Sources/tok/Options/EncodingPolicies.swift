// What `tok encode` does with texts, and what it tells about them.

import ArgumentParser
import Subword

struct EncodingPolicies: ParsableArguments {
  @Option(help: "What the spelling of a special token in a text is: text, parse, or error.")
  var specialTokens = "text"

  @Flag(help: "Add the special tokens that the tokenizer's template puts around a text.")
  var addSpecialTokens = false

  @Option(help: "What becomes of bytes that are not UTF-8: replace, error, or bytes.")
  var invalid = "replace"

  @Option(
    help:
      "What becomes of text that the vocabulary can't spell: file, what the tokenizer's file says.")
  var unknown = "file"

  @Option(
    help: ArgumentHelp(
      "How many tokens of a text stay: a number, none for all of them, or file for what the "
        + "tokenizer's file says."))
  var truncation = "file"

  @Option(
    help: "Whether short encodings are filled up: none, or file for what the tokenizer's file says."
  )
  var padding = "file"

  @Option(help: "What decides, with dropout, which merges are left out.")
  var seed: UInt64 = 0

  @Option(
    help: ArgumentHelp(
      "Where each token is in its text, with --format json: counted in bytes, utf16, or scalars."))
  var offsets: String?

  @Option(
    help: ArgumentHelp(
      "What else --format json tells of each token: words, types, special, attention; with commas "
        + "between."))
  var details: String?

  private static let names: [(name: String, detail: EncodingDetails)] = [
    ("words", .words), ("types", .typeIDs), ("special", .specialTokensMask),
    ("attention", .attentionMask),
  ]

  func options() throws(CommandFailure) -> EncodingOptions {
    let policies: [String: SpecialTokenPolicy] = ["text": .text, "parse": .parse, "error": .error]
    guard let specialTokens = policies[specialTokens] else {
      throw .usage("--special-tokens \(specialTokens): is unknown; take text, parse or error")
    }
    guard let invalid = InvalidUTF8(rawValue: invalid) else {
      throw .usage("--invalid \(invalid): is unknown; take replace, error or bytes")
    }
    try checkUnknown()
    return EncodingOptions(
      specialTokens: specialTokens, invalid: invalid, addsSpecialTokens: addSpecialTokens,
      truncation: try truncationChoice(), padding: try paddingChoice(), seed: seed)
  }

  /// The file's own rule is the only one that there is yet.
  private func checkUnknown() throws(CommandFailure) {
    if unknown == "file" { return }
    let planned = ["word", "piece", "character", "fuse", "bytes", "surface", "drop", "error"]
    let isPlanned = planned.contains(unknown) || unknown.hasPrefix("hash:")
    throw .usage(
      "--unknown \(shown(unknown)): \(isPlanned ? "is not supported yet" : "is unknown"); take file"
    )
  }

  private func truncationChoice() throws(CommandFailure) -> RuleChoice<Truncation> {
    switch truncation {
    case "file": return .own
    case "none": return .none
    default:
      guard let length = Int(truncation), length >= 0 else {
        throw .usage("--truncation \(shown(truncation)): is unknown; take a number, none or file")
      }
      return .custom(Truncation(maximumLength: length))
    }
  }

  private func paddingChoice() throws(CommandFailure) -> RuleChoice<Padding> {
    switch padding {
    case "file": return .own
    case "none": return .none
    default: throw .usage("--padding \(shown(padding)): is unknown; take none or file")
    }
  }

  /// What is asked for beside identifiers.
  func wanted(in format: EncodeCommand.Format) throws(CommandFailure) -> EncodingDetails {
    var wanted: EncodingDetails = []
    if let offsets {
      guard let unit = OffsetUnit(rawValue: offsets) else {
        throw .usage("--offsets \(shown(offsets)): is unknown; take bytes, utf16 or scalars")
      }
      wanted.insert(.offsets(unit))
    }
    for word in details?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      guard let detail = Self.names.first(where: { $0.name == word })?.detail else {
        let known = "words, types, special or attention"
        throw .usage("--details \(shown(String(word))): is unknown; take \(known)")
      }
      wanted.insert(detail)
    }
    if !wanted.isEmpty && format != .json {
      throw .usage("--\(offsets == nil ? "details" : "offsets"): needs --format json; add that")
    }
    return wanted
  }
}
