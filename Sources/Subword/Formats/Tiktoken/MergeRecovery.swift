// The merges of a vocabulary that says only which token was learnt before which.
//
//     tokens in the order of their ranks  ──▶  MergeRecovery  ──▶  merges
//
// tiktoken knows no merges: two neighbours merge when their bytes together are a token, the token of
// the lowest rank first. So a token's merge is what is left of its bytes after all merges of lower
// ranks: two parts, for nearly every token. Where more are left (some 700 tokens of Llama 3), it can
// still be made in a longer pretoken, from parts that were learnt later: then each way to cut it into
// two tokens is a merge, and all of them have the token's one rank.
//
// `ReferenceRanksSegmenter` says what tiktoken does, in fifteen lines.

import SubwordMemory

/// Replays the merges of one token after the other.
struct MergeRecovery {
  private let vocabulary: Vocabulary
  private let tokenOfByte: [UInt32]
  /// Whether there is a token of so many bytes: if not, nothing has to be hashed.
  private let hasLength: [Bool]
  /// The parts of the token at hand, each by its first byte.
  private var parts: [Part] = []
  private var heap: [UInt64] = []
  /// Ranks of pairs whose bytes would be many to hash each time.
  private var longPairs: [UInt64: UInt32] = [:]

  private struct Part {
    var id: UInt32
    var end: UInt32
    var previous: Int32
    /// The rank of this part with the next one as it was entered last.
    var rank: UInt32
  }

  private static let noRank = UInt32.max
  private static let longPair = 64

  /// The merges of all tokens by rising rank, which is the token's identifier.
  ///
  /// - Parameter vocabulary: Tokens that are found by their bytes; it has all 256 bytes.
  /// - Returns: The merges, and whether some token has several.
  static func merges(of vocabulary: Vocabulary) -> ([BPEModel.Merge], ranksTokens: Bool) {
    var recovery = MergeRecovery(vocabulary)
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(vocabulary.count)
    var ranksTokens = false
    let bytes = vocabulary.allBytes
    for id in vocabulary.identifiers {
      let token = bytes.span.extracting(vocabulary.range(of: id))
      guard token.count > 1, vocabulary.id(of: token) == id else { continue }
      if let (left, right) = recovery.lastMerge(of: token, rank: id.rawValue) {
        merges.append(BPEModel.Merge(left: left, right: right, result: id))
      } else {
        let count = merges.count
        recovery.appendAllCuts(of: token, id, to: &merges)
        if merges.count > count + 1 { ranksTokens = true }
      }
    }
    return (merges, ranksTokens)
  }

  private init(_ vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    tokenOfByte = (UInt8.min...UInt8.max).map {
      vocabulary.id(of: CollectionOfOne($0))?.rawValue ?? Self.noRank
    }
    var hasLength: [Bool] = []
    for id in vocabulary.identifiers {
      let length = vocabulary.range(of: id).count
      while hasLength.count <= length { hasLength.append(false) }
      hasLength[length] = true
    }
    self.hasLength = hasLength
  }

  private func appendAllCuts(
    of token: Span<UInt8>, _ id: TokenID, to merges: inout [BPEModel.Merge]
  ) {
    for cut in 1..<token.count where hasLength[cut] && hasLength[token.count - cut] {
      guard let left = vocabulary.id(of: token.extracting(..<cut)),
        let right = vocabulary.id(of: token.extracting(cut...))
      else { continue }
      merges.append(BPEModel.Merge(left: left, right: right, result: id))
    }
  }

  /// The two parts that are left of `token` when all merges of ranks below its own are done.
  private mutating func lastMerge(
    of token: Span<UInt8>, rank: UInt32
  ) -> (TokenID, TokenID)? {
    if token.count == 2 {
      return (
        TokenID(rawValue: tokenOfByte[Int(token[0])]), TokenID(rawValue: tokenOfByte[Int(token[1])])
      )
    }
    start(token)
    for index in 0..<token.count - 1 { enter(index, of: token, below: rank) }
    var count = token.count
    while let index = popLowest() {
      merge(index, of: token, below: rank)
      count -= 1
    }
    guard count == 2 else { return nil }
    return (
      TokenID(rawValue: parts[0].id), TokenID(rawValue: parts[Int(parts[0].end)].id)
    )
  }

  private mutating func start(_ token: Span<UInt8>) {
    parts.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
    for index in token.indices {
      parts.append(
        Part(
          id: tokenOfByte[Int(token[index])], end: UInt32(truncatingIfNeeded: index + 1),
          previous: Int32(truncatingIfNeeded: index - 1), rank: Self.noRank))
    }
  }

  /// Enters the merge of the part at `index` with the next one, if it is one of a rank below `limit`.
  private mutating func enter(_ index: Int, of token: Span<UInt8>, below limit: UInt32) {
    let next = Int(parts[index].end)
    parts[index].rank = Self.noRank
    guard next < token.count else { return }
    let rank = rank(index, next, of: token)
    guard rank < limit else { return }
    parts[index].rank = rank
    push(UInt64(rank) << 32 | UInt64(index))
  }

  private mutating func rank(_ left: Int, _ right: Int, of token: Span<UInt8>) -> UInt32 {
    let range = left..<Int(parts[right].end)
    guard hasLength[range.count] else { return Self.noRank }
    if range.count <= Self.longPair {
      return vocabulary.id(of: token.extracting(range))?.rawValue ?? Self.noRank
    }
    let key = UInt64(parts[left].id) << 32 | UInt64(parts[right].id)
    if let known = longPairs[key] { return known }
    let rank = vocabulary.id(of: token.extracting(range))?.rawValue ?? Self.noRank
    longPairs[key] = rank
    return rank
  }

  private mutating func merge(_ index: Int, of token: Span<UInt8>, below limit: UInt32) {
    let gone = Int(parts[index].end)
    parts[index].id = parts[index].rank
    parts[index].end = parts[gone].end
    parts[gone].rank = Self.noRank
    if Int(parts[index].end) < token.count {
      parts[Int(parts[index].end)].previous = Int32(truncatingIfNeeded: index)
    }
    enter(index, of: token, below: limit)
    if parts[index].previous >= 0 { enter(Int(parts[index].previous), of: token, below: limit) }
  }

  // MARK: Heap

  /// The first byte of the left part of the merge to do next: the lowest rank, the leftmost first.
  private mutating func popLowest() -> Int? {
    while let top = heap.first {
      removeTop()
      let index = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
      if parts[index].rank == UInt32(truncatingIfNeeded: top >> 32) { return index }
    }
    return nil
  }

  private mutating func push(_ entry: UInt64) {
    heap.append(entry)
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
