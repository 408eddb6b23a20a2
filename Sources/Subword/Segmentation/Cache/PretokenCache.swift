// The tokens of pretokens that were there before.
//
//     pretokens  ──▶  PretokenCache ── known ──▶  identifiers
//                          └── new ──▶  segmenter  ──▶  identifiers, kept for the next time
//
// Texts repeat their words, and a lookup costs a twentieth of merging. Nothing here decides what is
// right: a cache of two slots gives the same identifiers as one of two million, and as none.

import SubwordMemory

/// What a segmenter has made of short pretokens: bounded in memory, replaced when crowded.
///
/// Pairs of slots: a pretoken lies in one of the two that its hash names, and a new one takes the
/// place of either. The table doubles where hits are worth it, up to its bound.
struct PretokenCache: ~Copyable {
  /// 32 bytes, half of what the processor loads at once.
  private struct Slot: BitwiseCopyable {
    /// The bytes of the pretoken, as in ``PackedBytes``.
    var low: UInt64 = 0
    /// The same, but with the length in four bits; above it how many tokens there are.
    var high: UInt64 = 0
    /// Up to four identifiers; of more, where they are in `overflow` and how many.
    var first: UInt64 = 0
    var second: UInt64 = 0

    @inline(__always) var tokenCount: Int { Int(truncatingIfNeeded: high &>> 60) }

    /// One of two slots, without a branch: which of the two it is can't be foretold.
    @inline(__always)
    static func choice(_ isFirst: Bool, _ one: Slot, _ other: Slot) -> Slot {
      let mask: UInt64 = isFirst ? .max : 0
      return Slot(
        low: one.low & mask | other.low & ~mask, high: one.high & mask | other.high & ~mask,
        first: one.first & mask | other.first & ~mask,
        second: one.second & mask | other.second & ~mask)
    }

    /// Whether the bytes are those of `key`; false for an empty slot.
    @inline(__always)
    func holds(_ key: PackedBytes) -> Bool {
      (low ^ key.low) | (high ^ key.high) &<< 4 == 0
    }
  }

  /// A short pretoken and the first of its two slots.
  private struct Query: BitwiseCopyable {
    var key: PackedBytes
    var slot: Int
  }

  private static let longestInline = 4
  /// Stands for the number of tokens where there are more than four.
  private static let overflows = 15
  private static let batch = 256

  private var slots: Buffer<Slot>
  /// The tokens of pretokens that have more than four.
  private var overflow = Buffer<TokenID>()
  private var longPretokens = LongPretokenCache()
  private var queries: Buffer<Query>
  private let largestSlotCount: Int
  private var replacements = 0
  /// Lookups and misses since the table was looked at last.
  private var (lookups, misses) = (0, 0)
  private var missesInAll = 0
  private let missesBeforeSeeding: Int
  private var tokens: [TokenID] = []
  private var nextWay = 0

  /// - Parameters:
  ///   - budget: How many bytes of memory it may take.
  ///   - slotCount: How many pretokens there is room for at first: a power of two.
  ///   - missesBeforeSeeding: So many new pretokens show that more will come.
  init(budget: Int, slotCount: Int = 1 << 14, missesBeforeSeeding: Int = 1 << 10) {
    self.missesBeforeSeeding = missesBeforeSeeding
    slots = Buffer(zeroed: max(slotCount, 2))
    queries = Buffer(zeroed: Self.batch)
    largestSlotCount = max(budget / 2 / MemoryLayout<Slot>.stride, slotCount)
    longPretokens = LongPretokenCache(budget: budget / 4)
    overflowLimit = budget / 4 / MemoryLayout<TokenID>.stride
  }

  private let overflowLimit: Int

  /// Appends the tokens of each of `pretokens`.
  mutating func segment(
    _ pretokens: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    by segmenter: ModelSegmenter, into ids: inout Buffer<TokenID>
  ) {
    var start = 0
    while start < pretokens.count {
      let end = min(start + Self.batch, pretokens.count)
      gather(pretokens, start..<end, of: text)
      for index in start..<end {
        let query = queries[index &- start]
        if query.key.high == 0 {
          segmentLong(pretokens[index], of: text, by: segmenter, into: &ids)
          continue
        }
        let (one, other) = (slots[query.slot], slots[query.slot &+ 1])
        let found = Slot.choice(one.holds(query.key), one, other)
        if found.holds(query.key) && found.tokenCount <= Self.longestInline {
          ids.append(found.first, found.second, count: found.tokenCount)
        } else {
          segment(pretokens[index], query, of: text, by: segmenter, into: &ids)
        }
      }
      lookups &+= end &- start
      start = end
    }
  }

  /// Makes the keys of some pretokens, and loads what they will need.
  @inline(__always)
  private mutating func gather(
    _ pretokens: borrowing Buffer<PretokenRange>, _ range: Range<Int>,
    of text: borrowing Buffer<UInt8>
  ) {
    let mask = slots.count &- 2
    let lastWhole = text.count &- 16
    for index in range {
      let pretoken = pretokens[index]
      var query = Query(key: PackedBytes(low: 0, high: 0), slot: 0)
      if pretoken.count <= PackedBytes.longest {
        query.key =
          pretoken.start <= lastWhole
          ? text.packed(pretoken.start, pretoken.count)
          : text.packedAtEnd(pretoken.start, pretoken.count)
        query.slot = Int(truncatingIfNeeded: query.key.hash) & mask
        slots.prefetch(query.slot)
      }
      queries[index &- range.lowerBound] = query
    }
  }

  // MARK: What isn't found at once

  /// Tokens of more than four, or of a new pretoken.
  @inline(never)
  private mutating func segment(
    _ pretoken: PretokenRange, _ query: Query, of text: borrowing Buffer<UInt8>,
    by segmenter: ModelSegmenter, into ids: inout Buffer<TokenID>
  ) {
    // The table may have grown since.
    let slot = Int(truncatingIfNeeded: query.key.hash) & (slots.count &- 2)
    for found in [slots[slot], slots[slot + 1]] where found.holds(query.key) {
      return append(found, to: &ids)
    }
    misses &+= 1
    missesInAll &+= 1
    if missesInAll == missesBeforeSeeding { seed(from: segmenter) }
    tokens.removeAll(keepingCapacity: true)
    text.withSpan {
      segmenter.segment($0.extracting(pretoken.start..<pretoken.end), into: &tokens)
    }
    ids.append(contentsOf: tokens.span)
    insert(query.key)
  }

  /// Takes in the tokens that are their own segmentation: most of the words that will be new.
  private mutating func seed(from segmenter: ModelSegmenter) {
    guard case .bpe(let segmenter) = segmenter, segmenter.knowsWholeTokens else { return }
    let vocabulary = segmenter.vocabulary
    while slots.count < vocabulary.count && slots.count * 2 <= largestSlotCount { grow() }
    let bytes = vocabulary.allBytes
    // The first ones come most often.
    for id in vocabulary.identifiers.prefix(slots.count / 2) {
      let range = vocabulary.range(of: id)
      guard (1...PackedBytes.longest).contains(range.count), segmenter.isWhole(id) else { continue }
      let key = PackedBytes(bytes.span.extracting(range))
      let slot = Slot(low: key.low, high: key.high | 1 << 60, first: UInt64(id.rawValue))
      let index = Int(truncatingIfNeeded: key.hash) & (slots.count &- 2)
      let isThere = slots[index].holds(key) || slots[index + 1].holds(key)
      if !isThere { placeInFree(slot, key.hash) }
    }
  }

  private func append(_ slot: Slot, to ids: inout Buffer<TokenID>) {
    if slot.tokenCount <= Self.longestInline {
      return ids.append(slot.first, slot.second, count: slot.tokenCount)
    }
    let (start, count) = (Int(slot.first), Int(slot.second))
    ids.append(overflow, start..<start + count)
  }

  /// Keeps `tokens` as those of a pretoken.
  private mutating func insert(_ key: PackedBytes) {
    if replacements * 8 > slots.count { growIfWorthwhile() }
    if overflow.count + tokens.count > overflowLimit { forgetAll() }
    var slot = Slot(low: key.low, high: key.high)
    if tokens.count <= Self.longestInline {
      slot.high |= UInt64(tokens.count) << 60
      for (place, id) in tokens.enumerated() {
        let word = UInt64(id.rawValue) << UInt64(place % 2 * 32)
        if place < 2 { slot.first |= word } else { slot.second |= word }
      }
    } else {
      slot.high |= UInt64(Self.overflows) << 60
      slot.first = UInt64(overflow.count)
      slot.second = UInt64(tokens.count)
      for id in tokens { overflow.append(id) }
    }
    place(slot, key.hash)
  }

  private mutating func place(_ slot: Slot, _ hash: UInt64) {
    if placeInFree(slot, hash) { return }
    replacements += 1
    nextWay ^= 1
    slots[Int(truncatingIfNeeded: hash) & (slots.count &- 2) + nextWay] = slot
  }

  /// Takes in what isn't there, if one of its two slots is free.
  @discardableResult
  private mutating func placeInFree(_ slot: Slot, _ hash: UInt64) -> Bool {
    let index = Int(truncatingIfNeeded: hash) & (slots.count &- 2)
    for way in index...index + 1 where slots[way].high == 0 {
      slots[way] = slot
      return true
    }
    return false
  }

  /// Doubles the table if what was replaced has been found often before.
  private mutating func growIfWorthwhile() {
    let isWorthwhile = lookups > misses * 6
    (replacements, lookups, misses) = (0, 0, 0)
    if isWorthwhile && slots.count * 2 <= largestSlotCount { grow() }
  }

  private mutating func grow() {
    var old = Buffer<Slot>(zeroed: slots.count * 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].high != 0 {
      place(old[index], PackedBytes(low: old[index].low, high: old[index].high & ~(0xF << 60)).hash)
    }
    replacements = 0
  }

  private mutating func forgetAll() {
    slots = Buffer(zeroed: slots.count)
    overflow = Buffer()
  }

  // MARK: Long pretokens

  @inline(never)
  private mutating func segmentLong(
    _ pretoken: PretokenRange, of text: borrowing Buffer<UInt8>, by segmenter: ModelSegmenter,
    into ids: inout Buffer<TokenID>
  ) {
    if longPretokens.append(pretoken, of: text, to: &ids) { return }
    tokens.removeAll(keepingCapacity: true)
    text.withSpan {
      segmenter.segment($0.extracting(pretoken.start..<pretoken.end), into: &tokens)
    }
    ids.append(contentsOf: tokens.span)
    longPretokens.insert(pretoken, of: text, tokens)
  }
}
