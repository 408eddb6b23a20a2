// BPE segmentation as the definition reads.

/// Merges the pair of the lowest rank, the leftmost one first, until no pair is a merge.
///
/// Quadratic on purpose. This is what "BPE" means here; the fast segmenter answers to it.
package struct ReferenceBPESegmenter: Segmenter {
  let model: BPEModel

  package init(_ model: BPEModel) { self.model = model }

  package func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    let bytes = pretoken.indices.map { pretoken[$0] }
    if model.options.ignoresMerges, let id = model.vocabulary.id(of: bytes) { return ids.append(id) }
    var tokens = units(bytes)
    while let (merge, place) = lowest(in: tokens) {
      tokens.replaceSubrange(place...place + 1, with: [model.merges[merge].result])
    }
    ids += tokens
  }

  /// The merge to do and its place.
  private func lowest(in tokens: [TokenID]) -> (merge: Int, place: Int)? {
    let ranks = model.ranks
    return zip(tokens, tokens.dropFirst()).enumerated()
      .compactMap { place, pair in
        model.merges.lastIndex { $0.left == pair.0 && $0.right == pair.1 }.map { ($0, place) }
      }
      .min { (ranks[$0.0], $0.1) < (ranks[$1.0], $1.1) }
  }

  private func units(_ pretoken: [UInt8]) -> [TokenID] {
    switch model.units {
    case .bytes:
      pretoken.compactMap { model.vocabulary.id(of: [$0]) ?? model.unknown }
    case .characters(let byteFallback):
      String(decoding: pretoken, as: UTF8.self).unicodeScalars.flatMap { scalar -> [TokenID] in
        if let id = model.vocabulary.id(of: String(scalar).utf8) { return [id] }
        let bytes = String(scalar).utf8.map {
          model.vocabulary.id(of: ByteFallback.spelling(of: $0).utf8)
        }
        if byteFallback && !bytes.contains(nil) { return bytes.compactMap(\.self) }
        return model.unknown.map { [$0] } ?? []
      }
    }
  }
}
