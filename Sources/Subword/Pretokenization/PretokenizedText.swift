// A text and the places where it is cut, while pretokenizers work on it.
//
//     NormalizedText  ──▶  PretokenizedText: one piece  ──▶  stages cut its pieces  ──▶  pretokens

/// A normalized text, cut into pieces that don't overlap.
package struct PretokenizedText: Sendable {
  package private(set) var text: NormalizedText
  /// Where the pieces lie in ``text``, first to last; none is empty.
  package private(set) var pieces: [Range<Int>]
  /// Where the text starts in the original; `Metaspace` asks.
  package let originalOffset: Int

  /// The whole text as one piece; none when it is empty.
  package init(_ text: NormalizedText, originalOffset: Int) {
    self.text = text
    self.originalOffset = originalOffset
    pieces = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
  }

  /// Cuts each piece into the parts that `body` gives, first to last; the rest of it goes, and so do
  /// empty parts.
  package mutating func cut<Failure: Error>(
    _ body: (_ piece: Range<Int>, _ text: NormalizedText) throws(Failure) -> [Range<Int>]
  ) throws(Failure) {
    var parts: [Range<Int>] = []
    for piece in pieces {
      for part in try body(piece, text) where !part.isEmpty { parts.append(part) }
    }
    pieces = parts
  }

  /// Rewrites each piece, and drops what lies between them. Pieces that become empty go.
  ///
  /// - Parameter body: Rewrites one piece, which stands alone in the rewriter's source.
  package mutating func rewrite<Failure: Error>(
    _ body: (_ number: Int, inout TextRewriter) throws(Failure) -> Void
  ) throws(Failure) {
    var (result, ranges): (NormalizedText, [Range<Int>]) = (text.part(0..<0), [])
    for (number, piece) in pieces.enumerated() {
      var part = text.part(piece)
      try part.rewrite { (rewriter) throws(Failure) in try body(number, &rewriter) }
      let start = result.bytes.count
      result.append(part)
      if result.bytes.count > start { ranges.append(start..<result.bytes.count) }
    }
    (text, pieces) = (result, ranges)
  }
}
