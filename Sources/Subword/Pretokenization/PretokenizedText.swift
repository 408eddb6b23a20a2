// A text and the places where it is cut, while pretokenizers work on it.
//
//     NormalizedText  ──▶  PretokenizedText: one piece  ──▶  stages cut and rewrite its pieces
//                                                                 │
//                                                                 └─▶ pretokens
//
// Pieces are ranges of one buffer, side by side with the stretch of the original that each was cut
// from. A stage that cuts gives ranges; one that rewrites writes all pieces anew.

package import SubwordMemory

/// A normalized text, cut into pieces that don't overlap.
package struct PretokenizedText: ~Copyable {
  /// Valid UTF-8. Between pieces may lie bytes that are in none.
  package private(set) var bytes = Buffer<UInt8>()
  /// What each byte stands for; empty when nobody will ask.
  package private(set) var origins = Buffer<Origin>()
  package let tracksOrigins: Bool
  /// Where the pieces lie in ``bytes``, first to last; none is empty.
  package private(set) var pieces = Buffer<PretokenRange>()
  /// For each piece the stretch of the original that it was cut from.
  ///
  /// As in Hugging Face's `NormalizedString`, rewriting a piece leaves its stretch alone: the mark
  /// that `Metaspace` puts in front of a piece doesn't move where the piece starts. Without origins
  /// it is as if each byte stood for itself; ``CompiledPretokenizer/needsOrigins`` says when that
  /// isn't good enough.
  package private(set) var stretches = Buffer<PretokenRange>()

  /// The whole text as one piece; none when it is empty.
  ///
  /// - Parameter originalOffset: Where the text starts in the original.
  package init(_ text: NormalizedText, originalOffset: Int) {
    self.init(tracksOrigins: text.tracksOrigins)
    bytes.append(contentsOf: text.bytes.span)
    origins.append(contentsOf: text.origins.span)
    let originalEnd = text.origins.last.map { Int($0.end) } ?? originalOffset + text.bytes.count
    addPiece(from: 0, stretch: PretokenRange(originalOffset, originalEnd))
  }

  private init(tracksOrigins: Bool) { self.tracksOrigins = tracksOrigins }

  /// Makes a piece of the bytes from `start` on, unless there are none.
  private mutating func addPiece(from start: Int, stretch: PretokenRange) {
    guard start < bytes.count else { return }
    pieces.append(PretokenRange(start, bytes.count))
    stretches.append(stretch)
  }
}

// MARK: - What stages do

extension PretokenizedText {
  /// Lets `body` give the parts of all pieces, first to last, none of them empty; what it leaves out
  /// goes.
  mutating func cut<Failure: Error>(
    _ body: (
      _ text: borrowing Buffer<UInt8>, _ pieces: borrowing Buffer<PretokenRange>,
      _ parts: inout Buffer<PretokenRange>
    ) throws(Failure) -> Void
  ) throws(Failure) {
    var parts = Buffer<PretokenRange>(capacity: pieces.count)
    try body(bytes, pieces, &parts)
    var stretches = Buffer<PretokenRange>(capacity: parts.count)
    var piece = 0
    for index in 0..<parts.count {
      while pieces[piece].end <= parts[index].start { piece += 1 }
      stretches.append(stretch(of: parts[index], in: piece))
    }
    pieces = parts
    self.stretches = stretches
  }

  private func stretch(of part: PretokenRange, in piece: Int) -> PretokenRange {
    if tracksOrigins {
      let start = Int(origins[part.start].start)
      return PretokenRange(start, max(start, Int(origins[part.end - 1].end)))
    }
    let shift = stretches[piece].start - pieces[piece].start
    return PretokenRange(part.start + shift, part.end + shift)
  }

  /// Lets `body` write each piece anew; one for which it writes nothing goes.
  mutating func rewrite(
    _ body: (
      _ source: borrowing PretokenizedText, _ number: Int, _ result: inout PretokenizedText
    ) -> Void
  ) {
    var result = PretokenizedText(tracksOrigins: tracksOrigins)
    result.bytes.grow(to: bytes.count)
    if tracksOrigins { result.origins.grow(to: origins.count) }
    for number in 0..<pieces.count {
      let start = result.bytes.count
      body(self, number, &result)
      result.addPiece(from: start, stretch: stretches[number])
    }
    self = result
  }

  /// Appends the bytes of `source` in `range` as they are.
  mutating func append(_ source: borrowing PretokenizedText, _ range: Range<Int>) {
    bytes.append(source.bytes, range)
    if tracksOrigins { origins.append(source.origins, range) }
  }

  /// Appends `scalar`, which stands for what the byte of `source` at `place` stands for.
  mutating func append(
    _ scalar: Unicode.Scalar, for place: Int, of source: borrowing PretokenizedText
  ) {
    guard let utf8 = UTF8.encode(scalar) else { return }
    for byte in utf8 {
      bytes.append(byte)
      if tracksOrigins { origins.append(source.origins[place]) }
    }
  }
}
