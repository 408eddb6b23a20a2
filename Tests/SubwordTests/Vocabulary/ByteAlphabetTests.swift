import Subword
import Testing

@Suite("The byte alphabet")
struct ByteAlphabetTests {
  @Test("has a character of its own for each byte, the printable ones as themselves")
  func standIns() {
    #expect(ByteAlphabet.standIns.count == 256)
    #expect(Set(ByteAlphabet.standIns).count == 256)
    for byte in UInt8(0x21)...0x7E { #expect(ByteAlphabet.standIns[Int(byte)] == UInt16(byte)) }
    #expect(ByteAlphabet.standIns.filter { $0 >= 0x100 } == Array(0x100...0x143))
  }

  @Test("spells what people know from GPT-2")
  func known() {
    #expect(spelling(of: Array(" the\n\t\0".utf8)) == "ĠtheĊĉĀ")
    #expect(spelling(of: Array("é".utf8)) == "Ã©")
    #expect(spelling(of: [0x7F, 0xA0, 0xAD, 0xFF]) == "ġłŃÿ")
    #expect(spelling(of: []).isEmpty)
  }

  @Test("orders bytes by their characters")
  func order() {
    #expect(ByteAlphabet.order.sorted() == Array(0...255))
    #expect(ByteAlphabet.order.first == UInt8(ascii: "!"))
    #expect(ByteAlphabet.order.suffix(2) == [0xA0, 0xAD])
  }

  @Test("gives back every byte, every pair of bytes, and all at once")
  func bothWays() {
    for first in UInt8.min...UInt8.max {
      #expect(read(spelling(of: [first])) == [first])
      for second in UInt8.min...UInt8.max {
        let pair = [first, second]
        if read(spelling(of: pair)) != pair { Issue.record("\(pair)") }
      }
    }
    #expect(read(spelling(of: Array(0...255))) == Array(0...255))
  }

  @Test("reads a scalar only if it stands for a byte, wherever it is")
  func everyScalar() {
    let known = Set(ByteAlphabet.standIns)
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isKnown = value < 0x144 && known.contains(UInt16(value))
      if (read(String(scalar)) != nil) != isKnown || (read("a\(scalar)") != nil) != isKnown {
        Issue.record("\(scalar) at \(value)")
      }
    }
  }

  private func spelling(of token: [UInt8]) -> String {
    var spelling: [UInt8] = []
    ByteAlphabet.spell(token.span, into: &spelling)
    return String(decoding: spelling, as: UTF8.self)
  }

  private func read(_ spelling: String) -> [UInt8]? {
    var token: [UInt8] = []
    let utf8 = Array(spelling.utf8)
    return ByteAlphabet.read(utf8.span, into: &token) ? token : nil
  }
}
