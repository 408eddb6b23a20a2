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

  /// Opens `form` for the characters of Unicode `unicode`.
  package init(_ form: ICUNormalizer.Form, unicode: UnicodeVersion) throws(NormalizationError) {
    normalizer = try ICUNormalizer(form, unicode: unicode)
  }

  package func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8]
  ) throws(NormalizationError) -> NormalizationOutcome {
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

extension Span<UInt8> {
  /// Where the first byte from `position` on is that isn't ASCII, or `nil` if there is none.
  fileprivate func firstNonASCII(from position: Int) -> Int? {
    var block = position
    while block &+ 32 <= count {
      let bits = extracting(block..<block &+ 32).union
      if bits >= 0x80 { break }
      block &+= 32
    }
    return (block..<count).first { self[$0] >= 0x80 }
  }

  /// All bits that any of the bytes has.
  private var union: UInt8 {
    var bits: UInt8 = 0
    for index in indices { bits |= self[index] }
    return bits
  }

  /// The scalar that begins at `place`, or `nil` in the middle of one. The text is valid UTF-8.
  fileprivate func scalar(at place: Int) -> Unicode.Scalar? {
    let lead = self[place]
    if lead < 0x80 { return Unicode.Scalar(lead) }
    let length = (~lead).leadingZeroBitCount
    guard length >= 2, place + length <= count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for next in place + 1..<place + length { value = value << 6 | UInt32(self[next] & 0x3F) }
    return Unicode.Scalar(value)
  }
}
