// sentencepiece's table of what stands for what, as its models hold it.
//
//     length of the trie │ trie: a double array of 32-bit units │ replacements, each ended by 0
//
// Source: the crate `spm_precompiled` and Darts-clone. A walk starts at unit 0 and goes to the unit at
// (place XOR offset) XOR byte; that has to have the byte for its label. Units are read in the order of
// little-endian machines. Nothing of the file is trusted: a walk that leaves the array finds nothing,
// and a replacement that isn't one is an error. So is a trie in which a walk could go round in a
// circle, or far: it would, at every place of a text.

/// Finds the replacement of a text's beginning. Immutable.
struct CharacterMap: Sendable {
  private let trie: [UInt32]
  /// Valid UTF-8.
  private let replacements: [UInt8]

  /// Longer keys than this are no one's.
  static let longestKey = 1 << 10

  /// - Throws: `damagedCharsmap` if the parts don't fit, the replacements aren't UTF-8, or a key is too
  ///   long.
  init(_ charsmap: [UInt8]) throws(NormalizationError) {
    guard charsmap.count >= 4 else {
      throw .damagedCharsmap(reason: "it has no length of its trie")
    }
    let length = Int(Self.unit(of: charsmap, at: 0))
    guard length >= 4 else { throw .damagedCharsmap(reason: "its trie is empty") }
    guard length <= charsmap.count - 4 else {
      throw .damagedCharsmap(reason: "its trie of \(length) bytes ends behind its end")
    }
    let count = length / 4
    trie = (1...count).map { Self.unit(of: charsmap, at: 4 * $0) }
    replacements = Array(charsmap[(4 + 4 * count)...])
    guard String(validating: replacements, as: UTF8.self) != nil else {
      throw .damagedCharsmap(reason: "its replacements aren't UTF-8")
    }
    var depths = TrieDepths(trie)
    guard let depth = depths.depth(below: trie[0].offset) else {
      throw .damagedCharsmap(reason: "its trie goes round in a circle")
    }
    guard depth <= Self.longestKey else {
      throw .damagedCharsmap(
        reason: "a key of \(depth) bytes is longer than \(Self.longestKey)")
    }
  }

  private static func unit(of bytes: [UInt8], at place: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
  }

  /// The replacement of the shortest key that `text` begins with; `nil` if it begins with none.
  ///
  /// - Throws: `damagedCharsmap` if the replacement lies outside of the table, or starts in the middle
  ///   of a scalar.
  func replacement(for text: Span<UInt8>) throws(NormalizationError) -> ArraySlice<UInt8>? {
    guard let start = value(ofKeyIn: text) else { return nil }
    return try replacement(at: start)
  }

  private func replacement(at start: Int) throws(NormalizationError) -> ArraySlice<UInt8> {
    guard start <= replacements.count else {
      throw .damagedCharsmap(reason: "a replacement is behind its end")
    }
    let end = replacements[start...].firstIndex(of: 0) ?? replacements.count
    if start < end, replacements[start] & 0xC0 == 0x80 {
      throw .damagedCharsmap(reason: "a replacement starts within a character")
    }
    return replacements[start..<end]
  }

  /// The replacement of the longest key that `text` begins with, and the key's length; `nil` if it
  /// begins with none. Of more than 32 keys the longer ones aren't seen, as in sentencepiece.
  ///
  /// - Throws: `damagedCharsmap`, as for the shortest key.
  func longestReplacement(
    for text: Span<UInt8>
  ) throws(NormalizationError) -> (replacement: ArraySlice<UInt8>, length: Int)? {
    var place = trie[0].offset
    var longest: (value: Int, length: Int)?
    var found = 0
    for index in text.indices {
      let byte = UInt32(text[index])
      place ^= byte
      guard byte != 0, place < trie.count, trie[Int(place)].label == byte else { break }
      let unit = trie[Int(place)]
      place ^= unit.offset
      guard unit.hasLeaf, place < trie.count, found < 32 else { continue }
      longest = (Int(trie[Int(place)] & 0x7FFF_FFFF), index + 1)
      found += 1
    }
    guard let longest else { return nil }
    return (try replacement(at: longest.value), longest.length)
  }

  private func value(ofKeyIn text: Span<UInt8>) -> Int? {
    var place = trie[0].offset
    for index in text.indices {
      let byte = UInt32(text[index])
      place ^= byte
      guard byte != 0, place < trie.count, trie[Int(place)].label == byte else { return nil }
      let unit = trie[Int(place)]
      place ^= unit.offset
      if unit.hasLeaf {
        return place < trie.count ? Int(trie[Int(place)] & 0x7FFF_FFFF) : nil
      }
    }
    return nil
  }
}

/// How far walks through a trie can go.
///
/// The units that one leads to are all those that are at the same place but for their own byte; so
/// the units are sorted by that place once, and each is visited once, however many lead to it.
private struct TrieDepths {
  private let trie: [UInt32]
  /// By place: the units that it leads to are in `units`, up to those of the next place.
  private var first: [Int]
  private var units: [Int]
  /// By place: how far walks go from there; `unknown` or `open` before that is known.
  private var depths: [Int]

  private static let (unknown, open) = (-1, -2)

  init(_ trie: [UInt32]) {
    self.trie = trie
    func place(_ unit: Int) -> Int? {
      let byte = trie[unit].label
      // No walk takes a zero, nor what isn't a byte.
      guard (1...0xFF).contains(byte) else { return nil }
      return unit ^ Int(byte)
    }
    // Units and the places that lead to them differ in the lowest eight bits only.
    first = [Int](repeating: 0, count: (trie.count | 0xFF) + 2)
    for unit in trie.indices { if let place = place(unit) { first[place + 1] += 1 } }
    for index in first.indices.dropFirst() { first[index] += first[index - 1] }
    var next = first
    units = [Int](repeating: 0, count: trie.count)
    for unit in trie.indices {
      guard let place = place(unit) else { continue }
      units[next[place]] = unit
      next[place] += 1
    }
    depths = [Int](repeating: Self.unknown, count: first.count - 1)
  }

  /// How many bytes a walk from `place` can take; `nil` for a circle.
  mutating func depth(below place: UInt32) -> Int? {
    // Without recursion: a trie may be as deep as it is long.
    var path = [Int(place)]
    while let place = path.last {
      guard place < depths.count else {
        path.removeLast()
        continue
      }
      let below = units[first[place]..<first[place + 1]].map { self.place(below: $0) }
      if depths[place] == Self.unknown {
        depths[place] = Self.open
        path += below.filter { depth(known: $0) == Self.unknown }
        if below.contains(where: { depth(known: $0) == Self.open }) { return nil }
      } else {
        path.removeLast()
        if depths[place] == Self.open {
          depths[place] = (below.map { depth(known: $0) + 1 }.max()) ?? 0
        }
      }
    }
    return depth(known: Int(place))
  }

  private func place(below unit: Int) -> Int { unit ^ Int(trie[unit].offset) }

  /// Nothing lies behind the end.
  private func depth(known place: Int) -> Int { place < depths.count ? depths[place] : 0 }
}

/// The fields of a unit of the trie.
extension UInt32 {
  /// The byte that leads here; a unit that holds a value has none, for its top bit is set.
  fileprivate var label: UInt32 { self & 0x8000_00FF }
  /// Whether a key ends here.
  fileprivate var hasLeaf: Bool { self >> 8 & 1 == 1 }
  fileprivate var offset: UInt32 { (self >> 10) << ((self & 0x200) >> 6) }
}
