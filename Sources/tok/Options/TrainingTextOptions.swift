// What a training text is, and how it is cut.

import ArgumentParser
import Subword
import SubwordTraining

struct TrainingTextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How text is cut: gpt2, cl100k, o200k, llama3, qwen2, whitespace, whitespace-split, none, "
        + "or a regular expression."))
  var pattern = "gpt2"

  @Option(
    help: "What is done to text before: nfc, nfd, nfkc, nfkd, or several with commas between.")
  var normalizer: String?

  @Option(help: "What one text is: text (a whole file), lines, or jsonl.")
  var inputFormat = "text"

  @Option(help: "The field of the objects that holds the text, with --input-format jsonl.")
  var field: String?

  @Option(help: "What becomes of bytes that are not UTF-8: replace, error, or bytes.")
  var invalid = "replace"

  func pretokenizer() throws(CommandFailure) -> Pretokenizer {
    if let named = Pretokenizer.named.first(where: { $0.name == pattern }) {
      return named.pretokenizer
    }
    // Nobody cuts text at such a word; somebody has mistyped a name.
    if pattern.wholeMatch(of: /[A-Za-z0-9 ._-]*/) != nil {
      let names = Pretokenizer.named.map(\.name).joined(separator: ", ")
      throw .usage(
        "--pattern \(pattern): is no pattern's name; take one of \(names), or a regular expression")
    }
    let expression = Pretokenizer.pattern(pattern)
    do { _ = try CompiledPretokenizer(expression) } catch {
      throw .usage(
        "--pattern \(pattern): \(clause(error.description, else: "mend it, or take a name"))")
    }
    return expression
  }

  func parsedNormalizer() throws(CommandFailure) -> Normalizer? {
    guard let name = normalizer, name != "none" else { return nil }
    guard let parsed = Normalizer(named: name) else {
      throw .usage(
        """
        --normalizer \(name): is no normalizer; take one of \
        \(Normalizer.names.joined(separator: ", "))
        """)
    }
    return parsed
  }

  func format() throws(CommandFailure) -> Corpus.Format {
    if field != nil && inputFormat != "jsonl" {
      throw .usage("--field: needs --input-format jsonl; add that")
    }
    switch inputFormat {
    case "text": return .text
    case "lines": return .lines
    case "jsonl": return .jsonLines(field: field)
    default:
      throw .usage("--input-format \(inputFormat): is unknown; take text, lines or jsonl")
    }
  }

  func policy() throws(CommandFailure) -> InvalidUTF8 {
    guard let policy = InvalidUTF8(rawValue: invalid) else {
      throw .usage("--invalid \(invalid): is unknown; take replace, error or bytes")
    }
    return policy
  }
}
