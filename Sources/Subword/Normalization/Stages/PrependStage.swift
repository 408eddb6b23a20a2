// A text in front of another.
//
// Source: Hugging Face's `Prepend`. What is new has the origin of the first scalar; an empty text in
// front takes the first scalar's own origin away, as there.

/// Puts a text in front of one that isn't empty.
struct PrependStage: NormalizationStage {
  let prefix: [Unicode.Scalar]

  init(_ text: String) { prefix = Array(text.unicodeScalars) }

  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    if text.isEmpty || prefix.isEmpty { return .unchanged }
    let length = prefix.reduce(0) { $0 + UTF8.width($1) }
    try limit.check(length + text.count)
    for scalar in prefix { UTF8Scalar.append(scalar, to: &output) }
    output.append(copying: text)
    return .appended
  }

  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    text.rewrite { rewriter in
      guard let first = rewriter.next else { return }
      for (index, scalar) in (prefix + [first]).enumerated() {
        if index == 0 && !prefix.isEmpty {
          rewriter.replace(with: scalar)
        } else {
          rewriter.insert(scalar)
        }
      }
      if prefix.isEmpty { rewriter.drop() }
    }
    try limit.check(text.bytes.count)
  }
}
