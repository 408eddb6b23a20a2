// The heart of BPE vocabularization: merge the most frequent pair, again and again.
//
//     Words  ──▶  positions ── each knows its pair ──▶  pairs ── each knows its occurrences
//                     ▲                                   │
//                     └────────── MergeLoop ◀── PairQueue ◀┘   ──▶  merges, in order
//
// Start with `ReferenceBPEVocabularizer`: it gives the same merges in thirty lines. What makes this
// one fast: every position remembers the index of the pair that starts there, so that nothing is
// hashed inside the loop; and a pair gains occurrences only in the step that creates it, so that
// the occurrences of a pair lie together and never move.

import Subword
import SubwordMemory

/// Two symbols side by side, without their count.
struct Pair: BitwiseCopyable {
  /// The left symbol in the high half, the right one in the low half.
  let key: UInt64
  /// Where its occurrences start in the pool.
  var offset: UInt32 = 0
  /// How many occurrences it had when it was created.
  var length: UInt32 = 0

  init(left: UInt32, right: UInt32) { key = UInt64(left) << 32 | UInt64(right) }

  var left: UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
  var right: UInt32 { UInt32(truncatingIfNeeded: key) }
}

/// Merges pairs of symbols, the most frequent first.
///
/// Pair 0 is none: what is counted for it is never looked at. So the loop needn't ask at the border of
/// a word, where there is no pair, nor for a pair that would be too long.
///
/// Source: Sennrich, Haddow, Birch 2016 for the method; Hugging Face's `BpeTrainer` for what is
/// counted (each adjacent pair, so `aaa` holds `aa` twice), for ties and for the length limit.
struct MergeLoop<Position: PositionRecord>: ~Copyable {
  /// The symbols of all words; a border in front of, between, and behind them.
  private var positions = Buffer<Position>()
  private var pairs = Buffer<Pair>()
  /// How often each pair occurs now: apart from the rest of it, since only this is touched often.
  private var counts = Buffer<Position.Count>()
  /// The occurrences of all pairs: positions, rising, a pair's own side by side.
  private var pool = Buffer<UInt32>()
  private var queue = PairQueue()

  /// While a step creates symbol z: the index of the new pair (x, z) by x, and of (z, y) by y. By the
  /// border always pair 0.
  private var pairBefore: Buffer<UInt32>
  private var pairBehind: Buffer<UInt32>
  /// Stands in these for a pair that isn't made yet.
  private static var unmade: UInt32 { .max }
  /// The symbol of a border.
  private let border: UInt32

  /// The occurrences that a step has found: index of the pair in the high half, position below.
  private var found = Buffer<UInt64>()
  private var foundCount = 0
  /// The occurrences that are replaced next.
  private var live = Buffer<UInt32>(repeating: 0, count: batch)
  private static var batch: Int { 64 }

  /// How many symbols the merges so far have saved, each word counted as often as it occurs.
  private(set) var saved: Int64 = 0

  /// How many units each symbol is long. Only looked at when there is a limit.
  private var lengths: Buffer<UInt32>
  /// Pairs of this length or longer aren't created by a merge.
  private let lengthLimit: Int

  /// Lays out `words` for merging.
  ///
  /// - Parameters:
  ///   - alphabetCount: How many symbols there are.
  ///   - symbolCount: How many symbols there can be in the end.
  ///   - lengthLimit: Tokens stay shorter than this many units, as in Hugging Face's trainer,
  ///     which lets pairs of two units pass whatever the limit.
  ///   - budget: What may be in use at once.
  /// - Throws: `tooManyPretokens` beyond 2³² positions; `memoryExceeded`.
  init(
    _ words: consuming Words, alphabetCount: Int, symbolCount: Int, lengthLimit: Int,
    _ budget: MemoryBudget
  ) throws(VocabularizationError) {
    pairBefore = Buffer(repeating: Self.unmade, count: symbolCount + 1)
    pairBehind = Buffer(repeating: Self.unmade, count: symbolCount + 1)
    pairBefore[symbolCount] = 0
    pairBehind[symbolCount] = 0
    border = UInt32(truncatingIfNeeded: symbolCount)
    lengths = Buffer(repeating: 1, count: symbolCount)
    self.lengthLimit = lengthLimit
    let positionCount = words.symbolCount + words.count + 1
    guard positionCount < Int(UInt32.max) else { throw .tooManyPretokens }
    var budget = budget
    try budget.take(Self.memory(of: words, symbolCount: symbolCount))
    positions.grow(to: positionCount)
    _ = add(Pair(left: border, right: border))
    try lay(out: words, InitialPairs(symbols: alphabetCount), budget)
    fileInitialOccurrences()
  }

  /// Writes the positions and counts the pairs.
  private mutating func lay(
    out words: borrowing Words, _ indices: consuming InitialPairs, _ budget: MemoryBudget
  ) throws(VocabularizationError) {
    positions.append(Position(symbol: border, count: 0))
    var symbols = Buffer<UInt32>()
    for word in 0..<words.count {
      let count = Position.Count(truncatingIfNeeded: words.spell(word, into: &symbols))
      for index in 0..<symbols.count {
        var position = Position(symbol: symbols[index], count: count)
        if index + 1 < symbols.count {
          position.pair = try self.index(
            of: symbols[index], symbols[index + 1], in: &indices, budget)
          counts[Int(position.pair)] &+= count
          pairs[Int(position.pair)].length &+= 1
        }
        positions.append(position)
      }
      positions.append(Position(symbol: border, count: 0))
    }
  }

  @inline(__always)
  private mutating func index(
    of left: UInt32, _ right: UInt32, in indices: inout InitialPairs, _ budget: MemoryBudget
  ) throws(VocabularizationError) -> UInt32 {
    let known = indices.index(of: left, right)
    if known != 0 { return known }
    try budget.check(pairs.count * (Self.pairMemory + InitialPairs.pairMemory))
    let index = add(Pair(left: left, right: right))
    indices.add(index, of: left, right)
    return index
  }

  /// Adds a pair that nothing is counted for yet.
  private mutating func add(_ pair: Pair) -> UInt32 {
    pairs.append(pair)
    counts.append(0)
    return UInt32(truncatingIfNeeded: pairs.count - 1)
  }

  private mutating func fileInitialOccurrences() {
    var offset: UInt32 = 0
    for index in 1..<pairs.count {
      pairs[index].offset = offset
      offset += pairs[index].length
      pairs[index].length = 0
      enqueue(index)
    }
    pool = Buffer(capacity: Int(offset) * 2)
    pool.resize(to: Int(offset), filling: 0)
    for position in 0..<positions.count where positions[position].pair != 0 {
      file(UInt32(truncatingIfNeeded: position), under: Int(positions[position].pair))
    }
  }

  private mutating func enqueue(_ pair: Int) {
    let count = Int64(truncatingIfNeeded: counts[pair])
    queue.insert(QueuedPair(count: count, key: pairs[pair].key, index: UInt32(pair)))
  }

  @inline(__always)
  private mutating func file(_ position: UInt32, under pair: Int) {
    pool[Int(pairs[pair].offset &+ pairs[pair].length)] = position
    pairs[pair].length &+= 1
  }

  /// The pair to merge next, if one occurs at least `minimum` times.
  mutating func next(minimum: Int64) -> QueuedPair? {
    guard let pair = queue.next(pairs, counts), pair.count >= minimum else { return nil }
    return pair
  }

  /// Replaces the occurrences of `merged`, left to right, by `symbol`.
  ///
  /// - Throws: `tooManyPretokens` when the occurrences exceed 2³².
  mutating func merge(_ merged: QueuedPair, into symbol: UInt32) throws(VocabularizationError) {
    let pair = pairs[Int(merged.index)]
    lengths[Int(symbol)] = lengths[Int(pair.left)] + lengths[Int(pair.right)]
    let created = pairs.count
    // Each occurrence gives two at most; what is entered for pair 0 lies behind the last one.
    let most = 2 * Int(pair.length) + 1
    if found.count < most { found.resize(to: most, filling: 0) }
    foundCount = 0
    let guess = queue.likelyNext
    if let guess { prefetchPool(firstOccurrences(of: guess)) }
    var next = Int(pair.offset)
    let end = next + Int(pair.length)
    while next < end {
      let behind = min(next + Self.batch, end)
      prefetchPositions(behind..<min(behind + Self.batch, end))
      let count = gather(next..<behind, of: merged.index)
      prefetchNeighbours(count)
      prefetchCounts(count)
      for index in 0..<count {
        let position = Int(live[index])
        // In a word like `aaa` the occurrence before may have taken the place.
        if positions[position].pair == merged.index { replace(position, by: symbol) }
      }
      next = behind
    }
    try fileFound(since: created)
    if let guess { prefetchPositions(firstOccurrences(of: guess)) }
  }

  // A merge reads what lies all over memory. It asks for it in time: for what a batch needs while the
  // batch before is replaced, and for what the next merge needs while this one ends.

  /// Where the first occurrences of a pair stand in the pool.
  private func firstOccurrences(of pair: Int) -> Range<Int> {
    let start = Int(pairs[pair].offset)
    return start..<start + min(Int(pairs[pair].length), Self.batch)
  }

  private func prefetchPool(_ occurrences: Range<Int>) {
    for index in stride(from: occurrences.lowerBound, to: occurrences.upperBound, by: 16) {
      pool.prefetch(index)
    }
  }

  @inline(__always)
  private func prefetchPositions(_ occurrences: Range<Int>) {
    for index in occurrences { positions.prefetch(Int(pool[index])) }
  }

  /// The records on both sides of the first `count` of `live`.
  @inline(__always)
  private func prefetchNeighbours(_ count: Int) {
    for index in 0..<count {
      let first = Int(live[index])
      positions.prefetch(first &- positions[first].previous)
      positions.prefetch(first &+ positions[first].next)
    }
  }

  /// The counts that replacing the first `count` of `live` lowers, and the record behind.
  @inline(__always)
  private func prefetchCounts(_ count: Int) {
    for index in 0..<count {
      let first = Int(live[index])
      let second = first &+ positions[first].next
      counts.prefetch(Int(positions[first &- positions[first].previous].pair))
      counts.prefetch(Int(positions[second].pair))
      positions.prefetch(second &+ positions[second].next)
    }
  }

  /// Puts the occurrences that other merges have left into `live`.
  ///
  /// - Returns: How many there are.
  @inline(__always)
  private mutating func gather(_ occurrences: Range<Int>, of pair: UInt32) -> Int {
    var count = 0
    for occurrence in occurrences {
      let position = pool[occurrence]
      live[count] = position
      count &+= Self.isSame(positions[Int(position)].pair, pair)
    }
    return count
  }

  /// 1 for equal numbers, 0 for others, without a branch that would be guessed wrong half of the time.
  @inline(__always)
  private static func isSame(_ left: UInt32, _ right: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(left ^ right) &- 1) &>> 63)
  }

  /// Joins the symbol at `first` with the one behind it, and enters the pairs that appear.
  @inline(__always)
  private mutating func replace(_ first: Int, by symbol: UInt32) {
    var joined = positions[first]
    let before = first &- joined.previous
    let second = first &+ joined.next
    let behind = second &+ positions[second].next
    saved &+= Int64(truncatingIfNeeded: joined.count)

    counts[Int(positions[before].pair)] &-= joined.count
    let left = pair(positions[before].symbol, before: symbol)
    positions[before].pair = left
    note(left, joined.count, at: before)

    counts[Int(positions[second].pair)] &-= joined.count
    joined.pair = pair(positions[behind].symbol, behind: symbol)
    note(joined.pair, joined.count, at: first)

    joined.symbol = symbol
    joined.next = behind &- first
    positions[first] = joined
    positions[second].pair = 0
    positions[behind].previous = behind &- first
  }

  /// Enters an occurrence of a pair, if it is one.
  @inline(__always)
  private mutating func note(_ pair: UInt32, _ count: Position.Count, at position: Int) {
    counts[Int(pair)] &+= count
    pairs[Int(pair)].length &+= 1
    found[foundCount] = UInt64(pair) << 32 | UInt64(truncatingIfNeeded: position)
    foundCount &+= 1 &- Self.isSame(pair, 0)
  }

  /// The index of the new pair (left, symbol), or 0 when there is none.
  @inline(__always)
  private mutating func pair(_ left: UInt32, before symbol: UInt32) -> UInt32 {
    let known = pairBefore[Int(left)]
    return known != Self.unmade ? known : makePair(left, symbol, new: symbol)
  }

  /// The index of the new pair (symbol, right), or 0 when there is none.
  @inline(__always)
  private mutating func pair(_ right: UInt32, behind symbol: UInt32) -> UInt32 {
    let known = pairBehind[Int(right)]
    return known != Self.unmade ? known : makePair(symbol, right, new: symbol)
  }

  @inline(never)
  private mutating func makePair(_ left: UInt32, _ right: UInt32, new symbol: UInt32) -> UInt32 {
    let length = Int(lengths[Int(left)]) + Int(lengths[Int(right)])
    guard length < lengthLimit else { return 0 }
    let index = add(Pair(left: left, right: right))
    // Both for (symbol, symbol), which is met from both sides.
    if right == symbol { pairBefore[Int(left)] = index }
    if left == symbol { pairBehind[Int(right)] = index }
    return index
  }

  /// Puts the occurrences that a step found under their pairs, and the pairs in the queue.
  private mutating func fileFound(since created: Int) throws(VocabularizationError) {
    guard pool.count + foundCount < Int(UInt32.max), pairs.count < Int(Self.unmade) else {
      throw .tooManyPretokens
    }
    var offset = UInt32(pool.count)
    for index in created..<pairs.count {
      let pair = pairs[index]
      pairs[index].offset = offset
      offset += pair.length
      pairs[index].length = 0
      pairBefore[Int(pair.left)] = Self.unmade
      pairBehind[Int(pair.right)] = Self.unmade
      if counts[index] > 0 { enqueue(index) }
    }
    pool.resize(to: Int(offset), filling: 0)
    for index in 0..<foundCount {
      file(UInt32(truncatingIfNeeded: found[index]), under: Int(found[index] >> 32))
    }
  }
}

// What it takes.
extension MergeLoop {
  /// A pair, its count, and its place in the queue: in a bucket that may have doubled, in the heap.
  private static var pairMemory: Int {
    MemoryLayout<Pair>.stride + MemoryLayout<Position.Count>.stride
      + 2 * MemoryLayout<UInt32>.stride + MemoryLayout<QueuedPair>.stride
  }

  /// The memory of what belongs to positions and to symbols.
  private static func memory(positions: Int, pool: Int, found: Int, symbols: Int) -> Int {
    positions * MemoryLayout<Position>.stride + pool * 4 + found * 8 + symbols * 12
  }

  /// How much memory `words` and their layout take, without pairs.
  private static func memory(of words: borrowing Words, symbolCount: Int) -> Int {
    Words.memory(words: words.count)
      + memory(
        positions: words.symbolCount + words.count + 1, pool: words.symbolCount,
        found: words.longest, symbols: symbolCount)
  }

  /// How much memory is in use once `pair` is merged, at most.
  func memory(merging pair: QueuedPair) -> Int {
    // Each occurrence gives two at most, and each of these one new pair at most.
    let more = 2 * Int(pairs[Int(pair.index)].length)
    let newPairs = min(more, 2 * lengths.count)
    return Self.memory(
      positions: positions.count, pool: pool.count + more, found: max(found.count, more),
      symbols: lengths.count) + (pairs.count + newPairs) * Self.pairMemory
  }
}
