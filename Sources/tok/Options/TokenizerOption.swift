// Which tokenizer the user means.

import ArgumentParser
import EmbeddedVocabulary
import Subword

struct TokenizerOption: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: "The tokenizer's file. [default: the bundled English vocabulary of 32,000 tokens]")
  var tokenizer: String?

  @OptionGroup var encoding: EncodingOption

  func load() throws(CommandFailure) -> Tokenizer {
    let encoding = try encoding.encoding()
    do {
      guard let tokenizer else { return try Self.bundled() }
      return try Tokenizer(contentsOfFile: tokenizer, encoding: encoding)
    } catch {
      throw .data(error)
    }
  }

  private static func bundled() throws(ModelFileError) -> Tokenizer {
    // SAFETY: the two functions describe one constant of the program.
    let bytes = unsafe UnsafeBufferPointer(
      start: embedded_vocabulary_bytes(), count: embedded_vocabulary_count())
    return try unsafe Tokenizer(Array(bytes), path: "the bundled vocabulary")
  }
}
