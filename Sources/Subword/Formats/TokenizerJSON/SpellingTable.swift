// The strings of a vocabulary as the file spells them, and which of them a string is.
//
//     keys of `vocab`  ──▶  SpellingTable  ◀──  merges, the unknown token, added tokens ask it
//
// A file names tokens by their spelling everywhere. Asking by spelling, before anything is turned into
// bytes, is right for spellings that stand for no bytes, too.

import SubwordMemory

/// Strings one behind the other, numbered as they came.
struct SpellingTable {
  /// Their UTF-8; whoever appends a string calls ``end()`` behind it.
  var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  /// Open addressing: number + 1, or 0 for an empty slot. A power of two, at most half full.
  private var slots: [UInt32] = []
  private let seed = HashSeed.ofProcess

  var count: Int { ends.count }

  /// Ends the string that was appended.
  ///
  /// - Returns: `false` where all together exceed 4 GiB.
  mutating func end() -> Bool {
    guard let end = UInt32(exactly: bytes.count) else { return false }
    ends.append(end)
    return true
  }

  /// Where a string lies in ``bytes``.
  func range(_ number: Int) -> Range<Int> {
    (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
  }

  /// Makes ``number(of:)`` ready, once all strings are there.
  ///
  /// - Returns: The number of the first string that was there before, or `nil`.
  mutating func index() -> Int? {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for number in 0..<count {
      let slot = slot(of: bytes.span.extracting(range(number)))
      if slots[slot] != 0 { return number }
      slots[slot] = UInt32(truncatingIfNeeded: number + 1)
    }
    return nil
  }

  /// Which string this is.
  func number(of string: Span<UInt8>) -> Int? {
    if slots.isEmpty { return nil }
    let found = slots[slot(of: string)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// The slot of a string, or the empty one where it belongs.
  private func slot(of string: Span<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(of: string, seed)) & mask
    // ENDS: at most half of the slots are taken.
    while slots[slot] != 0,
      !areEqual(bytes.span.extracting(range(Int(slots[slot]) - 1)), string)
    {
      slot = (slot + 1) & mask
    }
    return slot
  }
}
