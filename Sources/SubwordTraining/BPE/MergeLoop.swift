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
/// Source: Sennrich, Haddow, Birch 2016 for the method; Hugging Face's `BpeTrainer` for what is
/// counted (each adjacent pair, so `aaa` holds `aa` twice), for ties and for the length limit.
struct MergeLoop<Position: PositionRecord>: ~Copyable {
  /// The symbols of all words; a record of symbol `none` in front of, between, and behind them.
  private var positions = Buffer<Position>()
  private var pairs = Buffer<Pair>()
  /// How often each pair occurs now: apart from the rest of it, since only this is touched often.
  private var counts = Buffer<Int64>()
  /// The occurrences of all pairs: positions, rising, a pair's own side by side.
  private var pool = Buffer<UInt32>()
  private var queue = PairQueue()

  /// While a step creates symbol z: the index of the new pair (x, z) by x, and of (z, y) by y.
  private var pairBefore: Buffer<UInt32>
  private var pairBehind: Buffer<UInt32>
  /// The occurrences that a step has found: index of the pair in the high half, position below.
  private var found = Buffer<UInt64>()
  private var foundCount = 0
  /// The occurrences that are replaced next.
  private var live = Buffer<UInt32>(repeating: 0, count: batch)
  private static var batch: Int { 64 }
  /// Keeps loads that are only made to have come early from being left out.
  private var touched: Int64 = 0

  /// How many symbols the merges so far have saved, each word counted as often as it occurs.
  private(set) var saved: Int64 = 0

  /// How many units each symbol is long. Only looked at when there is a limit.
  private var lengths: Buffer<UInt32>
  /// Pairs of this length or longer aren't created by a merge.
  private let lengthLimit: Int

  /// Lays out `words` for merging.
  ///
  /// - Parameters:
  ///   - symbolCount: How many symbols there can be in the end.
  ///   - lengthLimit: Tokens stay shorter than this many units, as in Hugging Face's trainer,
  ///     which lets pairs of two units pass whatever the limit.
  ///   - budget: What may be in use at once.
  /// - Throws: `tooManyPretokens` beyond 2³² positions; `memoryExceeded`.
  init(
    _ words: consuming Words, symbolCount: Int, lengthLimit: Int, _ budget: MemoryBudget
  ) throws(VocabularizationError) {
    pairBefore = Buffer(repeating: none, count: symbolCount)
    pairBehind = Buffer(repeating: none, count: symbolCount)
    lengths = Buffer(repeating: 1, count: symbolCount)
    self.lengthLimit = lengthLimit
    guard words.symbolCount + words.count + 1 < Int(UInt32.max) else { throw .tooManyPretokens }
    var budget = budget
    try budget.take(Self.memory(of: words, symbolCount: symbolCount))
    try lay(out: words, budget)
    fileInitialOccurrences()
  }

  /// Writes the positions and counts the pairs, one hash for each position: the last hash there is.
  private mutating func lay(
    out words: borrowing Words, _ budget: MemoryBudget
  ) throws(VocabularizationError) {
    var indices = PairIndices()
    let boundary = Position(symbol: none, count: 0)
    positions = Buffer(repeating: boundary, count: words.symbolCount + words.count + 1)
    let order = words.byFallingCount()
    var place = 1
    for rank in 0..<order.count {
      let word = Int(order[rank])
      let count = words.counts[word]
      var left = none
      for index in words.range(word) {
        let symbol = words.symbols[index]
        if left != none {
          let pair = indices.index(left, symbol, addingTo: &pairs)
          if Int(pair) == counts.count {
            counts.append(0)
            try budget.check(counts.count * (Self.pairMemory + PairIndices.pairMemory))
          }
          counts[Int(pair)] += Int64(count)
          pairs[Int(pair)].length += 1
          positions[place - 1].pair = pair
        }
        positions[place] = Position(symbol: symbol, count: count)
        place += 1
        left = symbol
      }
      place += 1
    }
  }

  private mutating func fileInitialOccurrences() {
    var offset: UInt32 = 0
    for index in 0..<pairs.count {
      pairs[index].offset = offset
      offset += pairs[index].length
      pairs[index].length = 0
      queue.insert(
        QueuedPair(
          count: counts[index], key: pairs[index].key, index: UInt32(index)))
    }
    pool = Buffer(capacity: Int(offset) * 2)
    pool.resize(to: Int(offset), filling: 0)
    for position in 0..<positions.count where positions[position].pair != none {
      file(UInt32(truncatingIfNeeded: position), under: Int(positions[position].pair))
    }
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
    // Each occurrence gives two at most.
    if found.count < 2 * Int(pair.length) { found.resize(to: 2 * Int(pair.length), filling: 0) }
    foundCount = 0
    var next = Int(pair.offset)
    let end = next + Int(pair.length)
    while next < end {
      let count = gather(next..<min(next + Self.batch, end), of: merged.index)
      touched &+= touchNeighbours(count)
      for index in 0..<count {
        let position = Int(live[index])
        // In a word like `aaa` the occurrence before may have taken the place.
        if positions[position].pair == merged.index { replace(position, by: symbol) }
      }
      next += Self.batch
    }
    try fileFound(since: created)
  }

  /// Puts the occurrences that other merges have left into `live`.
  ///
  /// Looking at many before any is changed lets their cache misses overlap.
  ///
  /// - Returns: How many there are.
  @inline(__always)
  private mutating func gather(_ occurrences: Range<Int>, of pair: UInt32) -> Int {
    var count = 0
    for occurrence in occurrences {
      let position = pool[occurrence]
      live[count] = position
      count &+= positions[Int(position)].pair == pair ? 1 : 0
    }
    return count
  }

  /// Loads the counts that replacing the first `count` of `live` will lower.
  @inline(__always)
  private func touchNeighbours(_ count: Int) -> Int64 {
    var sum: Int64 = 0
    for index in 0..<count {
      let first = Int(live[index])
      let before = positions[first - positions[first].previous].pair
      let behind = positions[first + positions[first].next].pair
      sum &+= counts[before == none ? 0 : Int(before)] &+ counts[behind == none ? 0 : Int(behind)]
    }
    return sum
  }

  /// Joins the symbol at `first` with the one behind it, and enters the pairs that appear.
  @inline(__always)
  private mutating func replace(_ first: Int, by symbol: UInt32) {
    let before = first - positions[first].previous
    let second = first + positions[first].next
    let behind = second + positions[second].next
    let count = positions[first].count
    saved &+= count

    let left = positions[before].symbol
    if left != none {
      forget(positions[before].pair, count)
      let pair = self.pair(left, before: symbol)
      positions[before].pair = pair
      note(pair, count, at: before)
    }
    let right = positions[behind].symbol
    var pairHere = none
    if right != none {
      forget(positions[second].pair, count)
      pairHere = pair(right, behind: symbol)
      note(pairHere, count, at: first)
      positions[behind].previous = behind - first
    }
    positions[first].symbol = symbol
    positions[first].pair = pairHere
    positions[first].next = behind - first
    positions[second].pair = none
  }

  @inline(__always)
  private mutating func forget(_ pair: UInt32, _ count: Int64) {
    if pair != none { counts[Int(pair)] &-= count }
  }

  @inline(__always)
  private mutating func note(_ pair: UInt32, _ count: Int64, at position: Int) {
    guard pair != none else { return }
    counts[Int(pair)] &+= count
    pairs[Int(pair)].length &+= 1
    found[foundCount] = UInt64(pair) << 32 | UInt64(truncatingIfNeeded: position)
    foundCount &+= 1
  }

  /// The index of the new pair (left, symbol), or `none` when it would be too long.
  @inline(__always)
  private mutating func pair(_ left: UInt32, before symbol: UInt32) -> UInt32 {
    let known = pairBefore[Int(left)]
    return known != none ? known : makePair(left, symbol, new: symbol)
  }

  /// The index of the new pair (symbol, right), or `none` when it would be too long.
  @inline(__always)
  private mutating func pair(_ right: UInt32, behind symbol: UInt32) -> UInt32 {
    let known = pairBehind[Int(right)]
    return known != none ? known : makePair(symbol, right, new: symbol)
  }

  @inline(never)
  private mutating func makePair(_ left: UInt32, _ right: UInt32, new symbol: UInt32) -> UInt32 {
    let length = Int(lengths[Int(left)]) + Int(lengths[Int(right)])
    guard length < lengthLimit else { return none }
    let index = UInt32(truncatingIfNeeded: pairs.count)
    pairs.append(Pair(left: left, right: right))
    counts.append(0)
    // Both for (symbol, symbol), which is met from both sides.
    if right == symbol { pairBefore[Int(left)] = index }
    if left == symbol { pairBehind[Int(right)] = index }
    return index
  }

  /// Puts the occurrences that a step found under their pairs, and the pairs in the queue.
  private mutating func fileFound(since created: Int) throws(VocabularizationError) {
    guard pool.count + foundCount < Int(UInt32.max), pairs.count < Int(none) else {
      throw .tooManyPretokens
    }
    var offset = UInt32(pool.count)
    for index in created..<pairs.count {
      let pair = pairs[index]
      pairs[index].offset = offset
      offset += pair.length
      pairs[index].length = 0
      pairBefore[Int(pair.left)] = none
      pairBehind[Int(pair.right)] = none
      if counts[index] > 0 {
        queue.insert(QueuedPair(count: counts[index], key: pair.key, index: UInt32(index)))
      }
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
    MemoryLayout<Pair>.stride + MemoryLayout<Int64>.stride + 2 * MemoryLayout<UInt32>.stride
      + MemoryLayout<QueuedPair>.stride
  }

  /// The memory of what belongs to positions and to symbols.
  private static func memory(positions: Int, pool: Int, found: Int, symbols: Int) -> Int {
    positions * MemoryLayout<Position>.stride + pool * 4 + found * 8 + symbols * 12
  }

  /// How much memory `words` and their layout take, without pairs.
  private static func memory(of words: borrowing Words, symbolCount: Int) -> Int {
    let order = 4 * words.count
    return Words.memory(words: words.ends.count, symbols: words.symbols.count) + order
      + memory(
        positions: words.symbolCount + words.count + 1, pool: words.symbolCount, found: 0,
        symbols: symbolCount)
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

/// The index of each pair of the first layout, by its symbols: open addressing.
private struct PairIndices: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var key: UInt64
    /// Index + 1; 0 for an empty slot.
    var entry: UInt64
  }

  private var slots = Buffer<Slot>(zeroed: 1 << 12)
  private var used = 0

  /// Four slots at most for a pair, and two more while the table grows.
  static var pairMemory: Int { 6 * MemoryLayout<Slot>.stride }

  mutating func index(
    _ left: UInt32, _ right: UInt32, addingTo pairs: inout Buffer<Pair>
  ) -> UInt32 {
    let key = UInt64(left) << 32 | UInt64(right)
    var slot = self.slot(of: key)
    if slots[slot].entry != 0 { return UInt32(slots[slot].entry - 1) }
    pairs.append(Pair(left: left, right: right))
    if used * 2 >= slots.count {
      grow()
      slot = self.slot(of: key)
    }
    slots[slot] = Slot(key: key, entry: UInt64(pairs.count))
    used += 1
    return UInt32(pairs.count - 1)
  }

  /// Where `key` is or belongs. ENDS: at most half of the slots are taken.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: mix(key)) & mask
    while slots[slot].entry != 0 && slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var old = Buffer<Slot>(zeroed: slots.count * 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].entry != 0 {
      slots[slot(of: old[index].key)] = old[index]
    }
  }
}
