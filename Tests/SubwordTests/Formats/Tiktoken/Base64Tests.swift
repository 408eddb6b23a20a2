import TestSupport
import Testing

@testable import Subword

@Suite("Base64 is read as it is written, and strictly")
struct Base64Tests {
  @Test("on all runs of up to two bytes, and on random ones")
  func roundTrip() {
    var samples: [[UInt8]] = [[]] + (0...255).map { [$0] }
    samples += (0...65535).map { [UInt8($0 >> 8), UInt8($0 & 255)] }
    var chance = SeededGenerator(seed: 1)
    samples += (0..<500).map { _ in
      (0...chance.number(0...40)).map { _ in UInt8(chance.number(0...255)) }
    }
    for sample in samples {
      var (text, bytes): ([UInt8], [UInt8]) = ([], [])
      Base64.encode(sample, into: &text)
      #expect(Base64.decode(text.span, into: &bytes) == nil && bytes == sample, "\(sample)")
    }
  }

  @Test(
    "where it is none, at the place",
    arguments: [
      ("A", 0), ("QUJ", 0), ("QU J", 2), ("QUJD=", 4), ("Q===", 1), ("====", 0), ("QR==", 1),
      ("QUK=", 1), ("QQ==QUJD", 2), ("QUJD\n", 4), ("QU-_", 2),
    ])
  func refusals(text: String, place: Int) {
    var bytes: [UInt8] = []
    #expect(Base64.decode(Array(text.utf8).span, into: &bytes) == place)
  }
}
