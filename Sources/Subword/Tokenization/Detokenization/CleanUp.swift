// Spaces that tokenizing put in front of English punctuation go.

/// Replaces one text after the other, each in the result of those before.
struct CleanUp: Sendable {
  /// What is replaced.
  struct Rules {
    let replacements: [(text: String, content: String)]

    /// What Hugging Face's decoders do: `WordPiece` and `CTC`, to each token alone.
    static let ofDecoders = Rules(
      replacements: punctuation + [(" do not", " don't")] + possessives)
    /// What transformers does to a whole text: `clean_up_tokenization_spaces`.
    static let ofTexts = Rules(replacements: punctuation + possessives)

    private static let punctuation = [
      (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
      (" 'm", "'m"),
    ]
    private static let possessives = [(" 's", "'s"), (" 've", "'ve"), (" 're", "'re")]
  }

  private let rules: [(search: LiteralSearch, content: [UInt8])]

  init(_ rules: Rules) {
    self.rules = rules.replacements.map {
      (LiteralSearch(Array($0.text.utf8)), Array($0.content.utf8))
    }
  }

  /// Cleans a list that is one open token.
  func clean(_ token: inout TokenList) {
    guard token.bytes.contains(UInt8(ascii: " ")) else { return }
    for (search, content) in rules { token.replace(search, by: content) }
  }
}
