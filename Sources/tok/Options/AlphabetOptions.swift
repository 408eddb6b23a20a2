// What a vocabulary is built up from: bytes, or characters.

import ArgumentParser
import SubwordTraining

struct AlphabetOptions: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Start from the 256 bytes, or from the corpus's characters.")
  var byteLevel = true

  @Flag(help: "Spell characters outside the alphabet by byte tokens, with --no-byte-level.")
  var byteFallback = false

  @Option(help: "The share of all text that the alphabet covers, with --no-byte-level.")
  var characterCoverage = 1.0

  @Option(help: "So many characters at most, with --no-byte-level.")
  var limitAlphabet: Int?

  @Option(
    help:
      "The token for characters outside the alphabet, with --no-byte-level. [default: [UNK]]")
  var unknownToken: String?

  /// The spelling of the unknown token; bytes need none.
  var unknown: String? { byteLevel ? nil : unknownToken ?? "[UNK]" }

  func alphabet() throws(CommandFailure) -> BPEVocabularizer.Alphabet {
    if byteLevel {
      if byteFallback { throw needsCharacters("--byte-fallback") }
      if characterCoverage != 1 { throw needsCharacters("--character-coverage") }
      if limitAlphabet != nil { throw needsCharacters("--limit-alphabet") }
      if unknownToken != nil { throw needsCharacters("--unknown-token") }
      return .bytes
    }
    guard characterCoverage > 0, characterCoverage <= 1 else {
      throw .usage(
        "--character-coverage \(characterCoverage): is out of range; take more than 0, up to 1")
    }
    if unknownToken == "" { throw .usage("--unknown-token: is empty; name a token") }
    if let limitAlphabet, limitAlphabet < 1 {
      throw .usage("--limit-alphabet \(limitAlphabet): is out of range; take at least 1")
    }
    return .characters(
      limit: limitAlphabet, coverage: characterCoverage, byteFallback: byteFallback)
  }

  private func needsCharacters(_ option: String) -> CommandFailure {
    .usage("\(option): needs --no-byte-level, bytes are never unknown; add that or leave it out")
  }
}
