import TestSupport
import Testing

@testable import Subword

@Suite("Text without rare bytes is passed over")
struct RareBytesTests {
  @Test("but no byte of them ever is")
  func passesNone() throws {
    for seed in 0..<4_000 {
      var numbers = SeededGenerator(seed: seed)
      let text = (0..<numbers.number(0...90)).map { _ in
        numbers.once(in: 25) ? UInt8(numbers.number(250...255)) : UInt8(numbers.number(0...249))
      }
      let bytes = (0..<numbers.number(1...4)).map { _ in UInt8(numbers.number(250...255)) }
      let rare = try #require(RareBytes(bytes))
      let end = numbers.number(0...text.count)
      let place = rare.endOfLast(in: text.span, before: end)
      #expect(place <= end)
      #expect(!text[place..<end].contains { bytes.contains($0) }, "seed \(seed)")
      // What is left is short, or its last sixteen bytes have one.
      let rest = text[..<place].suffix(16)
      #expect(rest.count < 16 || rest.contains { bytes.contains($0) }, "seed \(seed)")
    }
  }

  @Test("if they are few")
  func few() {
    #expect(RareBytes([]) == nil)
    #expect(RareBytes([1, 2, 3, 4, 5]) == nil)
  }
}
