// Counting: how often each distinct pretoken occurs.
//
//     text + ranges  ──▶  PretokenTable  ──▶  (bytes, count) pairs, in no order
//
// Nearly all pretokens have up to 15 bytes. Their bytes are the key itself, in two words of a slot:
// one cache miss, no loop, no second look at the text. Longer ones lie in an arena.

import Subword
import SubwordMemory

/// A table of distinct pretokens with their counts: open addressing, linear probing.
struct PretokenTable: ~Copyable {
  /// 24 bytes for one pretoken. A slot is empty when `high` is 0.
  struct Slot: BitwiseCopyable {
    /// The first eight bytes, the first in the lowest bits; for long pretokens a hash.
    var low: UInt64
    /// Bytes 8 to 14, and the length in the highest byte; for long pretokens ``isLong`` there, and
    /// the offset in the arena below.
    var high: UInt64
    var count: UInt64

    @inline(__always) var length: Int { Int(high >> 56) }
    @inline(__always) var isLong: Bool { length == PretokenTable.isLong }
    @inline(__always) var arenaOffset: Int { Int(high & (1 << 56 - 1)) }
  }

  private static let isLong = 0xFF
  private static let longestInline = 15

  private var slots = Buffer<Slot>(zeroed: 1 << 12)
  private var mask = 1 << 12 - 1
  /// Long pretokens: eight bytes of length, then the bytes, then zeros up to a multiple of eight.
  private var arena = Buffer<UInt8>()

  /// How many distinct pretokens there are.
  private(set) var count = 0

  /// How much memory is in use.
  var memory: Int { slots.count * MemoryLayout<Slot>.stride + arena.count }

  /// The memory that the table will have asked for when the next pretoken makes it grow.
  var memoryAfterGrowth: Int { memory + 2 * slots.count * MemoryLayout<Slot>.stride }

  /// Whether `more` new pretokens could make the table grow.
  func isAlmostFull(within more: Int) -> Bool { (count + more) * 4 >= slots.count * 3 }

  /// Bytes that have to be readable behind the end of every text.
  static let slack = 16

  /// Counts one more of the pretoken at `range`.
  ///
  /// - Parameter text: Has ``slack`` bytes behind the last pretoken.
  @inline(__always)
  mutating func add(_ range: PretokenRange, of text: borrowing Buffer<UInt8>) {
    let start = range.start
    let length = range.count
    guard length <= Self.longestInline else { return addLong(start, length, of: text, times: 1) }
    let (low, high) = Self.key(start, length, of: text)
    let slot = self.slot(of: low, high)
    if slots[slot].high == 0 { return insert(Slot(low: low, high: high, count: 1), at: slot) }
    slots[slot].count &+= 1
  }

  /// Counts `times` more of the pretoken at `range`.
  ///
  /// - Returns: `false` when its count exceeds 64 bits.
  mutating func add(
    _ range: PretokenRange, of text: borrowing Buffer<UInt8>, times: UInt64
  ) -> Bool {
    let start = range.start
    let length = range.count
    let slot: Int
    if length <= Self.longestInline {
      let (low, high) = Self.key(start, length, of: text)
      slot = self.slot(of: low, high)
      if slots[slot].high == 0 {
        insert(Slot(low: low, high: high, count: times), at: slot)
        return true
      }
    } else {
      let hash = Self.hash(start, length, of: text)
      slot = longSlot(hash, start, length, of: text)
      if slots[slot].high == 0 {
        insertLong(hash, start, length, of: text, count: times, at: slot)
        return true
      }
    }
    let (sum, overflows) = slots[slot].count.addingReportingOverflow(times)
    slots[slot].count = sum
    return !overflows
  }

  // MARK: Short pretokens

  /// The two words of a key of up to 15 bytes.
  @inline(__always)
  private static func key(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> (UInt64, UInt64) {
    let inLow = UInt64(truncatingIfNeeded: min(length, 8))
    let inHigh = UInt64(truncatingIfNeeded: max(length - 8, 0))
    let low = text.word(at: start) & (UInt64.max &>> (64 &- 8 &* inLow))
    let high = text.word(at: start + 8) & (1 &<< (8 &* inHigh) &- 1)
    return (low, high | UInt64(truncatingIfNeeded: length) &<< 56)
  }

  /// Where the key is or belongs. ENDS: a quarter of the slots stays empty.
  @inline(__always)
  private func slot(of low: UInt64, _ high: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: Self.spread(low, high)) & mask
    while true {
      let found = slots[slot]
      if (found.low ^ low) | (found.high ^ high) == 0 || found.high == 0 { return slot }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(__always)
  private static func spread(_ low: UInt64, _ high: UInt64) -> UInt64 {
    mix(low ^ (high &* 0x9E37_79B9_7F4A_7C15))
  }

  @inline(never)
  private mutating func insert(_ entry: Slot, at slot: Int) {
    slots[slot] = entry
    count += 1
    if isAlmostFull(within: 0) { grow() }
  }

  // MARK: Long pretokens

  @inline(never)
  private mutating func addLong(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>, times: UInt64
  ) {
    let hash = Self.hash(start, length, of: text)
    let slot = longSlot(hash, start, length, of: text)
    if slots[slot].high == 0 {
      return insertLong(hash, start, length, of: text, count: times, at: slot)
    }
    slots[slot].count &+= times
  }

  private static func hash(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: length)
    var offset = 0
    while offset + 8 <= length {
      hash = mix(hash ^ text.word(at: start + offset))
      offset += 8
    }
    return mix(hash ^ lastWord(start + offset, length - offset, of: text))
  }

  /// The last bytes of a pretoken, fewer than eight, with zeros behind.
  @inline(__always)
  private static func lastWord(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> UInt64 {
    text.word(at: start) & (1 &<< UInt64(truncatingIfNeeded: 8 &* length) &- 1)
  }

  private func longSlot(
    _ hash: UInt64, _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> Int {
    var slot = Int(truncatingIfNeeded: Self.spread(hash, 0)) & mask
    while slots[slot].high != 0 {
      let found = slots[slot]
      if found.isLong && found.low == hash && isEqual(found, start, length, of: text) { break }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private func isEqual(
    _ entry: Slot, _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> Bool {
    let stored = entry.arenaOffset
    guard arena.word(at: stored) == UInt64(length) else { return false }
    var offset = 0
    while offset + 8 <= length {
      if arena.word(at: stored + 8 + offset) != text.word(at: start + offset) { return false }
      offset += 8
    }
    return offset == length
      || arena.word(at: stored + 8 + offset)
        == Self.lastWord(start + offset, length - offset, of: text)
  }

  private mutating func insertLong(
    _ hash: UInt64, _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>, count: UInt64,
    at slot: Int
  ) {
    let offset = arena.count
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      arena.append(UInt8(truncatingIfNeeded: UInt64(length) >> shift))
    }
    for index in start..<start + length { arena.append(text[index]) }
    while arena.count % 8 != 0 { arena.append(0) }
    insert(
      Slot(low: hash, high: UInt64(Self.isLong) << 56 | UInt64(offset), count: count), at: slot)
  }

  // MARK: The whole table

  private mutating func grow() {
    var old = Buffer<Slot>(zeroed: slots.count * 2)
    swap(&old, &slots)
    mask = slots.count - 1
    for index in 0..<old.count where old[index].high != 0 {
      let entry = old[index]
      var slot =
        Int(truncatingIfNeeded: Self.spread(entry.low, entry.isLong ? 0 : entry.high)) & mask
      while slots[slot].high != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = entry
    }
  }

  /// Empties the table and gives its memory back.
  mutating func removeAll() {
    self = PretokenTable()
  }

  /// All pretokens in the order of their bytes, with their counts.
  func sorted() -> PretokenCounts {
    var records = Buffer<RadixSort.Record>(capacity: count)
    for index in 0..<slots.count where slots[index].high != 0 {
      records.append(leading(slots[index], index))
    }
    let order = RadixSort(records)
    var bytes = Buffer<UInt8>(capacity: count * 8)
    var ends: [Int] = []
    var counts: [UInt64] = []
    ends.reserveCapacity(count)
    counts.reserveCapacity(count)
    var index = 0
    func append(_ entry: Slot) {
      appendBytes(of: entry, to: &bytes)
      ends.append(bytes.count)
      counts.append(entry.count)
    }
    while index < count {
      let end = endOfTie(from: index, in: order.records)
      if end == index + 1 {
        append(slots[order.records[index].item])
      } else {
        entries(index..<end, of: order.records).forEach(append)
      }
      index = end
    }
    return PretokenCounts(bytes.array, ends, counts)
  }

  /// The first 15 bytes of a pretoken, zeros behind its end, and its length, 255 for long ones.
  ///
  /// Of two short ones that agree in this the bytes are the same; of a short one that starts a long
  /// one the length decides.
  private func leading(_ entry: Slot, _ item: Int) -> RadixSort.Record {
    guard entry.isLong else {
      return RadixSort.Record(low: entry.low, high: entry.high, item: item)
    }
    let start = entry.arenaOffset + 8
    let high = arena.word(at: start + 8) & (1 << 56 - 1) | UInt64(Self.isLong) << 56
    return RadixSort.Record(low: arena.word(at: start), high: high, item: item)
  }

  private func endOfTie(
    from start: Int, in records: borrowing Buffer<RadixSort.Record>
  ) -> Int {
    var end = start + 1
    let first = records[start]
    while end < records.count && records[end].low == first.low && records[end].high == first.high {
      end += 1
    }
    return end
  }

  /// The slots of a stretch of records; long pretokens that begin alike are put in order here.
  private func entries(
    _ range: Range<Int>, of records: borrowing Buffer<RadixSort.Record>
  ) -> [Slot] {
    var entries: [Slot] = []
    for index in range { entries.append(slots[records[index].item]) }
    return entries.map { ($0, longBytes($0)) }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }
      .map(\.0)
  }

  private func longBytes(_ entry: Slot) -> [UInt8] {
    var bytes = Buffer<UInt8>()
    appendBytes(of: entry, to: &bytes)
    return bytes.array
  }

  @inline(__always)
  private func appendBytes(of entry: Slot, to bytes: inout Buffer<UInt8>) {
    if entry.isLong {
      let start = entry.arenaOffset + 8
      bytes.append(arena, start..<start + Int(truncatingIfNeeded: arena.word(at: start - 8)))
    } else {
      bytes.append(entry.low, count: min(entry.length, 8))
      bytes.append(entry.high, count: max(entry.length - 8, 0))
    }
  }
}
