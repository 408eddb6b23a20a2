// SentencePiece's BPE as the definition reads.

/// Joins the two neighbours that spell the piece with the best score, the leftmost first, until no
/// two neighbours spell a piece; then takes unused pieces apart and spells what is unknown.
///
/// Quadratic on purpose. The fast segmenter answers to it.
package struct ReferenceSentencePieceBPESegmenter: Segmenter {
  private struct Symbol {
    var bytes: ArraySlice<UInt8>
    let isFrozen: Bool
  }

  private let model: SentencePieceBPEModel

  package init(_ model: SentencePieceBPEModel) { self.model = model }

  package func segment(_ text: Span<UInt8>, into ids: inout [TokenID]) {
    var tokens: [SegmentedToken] = []
    segment(text, into: &tokens)
    ids += tokens.map(\.id)
  }

  package func segment(_ text: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    let text = text.indices.map { text[$0] }
    var halves: [[UInt8]: Int] = [:]
    var isBehindUnknown = false
    for symbol in merged(symbols(of: text), noting: &halves) {
      for (piece, bytes) in pieces(symbol.bytes, halves, depth: 0) {
        let isUnknown = piece == nil
        if !isUnknown || model.fallsBackToBytes || !isBehindUnknown {
          tokens += spelling(piece, bytes)
        } else if let last = tokens.popLast() {
          tokens.append(
            SegmentedToken(id: last.id, start: last.start, end: UInt32(bytes.endIndex)))
        }
        isBehindUnknown = isUnknown
      }
    }
  }

  /// User-defined pieces wherever one starts, the longest; else characters.
  private func symbols(of text: [UInt8]) -> [Symbol] {
    var symbols: [Symbol] = []
    var rest = text[...]
    while let first = rest.first {
      let piece = (1...rest.count).filter { isUserDefined(rest.prefix($0)) }.prefix(64).last
      let length = piece ?? min(UTF8Scalar.width(first), rest.count)
      symbols.append(Symbol(bytes: rest.prefix(length), isFrozen: piece != nil))
      rest = rest.dropFirst(length)
    }
    return symbols
  }

  private func isUserDefined(_ bytes: ArraySlice<UInt8>) -> Bool {
    model.vocabulary.id(of: bytes).map { model.types[$0.index] == .userDefined } ?? false
  }

  /// The piece with these bytes that text may become.
  private func textPiece(_ bytes: ArraySlice<UInt8>) -> TokenID? {
    model.vocabulary.id(of: bytes).flatMap { model.isText($0) ? $0 : nil }
  }

  /// The text of two neighbours and the score of the piece that they spell. What is unused is noted
  /// with the length of its left half.
  private func proposal(
    _ left: Symbol, _ right: Symbol, noting halves: inout [[UInt8]: Int]
  ) -> Float? {
    let bytes = left.bytes + right.bytes
    guard !left.isFrozen, !right.isFrozen, let piece = textPiece(bytes) else { return nil }
    if model.types[piece.index] == .unused { halves[Array(bytes)] = left.bytes.count }
    return model.scores[piece.index]
  }

  private func merged(_ symbols: [Symbol], noting halves: inout [[UInt8]: Int]) -> [Symbol] {
    var symbols = symbols
    var scores = zip(symbols, symbols.dropFirst()).map { proposal($0, $1, noting: &halves) }
    while let place = best(scores) {
      symbols[place].bytes += symbols.remove(at: place + 1).bytes
      scores.remove(at: place)
      for pair in [place - 1, place] where scores.indices.contains(pair) {
        scores[pair] = proposal(symbols[pair], symbols[pair + 1], noting: &halves)
      }
    }
    return symbols
  }

  /// The place of the largest score, the leftmost of equal ones.
  private func best(_ scores: [Float?]) -> Int? {
    var best: Int?
    for (place, score) in scores.enumerated() {
      guard let score else { continue }
      guard let former = best.flatMap({ scores[$0] }) else {
        best = place
        continue
      }
      if !score.isTotallyOrdered(belowOrEqualTo: former) { best = place }
    }
    return best
  }

  /// A symbol's pieces, `nil` for unknown ones. Recursive, to the depth that sentencepiece allows.
  private func pieces(
    _ bytes: ArraySlice<UInt8>, _ halves: [[UInt8]: Int], depth: Int
  ) -> [(piece: TokenID?, bytes: ArraySlice<UInt8>)] {
    guard let piece = textPiece(bytes), depth <= 100, model.types[piece.index] == .unused else {
      return [(textPiece(bytes), bytes)]
    }
    guard let half = halves[Array(bytes)] else { return [(nil, bytes)] }
    return pieces(bytes.prefix(half), halves, depth: depth + 1)
      + pieces(bytes.dropFirst(half), halves, depth: depth + 1)
  }

  private func spelling(_ piece: TokenID?, _ bytes: ArraySlice<UInt8>) -> [SegmentedToken] {
    let (start, end) = (UInt32(bytes.startIndex), UInt32(bytes.endIndex))
    if piece == nil && model.fallsBackToBytes {
      return bytes.indices.compactMap { index in
        let piece = model.vocabulary.id(of: ByteFallback.spelling(of: bytes[index]).utf8)
        return (piece ?? model.unknown).map {
          SegmentedToken(id: $0, start: start, end: index + 1 == bytes.endIndex ? end : start)
        }
      }
    }
    return (piece ?? model.unknown).map { [SegmentedToken(id: $0, start: start, end: end)] } ?? []
  }
}
