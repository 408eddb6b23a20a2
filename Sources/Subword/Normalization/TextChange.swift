// What becomes of a text whose scalars don't map one by one: the form in which Hugging Face's library
// tells its steps' results, and gets origins from.
//
//     NormalFormStage, PrecompiledStage  ──▶  [TextChange]  ──▶  NormalizedText.transform

/// A scalar of the new text, and how many of the old one's it takes the place of.
struct TextChange: Hashable, Sendable, BitwiseCopyable {
  var scalar: Unicode.Scalar
  /// 1: of none, it is new. 0: of one. Below: of one, and that many more behind it go.
  var change: Int
}

extension NormalizedText {
  /// Writes `changes` in place of the text.
  ///
  /// Source: `NormalizedString.transform` of Hugging Face's library. Where it stops with an index out
  /// of range (all that follows once the first scalar has no origin), this goes on.
  mutating func transform(_ changes: [TextChange]) {
    rewrite { rewriter in
      for change in changes {
        if change.change > 0 {
          rewriter.insert(change.scalar)
        } else {
          rewriter.replace(with: change.scalar)
          for _ in 0..<(-change.change) { rewriter.drop() }
        }
      }
      rewriter.dropRest()
    }
  }
}
