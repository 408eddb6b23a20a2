// BPE segmentation: merge the pair of the lowest rank, the leftmost first, until none is left.
//
//     pretoken  ──▶  units as tokens  ──▶  merges  ──▶  identifiers
//                                           ├─ up to 32 units: scan all ranks for the lowest
//                                           └─ more: a heap of ranks over a linked list
//
// Start with `ReferenceBPESegmenter`: it says the same in fifteen lines.

/// Segments pretokens as a ``BPEModel`` has learnt it.
///
/// Time is linear in the pretoken's length times the logarithm of it.
///
/// Source: Sennrich, Haddow, Birch 2016; Hugging Face's `BPE` for what is done with characters that
/// the vocabulary lacks.
public struct BPESegmenter: Segmenter {
  private let model: BPEModel
  private let merges: MergeTable
  /// The token of each byte, or of `<0x…>` for each byte where characters are the units.
  private let tokenOfByte: [TokenID?]

  private static let longestScan = 32

  /// A segmenter for `model`.
  public init(_ model: BPEModel) {
    self.model = model
    merges = MergeTable(model)
    tokenOfByte = (0...255).map { (byte: UInt8) in
      model.units == .bytes
        ? model.vocabulary.id(of: CollectionOfOne(byte))
        : model.vocabulary.id(of: ByteFallback.spelling(of: byte).utf8)
    }
  }

  /// Appends the identifiers of the tokens of `pretoken`, first to last.
  public func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    if model.options.ignoresMerges, let id = model.vocabulary.id(of: pretoken) {
      ids.append(id)
      return
    }
    let start = ids.count
    switch model.units {
    case .bytes: appendBytes(pretoken, to: &ids)
    case .characters(let byteFallback):
      appendCharacters(pretoken, byteFallback: byteFallback, to: &ids)
    }
    if ids.count - start <= Self.longestScan {
      mergeByScan(&ids, from: start)
    } else {
      mergeByHeap(&ids, from: start)
    }
  }

  // MARK: Units

  private func appendBytes(_ pretoken: Span<UInt8>, to ids: inout [TokenID]) {
    for index in pretoken.indices {
      if let id = tokenOfByte[Int(pretoken[index])] ?? model.unknown { ids.append(id) }
    }
  }

  private func appendCharacters(
    _ pretoken: Span<UInt8>, byteFallback: Bool, to ids: inout [TokenID]
  ) {
    var index = 0
    while index < pretoken.count {
      let end = min(index + UTF8Scalar.width(pretoken[index]), pretoken.count)
      let character = pretoken.extracting(index..<end)
      if let id = model.vocabulary.id(of: character) {
        ids.append(id)
      } else if !(byteFallback && appendFallback(character, to: &ids)), let unknown = model.unknown
      {
        ids.append(unknown)
      }
      index = end
    }
  }

  /// Appends the byte tokens of a character, if the vocabulary has all of them.
  private func appendFallback(_ character: Span<UInt8>, to ids: inout [TokenID]) -> Bool {
    let count = ids.count
    for index in character.indices {
      guard let id = tokenOfByte[Int(character[index])] else {
        ids.removeLast(ids.count - count)
        return false
      }
      ids.append(id)
    }
    return true
  }

  // MARK: Merges

  /// Looks at every rank for each merge: quadratic, and fastest for a few units.
  private func mergeByScan(_ ids: inout [TokenID], from start: Int) {
    var values = InlineArray<32, UInt64>(repeating: MergeTable.noMerge)
    for index in start..<max(ids.count - 1, start) {
      values[index - start] = merges.value(ids[index], ids[index + 1])
    }
    while true {
      var best = 0
      let pairs = ids.count - start - 1
      guard pairs > 0 else { return }
      for index in 1..<max(pairs, 1) where values[index] < values[best] { best = index }
      guard values[best] != MergeTable.noMerge else { return }
      ids[start + best] = MergeTable.result(values[best])
      ids.remove(at: start + best + 1)
      for index in best..<pairs - 1 { values[index] = values[index + 1] }
      values[pairs - 1] = MergeTable.noMerge
      if best > 0 { values[best - 1] = merges.value(ids[start + best - 1], ids[start + best]) }
      if best < pairs - 1 { values[best] = merges.value(ids[start + best], ids[start + best + 1]) }
    }
  }

  /// Keeps the ranks in a heap and the units in a linked list.
  private func mergeByHeap(_ ids: inout [TokenID], from start: Int) {
    var list = MergeList(ids[start...])
    for index in 0..<list.count - 1 { list.propose(index, merges) }
    while let (index, value) = list.next() { list.merge(index, MergeTable.result(value), merges) }
    ids.removeLast(ids.count - start)
    list.append(to: &ids)
  }
}

/// The tokens of a long pretoken as a linked list, and the merges that are possible as a heap.
private struct MergeList {
  private struct Link {
    var id: TokenID
    var previous: Int32
    var next: Int32
    /// The value of the merge with the next token as it was proposed last.
    var value: UInt64
  }

  private struct Proposal: Comparable {
    var value: UInt64
    var index: Int32

    /// The lower rank first, then the leftmost.
    static func < (left: Proposal, right: Proposal) -> Bool {
      left.value >> 32 != right.value >> 32
        ? left.value >> 32 < right.value >> 32 : left.index < right.index
    }
  }

  private var links: [Link]
  private var heap: [Proposal] = []

  init(_ ids: ArraySlice<TokenID>) {
    links = []
    links.reserveCapacity(ids.count)
    for id in ids {
      let index = Int32(truncatingIfNeeded: links.count)
      links.append(Link(id: id, previous: index - 1, next: index + 1, value: MergeTable.noMerge))
    }
    links[links.count - 1].next = -1
  }

  var count: Int { links.count }

  /// Enters the merge of the token at `index` with the next one, if there is one.
  mutating func propose(_ index: Int, _ merges: MergeTable) {
    let next = Int(links[index].next)
    let value = next < 0 ? MergeTable.noMerge : merges.value(links[index].id, links[next].id)
    links[index].value = value
    guard value != MergeTable.noMerge else { return }
    heap.append(Proposal(value: value, index: Int32(truncatingIfNeeded: index)))
    siftUp()
  }

  /// The next merge that is still possible.
  mutating func next() -> (index: Int, value: UInt64)? {
    while let top = heap.first {
      removeTop()
      if links[Int(top.index)].value == top.value { return (Int(top.index), top.value) }
    }
    return nil
  }

  mutating func merge(_ index: Int, _ result: TokenID, _ merges: MergeTable) {
    let gone = Int(links[index].next)
    links[index].id = result
    links[index].next = links[gone].next
    links[gone].value = MergeTable.noMerge
    if links[gone].next >= 0 {
      links[Int(links[gone].next)].previous = Int32(truncatingIfNeeded: index)
    }
    propose(index, merges)
    if links[index].previous >= 0 { propose(Int(links[index].previous), merges) }
  }

  func append(to ids: inout [TokenID]) {
    var index: Int32 = 0
    while index >= 0 {
      ids.append(links[Int(index)].id)
      index = links[Int(index)].next
    }
  }

  private mutating func siftUp() {
    var index = heap.count - 1
    while index > 0 && heap[index] < heap[(index - 1) / 2] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func removeTop() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    var index = 0
    while index * 2 + 1 < heap.count {
      var child = index * 2 + 1
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[index] else { return }
      heap.swapAt(index, child)
      index = child
    }
  }
}
