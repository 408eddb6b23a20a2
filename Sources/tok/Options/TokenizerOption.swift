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
    try Self.load(tokenizer, encoding: try encoding.encoding())
  }

  /// The tokenizer in the file at `path`, or the bundled one.
  static func load(
    _ path: String?, encoding: TiktokenEncoding? = nil
  ) throws(CommandFailure) -> Tokenizer {
    if let encoding, path == nil {
      throw .usage(
        """
        --encoding \(encoding.rawValue): belongs to a file of ranks, and none is named; name one, or leave it \
        out
        """)
    }
    do {
      guard let path else { return try bundled() }
      return try Tokenizer(contentsOfFile: path, encoding: encoding)
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
