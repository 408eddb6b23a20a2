// Normal forms of Unicode for a whole text, piece by piece.
//
//     text  ──▶  pieces of some thousand bytes  ──▶  ICUNormalizer  ──▶  the normalized text
//                   │
//                   └─ runs of ASCII are none of them: they are normal in every form
//
// A piece begins and ends where no character can join the one before it, so the pieces give what
// the whole would give, and memory stays small however long the text is.

/// One of Unicode's four normal forms as a step of normalization.
package struct NormalFormStage: NormalizationStage {
  private let normalizer: ICUNormalizer
  private let composes: Bool

  /// Opens `form` for the characters of Unicode `unicode`.
  package init(_ form: ICUNormalizer.Form, unicode: UnicodeVersion) throws(NormalizationError) {
    normalizer = try ICUNormalizer(form, unicode: unicode)
    composes = form == .nfc || form == .nfkc
  }

  package func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    var normalized: [UInt8] = []
    let outcome = try normalize(text.bytes.span, into: &normalized, limit: limit)
    if outcome == .unchanged { return }
    let changes = NormalFormChanges(normalizer: normalizer, composes: composes)
    text.transform(changes.changes(of: text.bytes.span))
  }

  package func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    let start = output.count
    var copied = 0  // what is before this has its normal form in `output`
    var position = 0
    var scratch: [UInt8] = []
    while let piece = nextPiece(of: text, from: position) {
      position = piece.upperBound
      guard let count = try normalizer.normalize(text.extracting(piece), into: &scratch) else {
        continue
      }
      output.append(copying: text.extracting(copied..<piece.lowerBound))
      output.append(copying: scratch.span.extracting(..<count))
      copied = piece.upperBound
      try limit.check(output.count - start)
    }
    if copied == 0 { return .unchanged }
    output.append(copying: text.extracting(copied...))
    return .appended
  }
}

// MARK: - Pieces

extension NormalFormStage {
  /// About how long a piece is: long enough to make the call cheap, short enough for the cache.
  private static let pieceLength = 4096

  /// The next part of `text` that has to be looked at, or `nil` if all the rest is ASCII.
  private func nextPiece(of text: Span<UInt8>, from position: Int) -> Range<Int>? {
    guard let marked = text.firstNonASCII(from: position) else { return nil }
    // An accent may join the ASCII letter before it.
    let start = max(position, marked - 1)
    return start..<pieceEnd(of: text, from: start)
  }

  /// The last place to cut that keeps the piece from `start` short, or the first if none does.
  private func pieceEnd(of text: Span<UInt8>, from start: Int) -> Int {
    guard text.count - start > Self.pieceLength else { return text.count }
    var place = start + Self.pieceLength
    while place > start {
      if canCut(text, before: place) { return place }
      place -= 1
    }
    place = start + Self.pieceLength
    while place < text.count, !canCut(text, before: place) { place += 1 }
    return place
  }

  private func canCut(_ text: Span<UInt8>, before place: Int) -> Bool {
    guard let scalar = text.scalar(at: place) else { return false }
    return scalar.isASCII || normalizer.hasBoundary(before: scalar)
  }
}
