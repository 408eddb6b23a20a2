import SubwordMemory
import TestSupport
import Testing

@Suite("The hash of bytes")
struct HashingTests {
  @Test("depends on the seed")
  func seeded() {
    let (one, other) = (HashSeed(addend: 1, factor: 2), HashSeed(addend: 3, factor: 4))
    let bytes = Array("vocabulary".utf8)
    #expect(SubwordMemory.hash(of: bytes.span, one) == SubwordMemory.hash(of: bytes.span, one))
    #expect(SubwordMemory.hash(of: bytes.span, one) != SubwordMemory.hash(of: bytes.span, other))
  }

  @Test("can't be foreseen: strings that had one hash without a seed have as many with any")
  func noCollisionsAtWill() {
    var generator = SeededGenerator(seed: 8)
    let strings = (0..<2_000).map { _ in Self.colliding(generator.next()) }
    for _ in 0..<20 {
      let seed = HashSeed(addend: generator.next(), factor: generator.next())
      #expect(Set(strings.map { SubwordMemory.hash(of: $0.span, seed) }).count == 2_000, "\(seed)")
      var text = Buffer<UInt8>()
      for string in strings { text.append(contentsOf: string.span) }
      let inText = strings.indices.map { text.hash($0 * 16, 16, seed) }
      #expect(Set(inText).count == 2_000, "\(seed)")
    }
  }

  @Test("and so do packed ones, and pairs")
  func noPackedCollisionsAtWill() {
    var generator = SeededGenerator(seed: 9)
    let words = (0..<2_000).map { _ in generator.next() >> 8 }
    for _ in 0..<20 {
      let seed = HashSeed(addend: generator.next(), factor: generator.next())
      let packed = words.map { high in
        PackedBytes(low: high &* 0x9E37_79B9_7F4A_7C15, high: high).hash(seed)
      }
      #expect(Set(packed).count == 2_000, "\(seed)")
      #expect(Set(words.map { mix($0, seed) }).count == 2_000, "\(seed)")
    }
  }

  @Test("fills the slots of a table evenly with what texts and vocabularies have")
  func even() {
    var generator = SeededGenerator(seed: 10)
    let families: [(name: String, keys: [PackedBytes])] = [
      ("numbers", (0..<30_000).map { Self.packed(String($0)) }),
      ("words behind a space", (0..<30_000).map { Self.packed(" " + String($0, radix: 36)) }),
      ("runs", (1...15).map { Self.packed(String(repeating: " ", count: $0)) }),
      ("ideographs", (0x4E00..<0x9000).map { Self.packed("\(Unicode.Scalar(UInt16($0)) ?? "x")") }),
    ]
    for (name, keys) in families {
      for _ in 0..<20 {
        let seed = HashSeed(addend: generator.next(), factor: generator.next())
        let longest = Self.longestWalk(keys.map { $0.hash(seed) })
        #expect(longest < 200, "\(name), \(seed)")
      }
    }
  }

  /// The longest walk to a free slot in a table that becomes half full.
  private static func longestWalk(_ hashes: [UInt64]) -> Int {
    var size = 16
    while size < hashes.count * 2 { size *= 2 }
    var (isTaken, longest) = ([Bool](repeating: false, count: size), 0)
    for hash in hashes {
      var (slot, walk) = (Int(truncatingIfNeeded: hash) & (size - 1), 0)
      while isTaken[slot] { (slot, walk) = ((slot + 1) & (size - 1), walk + 1) }
      isTaken[slot] = true
      longest = max(longest, walk)
    }
    return longest
  }

  private static func packed(_ string: String) -> PackedBytes {
    var text = Buffer<UInt8>()
    text.append(contentsOf: Array(string.utf8).span)
    return text.packedAtEnd(0, text.count)
  }

  /// Sixteen bytes whose hash was 0: the second word was the state behind the first.
  private static func colliding(_ first: UInt64) -> [UInt8] {
    let product = (first ^ 16 &* 0x9E37_79B9_7F4A_7C15)
      .multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return [first, product.high ^ product.low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
    }
  }

  @Test("tells apart all strings of up to two bytes, also by the zeros at their end")
  func distinct() {
    var hashes: Set<UInt64> = []
    forEveryText(over: Array(UInt8.min...UInt8.max), upTo: 2) { hashes.insert(hash($0)) }
    #expect(hashes.count == 1 + 256 + 65_536)
  }

  @Test("and equality look at every byte", arguments: [1, 7, 8, 9, 16, 100])
  func everyByte(count: Int) {
    let bytes = [UInt8](repeating: 3, count: count)
    #expect(equal(bytes, bytes))
    #expect(!equal(bytes, Array(bytes.dropLast())))
    for place in 0..<count {
      var other = bytes
      other[place] ^= 0x80
      #expect(hash(other) != hash(bytes), "byte \(place)")
      #expect(!equal(other, bytes), "byte \(place)")
    }
  }

  private func hash(_ bytes: [UInt8]) -> UInt64 { SubwordMemory.hash(of: bytes.span, .ofProcess) }

  private func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    areEqual(left.span, right.span)
  }
}
