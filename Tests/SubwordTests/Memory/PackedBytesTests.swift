import SubwordMemory
import Testing

@Suite("Packed bytes")
struct PackedBytesTests {
  @Test("are the same wherever they stand, and differ where bytes or lengths do")
  func packing() {
    var text = Buffer<UInt8>()
    for index in 0..<64 { text.append(UInt8(index % 3) &* 0x7F) }
    var seen: [PackedBytes: [UInt8]] = [:]
    for start in 0..<48 {
      for length in 1...PackedBytes.longest {
        let packed = text.packed(start, length)
        let atEnd = text.packedAtEnd(start, length)
        #expect(packed == atEnd)
        #expect(packed.count == length)
        let bytes = text.array(start..<start + length)
        #expect(seen.updateValue(bytes, forKey: packed).map { $0 == bytes } ?? true)
      }
    }
    #expect(Set(seen.values).count == seen.count)
  }

  @Test("of longer runs are hashed and compared whole")
  func longRuns() {
    var text = Buffer<UInt8>()
    for _ in 0..<2 { for index in 0..<40 { text.append(UInt8(index)) } }
    for length in 0...40 {
      let (hash, other) = (text.hash(0, length, .ofProcess), text.hash(40, length, .ofProcess))
      let areEqual = text.isEqual(0, to: text, 40, count: length)
      #expect(hash == other && areEqual)
    }
    var other = text.array(0..<40)
    other[39] = 0
    var changed = Buffer<UInt8>()
    changed.append(contentsOf: other.span)
    let hashes = (changed.hash(0, 40, .ofProcess), text.hash(0, 40, .ofProcess))
    let (whole, start) = (
      text.isEqual(0, to: changed, 0, count: 40), text.isEqual(0, to: changed, 0, count: 39)
    )
    #expect(hashes.0 != hashes.1 && !whole && start)
  }
}
