// White space at the ends.
//
// Source: Hugging Face's `Strip`; white space is Unicode's White_Space.

/// Takes white space away at the start, at the end, or both.
struct StripStage: NormalizationStage {
  let left: Bool
  let right: Bool

  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    let kept = kept(of: text)
    if kept.count == text.count { return .unchanged }
    output.append(copying: text.extracting(kept))
    return .appended
  }

  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    let kept = kept(of: text.bytes.span)
    guard kept.count < text.bytes.count else { return }
    text.rewrite { rewriter in
      rewriter.drop(to: kept.lowerBound)
      rewriter.keep(to: kept.upperBound)
      rewriter.dropRest()
    }
  }

  private func kept(of text: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, text.count)
    while left, start < end, isWhiteSpace(text, at: start) {
      start += UTF8Scalar.width(text[start])
    }
    while right, start < end {
      let last = text.scalarStart(before: end)
      guard isWhiteSpace(text, at: last) else { break }
      end = last
    }
    return start..<end
  }

  private func isWhiteSpace(_ text: Span<UInt8>, at place: Int) -> Bool {
    text.scalar(at: place).map { ScalarSet.whiteSpace.contains($0) } ?? false
  }
}
