// A character map of sentencepiece's, run as Hugging Face's library runs it.
//
// Source: `Precompiled` of Hugging Face's library, with its oddities: a grapheme cluster of up to five
// bytes is replaced as a whole, if any key is a beginning of it, and is lost behind that key; all
// other text is replaced scalar by scalar. (sentencepiece itself takes the longest key at each place.)

/// Writes what a character map has for each cluster or scalar.
struct PrecompiledStage: NormalizationStage {
  private let map: CharacterMap

  init(_ charsmap: [UInt8]) throws(NormalizationError) { map = try CharacterMap(charsmap) }

  /// Clusters from this many bytes on are taken apart.
  private static let longCluster = 6

  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    let start = output.count
    var copied = 0
    try forEachPart(of: text) { (part, replacement) throws(NormalizationError) in
      guard let replacement else { return }
      output.append(copying: text.extracting(copied..<part.lowerBound))
      output.append(contentsOf: replacement)
      copied = part.upperBound
      try limit.check(output.count - start)
    }
    if copied == 0 { return .unchanged }
    output.append(copying: text.extracting(copied...))
    return .appended
  }

  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    if let changes = try changes(of: text.bytes.span, limit) { text.transform(changes) }
    try limit.check(text.bytes.count)
  }

  /// What becomes of the scalars of `bytes`; `nil` if they stay.
  private func changes(
    of bytes: Span<UInt8>, _ limit: GrowthLimit
  ) throws(NormalizationError) -> [TextChange]? {
    var changes: [TextChange] = []
    var isChanged = false
    try forEachPart(of: bytes) { (part, replacement) throws(NormalizationError) in
      if let replacement {
        isChanged = true
        changes.replace(bytes.extracting(part).scalarCount, by: replacement.span)
      } else if let scalar = bytes.scalar(at: part.lowerBound) {
        changes.append(TextChange(scalar: scalar, change: 0))
      }
      try limit.check(changes.count)
    }
    return isChanged ? changes : nil
  }

  /// Calls `body` with each cluster or scalar, and what is written for it; `nil` if it stays, which
  /// only a scalar does.
  private func forEachPart(
    of text: Span<UInt8>,
    _ body: (Range<Int>, ArraySlice<UInt8>?) throws(NormalizationError) -> Void
  ) throws(NormalizationError) {
    var position = 0
    while position < text.count {
      let end = GraphemeClusters.end(in: text, from: position)
      if end - position < Self.longCluster,
        let replacement = try map.replacement(for: text.extracting(position..<end))
      {
        try body(position..<end, replacement)
        position = end
      }
      while position < end {
        let next = position + UTF8Scalar.width(text[position])
        try body(position..<next, map.replacement(for: text.extracting(position..<next)))
        position = next
      }
    }
  }
}

extension [TextChange] {
  /// Adds `text` in place of `count` scalars.
  ///
  /// If it has more, its last ones are new. If it has fewer, the scalar written last also takes the
  /// place of the rest; at the start of a text, where there is none, nothing does.
  fileprivate mutating func replace(_ count: Int, by text: Span<UInt8>) {
    let start = self.count
    var position = 0
    while let scalar = text.scalar(at: position) {
      append(TextChange(scalar: scalar, change: self.count - start < count ? 0 : 1))
      position += UTF8Scalar.width(text[position])
    }
    let missing = count - (self.count - start)
    if missing > 0, let last = indices.last { self[last].change -= missing }
  }
}

extension Span<UInt8> {
  fileprivate var scalarCount: Int { indices.count { self[$0] & 0xC0 != 0x80 } }
}
