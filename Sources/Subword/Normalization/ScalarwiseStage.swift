// Steps that look at one scalar at a time: one function says what becomes of it, here is the rest.
//
//     scalar  ──▶  replacement(for:)  ──▶  nothing to do, or the scalars in its place
//
// Unchanged stretches are copied as a whole, and a text without changes isn't copied at all.

/// A stage whose result for a scalar doesn't depend on those around it.
protocol ScalarwiseStage: NormalizationStage {
  /// What stands in place of `scalar`; `nil` if it stays.
  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement?

  /// Whether every ASCII character stays, so that runs of them needn't be looked at.
  var keepsASCII: Bool { get }
}

/// Up to four scalars in place of one; without any it goes.
struct ScalarReplacement {
  private var scalars = InlineArray<4, Unicode.Scalar>(repeating: "\0")
  private(set) var count = 0

  static let none = ScalarReplacement()

  init() {}

  init(_ scalar: Unicode.Scalar) { append(scalar) }

  /// Takes four scalars at most; what is more is a mistake of the caller.
  mutating func append(_ scalar: Unicode.Scalar) {
    scalars[count] = scalar
    count += 1
  }

  subscript(index: Int) -> Unicode.Scalar { scalars[index] }
}

extension ScalarwiseStage {
  package func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    let start = output.count
    var copied = 0
    while let change = nextChange(in: text, from: copied) {
      output.append(copying: text.extracting(copied..<change.place))
      for index in 0..<change.replacement.count {
        UTF8Scalar.append(change.replacement[index], to: &output)
      }
      copied = change.end
      try limit.check(output.count - start)
    }
    if copied == 0 { return .unchanged }
    output.append(copying: text.extracting(copied...))
    return .appended
  }

  package func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    guard nextChange(in: text.bytes.span, from: 0) != nil else { return }
    text.rewrite { rewriter in
      while let scalar = rewriter.next {
        if let replacement = replacement(for: scalar) {
          rewriter.replace(with: replacement)
        } else {
          rewriter.keep()
        }
      }
    }
    try limit.check(text.bytes.count)
  }

  /// The first scalar from `position` on that doesn't stay.
  private func nextChange(
    in text: Span<UInt8>, from position: Int
  ) -> (place: Int, end: Int, replacement: ScalarReplacement)? {
    var place = position
    while true {
      if keepsASCII { place = text.firstNonASCII(from: place) ?? text.count }
      guard let scalar = text.scalar(at: place) else { return nil }
      let end = place + UTF8Scalar.width(text[place])
      if let replacement = replacement(for: scalar) { return (place, end, replacement) }
      place = end
    }
  }
}

extension TextRewriter {
  /// Writes `replacement` in place of the next scalar, whose origin all of it has.
  fileprivate mutating func replace(with replacement: ScalarReplacement) {
    if replacement.count == 0 { return drop() }
    replace(with: replacement[0])
    for index in 1..<replacement.count { insert(replacement[index]) }
  }
}
