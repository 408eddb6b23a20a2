// The tokens of long pretokens that were there before: see `PretokenCache`.

import SubwordMemory

/// What a segmenter has made of pretokens of 16 to 256 bytes: bounded in memory, emptied when full.
struct LongPretokenCache: ~Copyable {
  private struct Entry: BitwiseCopyable {
    var hash: UInt64 = 0
    /// Where its bytes and its tokens are.
    var (bytes, tokens): (UInt32, UInt32) = (0, 0)
    /// How many there are; 0 bytes for an empty slot.
    var (byteCount, tokenCount): (UInt32, UInt32) = (0, 0)
  }

  private static let longest = 256

  /// Open addressing, at most half full.
  private var entries = Buffer<Entry>(zeroed: 1 << 10)
  private var count = 0
  private let seed = HashSeed.ofProcess
  private var bytes = Buffer<UInt8>()
  private var tokens = Buffer<TokenID>()
  private let budget: Int

  init(budget: Int = 0) { self.budget = budget }

  private var memory: Int {
    entries.count * MemoryLayout<Entry>.stride + bytes.count
      + tokens.count * MemoryLayout<TokenID>.stride
  }

  /// Appends the tokens of a pretoken, if they are known.
  mutating func append(
    _ pretoken: PretokenRange, of text: borrowing Buffer<UInt8>, to ids: inout Buffer<TokenID>
  ) -> Bool {
    guard pretoken.count <= Self.longest else { return false }
    let entry = entries[
      slot(of: pretoken, text.hash(pretoken.start, pretoken.count, seed), text)]
    guard entry.byteCount > 0 else { return false }
    ids.append(tokens, Int(entry.tokens)..<Int(entry.tokens + entry.tokenCount))
    return true
  }

  /// Keeps the tokens of a pretoken that isn't known.
  mutating func insert(
    _ pretoken: PretokenRange, of text: borrowing Buffer<UInt8>, _ ids: [TokenID]
  ) {
    guard pretoken.count <= Self.longest else { return }
    if memory > budget { forgetAll() }
    if (count + 1) * 2 > entries.count { grow() }
    let hash = text.hash(pretoken.start, pretoken.count, seed)
    entries[slot(of: pretoken, hash, text)] = Entry(
      hash: hash, bytes: UInt32(truncatingIfNeeded: bytes.count),
      tokens: UInt32(truncatingIfNeeded: tokens.count),
      byteCount: UInt32(truncatingIfNeeded: pretoken.count),
      tokenCount: UInt32(truncatingIfNeeded: ids.count))
    count += 1
    bytes.append(text, pretoken.start..<pretoken.end)
    tokens.append(contentsOf: ids.span)
  }

  /// Where a pretoken is, or would go. ENDS: half of the slots are empty.
  private func slot(
    of pretoken: PretokenRange, _ hash: UInt64, _ text: borrowing Buffer<UInt8>
  ) -> Int {
    let mask = entries.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while entries[slot].byteCount > 0 {
      let entry = entries[slot]
      if entry.hash == hash && Int(entry.byteCount) == pretoken.count
        && bytes.isEqual(Int(entry.bytes), to: text, pretoken.start, count: pretoken.count)
      {
        return slot
      }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    var old = Buffer<Entry>(zeroed: entries.count * 2)
    swap(&old, &entries)
    let mask = entries.count - 1
    for index in 0..<old.count where old[index].byteCount > 0 {
      var slot = Int(truncatingIfNeeded: old[index].hash) & mask
      while entries[slot].byteCount > 0 { slot = (slot &+ 1) & mask }
      entries[slot] = old[index]
    }
  }

  private mutating func forgetAll() {
    entries = Buffer(zeroed: 1 << 10)
    bytes.removeAll()
    tokens.removeAll()
    count = 0
  }
}
