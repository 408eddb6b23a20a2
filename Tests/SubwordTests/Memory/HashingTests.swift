import SubwordMemory
import Testing

@Suite("The hash of bytes")
struct HashingTests {
  @Test("is the same in every process")
  func stable() {
    #expect(hash([]) == 0)
    #expect(hash(Array("the".utf8)) == 17_253_650_832_879_128_407)
    #expect(hash(Array("vocabulary".utf8)) == 2_098_753_550_916_431_635)
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

  private func hash(_ bytes: [UInt8]) -> UInt64 { SubwordMemory.hash(of: bytes.span) }

  private func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    areEqual(left.span, right.span)
  }
}
