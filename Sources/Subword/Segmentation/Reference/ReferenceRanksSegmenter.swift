// What tiktoken does, as its definition reads. It knows no merges, only tokens and which of them was
// learnt first.

/// Merges the two neighbours whose bytes together are the token of the lowest identifier, the leftmost
/// first, until no two neighbours are a token. A pretoken that is a token is taken whole.
package struct ReferenceRanksSegmenter {
  let vocabulary: Vocabulary

  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  package func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    if let id = vocabulary.id(of: pretoken) { return ids.append(id) }
    var parts = pretoken.indices.map { [pretoken[$0]] }
    while let (_, place) = lowest(in: parts) {
      parts.replaceSubrange(place...place + 1, with: [parts[place] + parts[place + 1]])
    }
    ids += parts.compactMap { vocabulary.id(of: $0) }
  }

  private func lowest(in parts: [[UInt8]]) -> (id: TokenID, place: Int)? {
    zip(parts, parts.dropFirst()).enumerated()
      .compactMap { place, pair in vocabulary.id(of: pair.0 + pair.1).map { ($0, place) } }
      .min { $0 < $1 }
  }
}
