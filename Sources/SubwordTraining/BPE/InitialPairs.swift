// The pairs of the first layout, found by their symbols: the last look-up there is.

import SubwordMemory

/// The index of each pair by its two symbols.
struct InitialPairs: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var key: UInt64
    /// 0 for an empty slot.
    var index: UInt32
  }

  /// By left and right symbol where the alphabet is small, 0 for none; else empty.
  private var square: Buffer<UInt32>
  private let symbolCount: Int
  /// Open addressing for larger alphabets.
  private var slots: Buffer<Slot>
  private var used = 0
  private let seed = HashSeed.ofProcess

  /// With more symbols than these the square would take more memory than it saves time.
  private static let largestSquare = 1 << 10

  /// What a pair takes at most: four slots, and two more while their number grows.
  static var pairMemory: Int { 6 * MemoryLayout<Slot>.stride }

  init(symbols count: Int) {
    symbolCount = count
    square = Buffer(zeroed: count <= Self.largestSquare ? count * count : 0)
    slots = Buffer(zeroed: count <= Self.largestSquare ? 0 : 1 << 12)
  }

  /// The index of a pair, 0 for one that wasn't added.
  @inline(__always)
  func index(of left: UInt32, _ right: UInt32) -> UInt32 {
    slots.isEmpty ? square[place(left, right)] : slots[slot(of: key(left, right))].index
  }

  /// Adds a pair that wasn't.
  mutating func add(_ index: UInt32, of left: UInt32, _ right: UInt32) {
    guard !slots.isEmpty else {
      square[place(left, right)] = index
      return
    }
    used += 1
    if used * 2 >= slots.count { grow() }
    let key = key(left, right)
    slots[slot(of: key)] = Slot(key: key, index: index)
  }

  @inline(__always)
  private func place(_ left: UInt32, _ right: UInt32) -> Int {
    Int(left) &* symbolCount &+ Int(right)
  }

  @inline(__always)
  private func key(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  /// Where `key` is or belongs. ENDS: at most half of the slots are taken.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: mix(key, seed)) & mask
    while slots[slot].index != 0 && slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    var old = Buffer<Slot>(zeroed: slots.count * 2)
    swap(&old, &slots)
    for index in 0..<old.count where old[index].index != 0 {
      slots[slot(of: old[index].key)] = old[index]
    }
  }
}
