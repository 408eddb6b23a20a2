// Whether a post-processor can run at all.

extension PostProcessor {
  /// Runs on one text and on two without a token, with special tokens and without.
  ///
  /// - Throws: What would go wrong with every such text.
  package func check() throws(TokenEncodingError) {
    for count in [1, 2] {
      for addsSpecialTokens in [false, true] {
        let texts = [DraftEncoding](repeating: DraftEncoding(hasDetails: false), count: count)
        var bound = WindowBound()
        _ = try process(texts, addsSpecialTokens: addsSpecialTokens, &bound)
      }
    }
  }
}

extension TokenEncodingError {
  /// What is wrong with a part that ``PostProcessor/check()`` has found, and the mend.
  var reasonInFile: String {
    switch self {
    case .noSecondText:
      "the template for one text asks for a second one. Leave the sequence B out of \"single\"."
    case .templateOfManyTexts:
      "a template stands behind steps that give no text, or more than two. Put it in front of them."
    default: description
    }
  }
}
