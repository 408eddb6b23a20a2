// BPE segmentation as the definition reads.
//
// The rule is short: merge the pair of the lowest rank, the leftmost one first, until no pair is a
// merge. It is told here as a queue, as in Hugging Face's implementation, because dropout can't be
// told otherwise: what chance leaves out stays in the queue for later.

/// Segments by trying everything, slowly. This is what "BPE" means here; the fast segmenter answers
/// to it.
package struct ReferenceBPESegmenter: Segmenter {
  private let model: BPEModel
  private let ranks: [[TokenID]: Int]

  package init(_ model: BPEModel) {
    self.model = model
    ranks = Dictionary(
      zip(model.merges, model.ranks).map { ([$0.left, $0.right], Int($1)) },
      uniquingKeysWith: { $1 })
  }

  package func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    var tokens: [SegmentedToken] = []
    segment(pretoken, into: &tokens)
    ids += tokens.map(\.id)
  }

  package func segment(_ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    var chance = MergeChance(seed: 0)
    segment(pretoken, into: &tokens, by: &chance)
  }

  package func segment(
    _ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken], by chance: inout MergeChance
  ) {
    let text = pretoken.indices.map { pretoken[$0] }
    let dropout = model.options.dropout ?? 0
    if model.options.ignoresMerges, dropout == 0, !text.isEmpty,
      let id = model.vocabulary.id(of: text)
    {
      tokens.append(SegmentedToken(id: id, start: 0, end: UInt32(text.count)))
      return
    }
    var word = ReferenceWord(model, ranks, text)
    word.merge(Dropout(dropout), by: &chance)
    tokens += word.tokens(in: text)
  }
}

/// A pretoken while it is merged.
private struct ReferenceWord {
  private struct Symbol {
    var id: TokenID
    /// Bytes, as Hugging Face sees them; 0 for a symbol that was merged into the one before.
    var length: Int
  }

  /// A merge that was possible once.
  private struct Proposal: Comparable {
    let rank: Int
    let place: Int

    /// The lower rank first, then the leftmost.
    static func < (left: Proposal, right: Proposal) -> Bool {
      left.rank != right.rank ? left.rank < right.rank : left.place < right.place
    }
  }

  private let model: BPEModel
  /// The rank of each pair, the last one of those that are listed twice.
  private let ranks: [[TokenID]: Int]
  /// What a merge makes, by its rank.
  private let results: [TokenID]
  private var symbols: [Symbol] = []

  init(_ model: BPEModel, _ ranks: [[TokenID]: Int], _ text: [UInt8]) {
    self.model = model
    self.ranks = ranks
    results = model.resultOfRank
    let units = Self.units(text, model)
    var unknownLength = 0
    func appendUnknown(_ symbols: inout [Symbol]) {
      if let unknown = model.unknown, unknownLength > 0 {
        symbols.append(Symbol(id: unknown, length: unknownLength))
      }
      unknownLength = 0
    }
    for (number, unit) in units.enumerated() {
      let prefix = number == 0 ? "" : model.options.continuingPrefix
      let suffix = number == units.count - 1 ? model.options.endOfWordSuffix : ""
      let spelling = Array(prefix.utf8) + unit + Array(suffix.utf8)
      if let id = id(of: spelling) {
        appendUnknown(&symbols)
        symbols.append(Symbol(id: id, length: unit.count))
      } else if let bytes = fallback(spelling) {
        symbols += bytes.map { Symbol(id: $0, length: 1) }
      } else {
        if !model.options.fusesUnknown { appendUnknown(&symbols) }
        unknownLength += unit.count
      }
    }
    appendUnknown(&symbols)
  }

  /// The characters of a pretoken; where bytes are the units, their stand-ins.
  private static func units(_ text: [UInt8], _ model: BPEModel) -> [[UInt8]] {
    guard model.units == .bytes else {
      return String(decoding: text, as: UTF8.self).unicodeScalars.map { Array(String($0).utf8) }
    }
    return text.map { byte in
      var spelling: [UInt8] = []
      ByteAlphabet.spell([byte].span, into: &spelling)
      return spelling
    }
  }

  /// The token that files spell so.
  private func id(of spelling: [UInt8]) -> TokenID? {
    guard model.units == .bytes else { return model.vocabulary.id(of: spelling) }
    var bytes: [UInt8] = []
    return ByteAlphabet.read(spelling.span, into: &bytes) ? model.vocabulary.id(of: bytes) : nil
  }

  private func fallback(_ spelling: [UInt8]) -> [TokenID]? {
    guard model.fallsBackToBytes else { return nil }
    let tokens = spelling.map { model.vocabulary.id(of: ByteFallback.spelling(of: $0).utf8) }
    return tokens.contains(nil) ? nil : tokens.compactMap(\.self)
  }

  // MARK: Merging

  mutating func merge(_ dropout: Dropout, by chance: inout MergeChance) {
    var queue = symbols.indices.compactMap(proposal).sorted()
    while !queue.isEmpty {
      let skipped = dropout.skips(by: &chance)
      guard skipped < queue.count else { return }
      let (rank, place) = { ($0.rank, $0.place) }(queue.remove(at: skipped))
      guard let now = proposal(at: place), let next = next(place),
        results[now.rank] == results[rank]
      else { continue }
      symbols[place].id = results[rank]
      symbols[place].length += symbols[next].length
      symbols[next].length = 0
      for proposal in [previous(place), place].compactMap({ $0.flatMap(proposal) }) {
        queue.insert(proposal, at: queue.firstIndex { proposal < $0 } ?? queue.count)
      }
    }
  }

  private func proposal(at place: Int) -> Proposal? {
    guard symbols[place].length > 0, let next = next(place) else { return nil }
    return ranks[[symbols[place].id, symbols[next].id]].map { Proposal(rank: $0, place: place) }
  }

  private func next(_ place: Int) -> Int? {
    symbols[(place + 1)...].firstIndex { $0.length > 0 }
  }

  private func previous(_ place: Int) -> Int? {
    symbols[..<place].lastIndex { $0.length > 0 }
  }

  // MARK: Places

  func tokens(in text: [UInt8]) -> [SegmentedToken] {
    var position = 0
    return symbols.filter { $0.length > 0 }.map { symbol in
      defer { position += symbol.length }
      let (start, end) = places(position, position + symbol.length, in: text)
      return SegmentedToken(id: symbol.id, start: UInt32(start), end: UInt32(end))
    }
  }

  /// Where bytes are the units: which of them the stand-ins from `start` to `end` stand for.
  private func places(_ start: Int, _ end: Int, in text: [UInt8]) -> (Int, Int) {
    guard model.units == .bytes else { return (start, end) }
    let widths = Self.units(text, model).map(\.count)
    let bytes = widths.indices.flatMap { [Int](repeating: $0, count: widths[$0]) }
    return end <= bytes.count ? (bytes[start], bytes[end - 1] + 1) : (start, end)
  }
}
