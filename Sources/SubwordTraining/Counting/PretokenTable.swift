// Counting: how often each distinct pretoken occurs.
//
//     text + ranges  ──▶  PretokenTable  ──▶  (bytes, count) pairs, in no order
//
// Nearly all pretokens have up to 15 bytes. Their bytes are the key itself, in two words of a slot:
// one cache miss, no loop, no second look at the text. Longer ones lie in an arena.

import Subword
import SubwordMemory

/// A table of distinct pretokens with their counts: open addressing, linear probing.
///
/// The slots hold numbers of entries, and the entries stand in the order in which they first came:
/// frequent ones come early, so that they lie close together and keep to the nearest cache.
struct PretokenTable: ~Copyable {
  /// 24 bytes for one pretoken.
  struct Entry: BitwiseCopyable {
    /// The first eight bytes, the first in the lowest bits; for long pretokens a hash.
    var low: UInt64
    /// Bytes 8 to 14, and the length in the highest byte; for long pretokens ``isLong`` there, and
    /// the offset in the arena below.
    var high: UInt64
    var count: UInt64

    init(low: UInt64, high: UInt64, count: UInt64) {
      self.low = low
      self.high = high
      self.count = count
    }

    @inline(__always)
    init(_ bytes: PackedBytes, count: UInt64) {
      self.init(low: bytes.low, high: bytes.high, count: count)
    }

    @inline(__always)
    func hash(_ seed: HashSeed) -> UInt64 {
      isLong ? mix(low, seed) : PackedBytes(low: low, high: high).hash(seed)
    }

    @inline(__always) var length: Int { Int(high >> 56) }
    @inline(__always) var isLong: Bool { length == PretokenTable.isLong }
    @inline(__always) var arenaOffset: Int { Int(high & (1 << 56 - 1)) }
  }

  private static let isLong = 0xFF

  /// A short pretoken, as an entry holds it, and its hash.
  private struct Key: BitwiseCopyable {
    var bytes: PackedBytes
    var hash: UInt64

    @inline(__always)
    init(_ bytes: PackedBytes, _ seed: HashSeed) {
      self.bytes = bytes
      hash = bytes.hash(seed)
    }
  }

  /// The number of an entry; 0 for an empty slot.
  private var slots = Buffer<UInt32>(zeroed: 1 << 12)
  /// Entry 0 is none.
  private var entries = Buffer(repeating: Entry(low: 0, high: 0, count: 0), count: 1)
  /// The pretokens that are counted next.
  private var keys: Buffer<Key>
  private static let batch = 64
  /// Long pretokens: eight bytes of length, then the bytes, then zeros up to a multiple of eight.
  private var arena = Buffer<UInt8>()
  private let seed: HashSeed

  init(_ seed: HashSeed = .ofProcess) {
    self.seed = seed
    keys = Buffer(repeating: Key(PackedBytes(low: 0, high: 0), seed), count: Self.batch)
  }

  /// How many distinct pretokens there are.
  var count: Int { entries.count - 1 }

  /// How much memory is in use.
  var memory: Int {
    slots.count * MemoryLayout<UInt32>.stride + entries.count * MemoryLayout<Entry>.stride
      + arena.count
  }

  /// The memory that the table will have asked for when the next pretoken makes it grow.
  var memoryAfterGrowth: Int {
    memory + 2 * slots.count * MemoryLayout<UInt32>.stride
      + entries.count * MemoryLayout<Entry>.stride / 2
  }

  /// Whether `more` new pretokens could make the table grow.
  func isAlmostFull(within more: Int) -> Bool { (count + more) * 2 >= slots.count }

  /// Bytes that have to be readable behind the end of every text.
  static let slack = 16

  /// Counts one more of each of `pretokens`.
  ///
  /// - Parameter text: Has ``slack`` bytes behind the last pretoken.
  mutating func add(
    _ pretokens: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>
  ) {
    for start in stride(from: 0, to: pretokens.count, by: Self.batch) {
      let count = gather(start..<min(start + Self.batch, pretokens.count), of: pretokens, text)
      for index in 0..<count { add(keys[index]) }
    }
  }

  /// Makes the keys of some pretokens, and loads what they will need: their cache misses overlap.
  /// Long pretokens are counted at once.
  ///
  /// - Returns: How many keys there are.
  @inline(__always)
  private mutating func gather(
    _ range: Range<Int>, of pretokens: borrowing Buffer<PretokenRange>,
    _ text: borrowing Buffer<UInt8>
  ) -> Int {
    let mask = slots.count &- 1
    var count = 0
    for index in range {
      let (start, end) = (pretokens[index].start, pretokens[index].end)
      let length = end &- start
      if length > PackedBytes.longest {
        addLong(start, length, of: text, times: 1)
        continue
      }
      let key = Key(text.packed(start, length), seed)
      slots.prefetch(Int(truncatingIfNeeded: key.hash) & mask)
      keys[count] = key
      count &+= 1
    }
    for index in 0..<count {
      entries.prefetch(Int(slots[Int(truncatingIfNeeded: keys[index].hash) & mask]))
    }
    return count
  }

  @inline(__always)
  private mutating func add(_ key: Key) {
    let slot = self.slot(of: key)
    let number = Int(slots[slot])
    if number == 0 {
      insert(Entry(key.bytes, count: 1), at: slot)
    } else {
      entries[number].count &+= 1
    }
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
    if length <= PackedBytes.longest {
      let key = Key(text.packed(start, length), seed)
      slot = self.slot(of: key)
      if slots[slot] == 0 {
        insert(Entry(key.bytes, count: times), at: slot)
        return true
      }
    } else {
      let hash = hash(start, length, of: text)
      slot = longSlot(hash, start, length, of: text)
      if slots[slot] == 0 {
        insertLong(hash, start, length, of: text, count: times, at: slot)
        return true
      }
    }
    let number = Int(slots[slot])
    let (sum, overflows) = entries[number].count.addingReportingOverflow(times)
    entries[number].count = sum
    return !overflows
  }

  // MARK: Short pretokens

  /// Where the key is or belongs. ENDS: half of the slots stay empty.
  @inline(__always)
  private func slot(of key: Key) -> Int {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: key.hash) & mask
    while true {
      let number = Int(slots[slot])
      let found = entries[number]
      if (found.low ^ key.bytes.low) | (found.high ^ key.bytes.high) == 0 || number == 0 {
        return slot
      }
      slot = (slot &+ 1) & mask
    }
  }

  @inline(never)
  private mutating func insert(_ entry: Entry, at slot: Int) {
    entries.append(entry)
    slots[slot] = UInt32(truncatingIfNeeded: entries.count - 1)
    if isAlmostFull(within: 0) { grow() }
  }

  // MARK: Long pretokens

  @inline(never)
  private mutating func addLong(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>, times: UInt64
  ) {
    let hash = hash(start, length, of: text)
    let slot = longSlot(hash, start, length, of: text)
    if slots[slot] == 0 {
      return insertLong(hash, start, length, of: text, count: times, at: slot)
    }
    entries[Int(slots[slot])].count &+= times
  }

  private func hash(
    _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
  ) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: length)
    var offset = 0
    while offset + 8 <= length {
      hash = mix(hash ^ text.word(at: start + offset), seed)
      offset += 8
    }
    return mix(hash ^ Self.lastWord(start + offset, length - offset, of: text), seed)
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
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: mix(hash, seed)) & mask
    while slots[slot] != 0 {
      let found = entries[Int(slots[slot])]
      if found.isLong && found.low == hash && isEqual(found, start, length, of: text) { break }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private func isEqual(
    _ entry: Entry, _ start: Int, _ length: Int, of text: borrowing Buffer<UInt8>
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
      Entry(low: hash, high: UInt64(Self.isLong) << 56 | UInt64(offset), count: count), at: slot)
  }

  // MARK: The whole table

  /// Doubles the slots. Early entries take their places first, so that frequent ones are found at once.
  private mutating func grow() {
    slots = Buffer<UInt32>(zeroed: slots.count * 2)
    let mask = slots.count - 1
    for number in 1..<entries.count {
      let entry = entries[number]
      var slot = Int(truncatingIfNeeded: entry.hash(seed)) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: number)
    }
  }

  /// Empties the table and gives its memory back.
  mutating func removeAll() {
    self = PretokenTable(seed)
  }
}

// The order of the pretokens.
extension PretokenTable {
  /// All pretokens in the order of their bytes, with their counts.
  func sorted() -> PretokenCounts {
    let order = self.order()
    var bytes = Buffer<UInt8>(capacity: count * 8)
    var ends: [Int] = []
    var counts: [UInt64] = []
    ends.reserveCapacity(count)
    counts.reserveCapacity(count)
    for index in 0..<order.count {
      let entry = entries[Int(order[index])]
      appendBytes(of: entry, to: &bytes)
      ends.append(bytes.count)
      counts.append(entry.count)
    }
    return PretokenCounts(bytes.array, ends, counts)
  }

  /// The numbers of the entries in the order of their bytes: by the first eight at once, then those
  /// that agree in them by the rest.
  private func order() -> Buffer<UInt32> {
    var records = Buffer<RadixSort.Record>(capacity: count)
    for number in 1..<entries.count {
      let item = UInt32(truncatingIfNeeded: number)
      records.append(RadixSort.Record(key: word(of: entries[number], at: 0), item: item))
    }
    let sorted = RadixSort(records)
    var order = Buffer<UInt32>(capacity: count)
    var index = 0
    while index < count {
      let key = sorted.records[index].key
      let start = index
      repeat { index += 1 } while index < count && sorted.records[index].key == key
      if index == start + 1 {
        order.append(sorted.records[start].item)
      } else {
        let tied = (start..<index).map { sorted.records[$0].item }
        for item in tied.sorted(by: { precedes($0, $1) }) { order.append(item) }
      }
    }
    return order
  }

  /// Whether the bytes of one entry come before those of another that has the same first eight.
  private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
    let (left, right) = (entries[Int(left)], entries[Int(right)])
    let (leftLength, rightLength) = (length(of: left), length(of: right))
    var offset = 8
    while offset < min(leftLength, rightLength) {
      let (leftWord, rightWord) = (word(of: left, at: offset), word(of: right, at: offset))
      if leftWord != rightWord { return leftWord < rightWord }
      offset += 8
    }
    return leftLength < rightLength
  }

  private func length(of entry: Entry) -> Int {
    entry.isLong ? Int(truncatingIfNeeded: arena.word(at: entry.arenaOffset)) : entry.length
  }

  /// Eight bytes of an entry from `offset` on, the first in the highest bits, zeros behind its end.
  private func word(of entry: Entry, at offset: Int) -> UInt64 {
    if entry.isLong { return arena.word(at: entry.arenaOffset + 8 + offset).byteSwapped }
    return offset == 0 ? entry.low.byteSwapped : entry.high.byteSwapped & ~0xFF
  }

  @inline(__always)
  private func appendBytes(of entry: Entry, to bytes: inout Buffer<UInt8>) {
    if entry.isLong {
      let start = entry.arenaOffset + 8
      bytes.append(arena, start..<start + length(of: entry))
    } else {
      bytes.append(entry.low, count: min(entry.length, 8))
      bytes.append(entry.high, count: max(entry.length - 8, 0))
    }
  }
}
