import Subword
import Testing

@Suite("The token of a byte")
struct ByteFallbackTests {
  @Test("is spelled in two hexadecimal digits, and read back")
  func bothWays() {
    #expect(ByteFallback.spelling(of: 10) == "<0x0A>")
    #expect(ByteFallback.spelling(of: 255) == "<0xFF>")
    for byte in UInt8.min...UInt8.max {
      #expect(ByteFallback.byte(of: ByteFallback.spelling(of: byte).utf8) == byte)
    }
  }

  @Test("may have small digits")
  func smallDigits() {
    #expect(ByteFallback.byte(of: "<0xab>".utf8) == 0xAB)
    #expect(ByteFallback.byte(of: "<0xaB>".utf8) == 0xAB)
  }

  @Test("may have a plus sign, which Rust reads in front of a number")
  func plus() {
    #expect(ByteFallback.byte(of: "<0x+f>".utf8) == 15)
    #expect(ByteFallback.byte(of: "<0x1+>".utf8) == nil)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "<", "0A", "<0x>", "<0xA>", "<0x0A", "0x0A>", "<0x00A>", "<0X0A>", "<0x0G>", "<0x-1>",
      "<0x++>", " <0x0A>", "<0x0A> ", "<0x٠A>", "<1x0A>", "<0x0A)", "[0x0A>",
    ])
  func others(token: String) {
    #expect(ByteFallback.byte(of: token.utf8) == nil)
  }
}
