// sentencepiece's table of what stands for what, as its models hold it.
//
//     length of the trie │ trie: a double array of 32-bit units │ replacements, each ended by 0
//
// Source: the crate `spm_precompiled` and Darts-clone. A walk starts at unit 0 and goes to the unit at
// (place XOR offset) XOR byte; that has to have the byte for its label. Units are read in the order of
// little-endian machines. Nothing of the file is trusted: a walk that leaves the array finds nothing,
// and a replacement that isn't one is an error.

/// Finds the replacement of a text's beginning. Immutable.
struct CharacterMap: Sendable {
  private let trie: [UInt32]
  /// Valid UTF-8.
  private let replacements: [UInt8]

  /// - Throws: `damagedCharsmap` if the parts don't fit, or the replacements aren't UTF-8.
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

/// The fields of a unit of the trie.
extension UInt32 {
  /// The byte that leads here; a unit that holds a value has none, for its top bit is set.
  fileprivate var label: UInt32 { self & 0x8000_00FF }
  /// Whether a key ends here.
  fileprivate var hasLeaf: Bool { self >> 8 & 1 == 1 }
  fileprivate var offset: UInt32 { (self >> 10) << ((self & 0x200) >> 6) }
}
