import Subword
import Testing

@Suite("An identifier")
struct TokenIDTests {
  @Test("is a number that compares, shows and spells itself as one")
  func number() {
    let id: TokenID = 42
    #expect(id == TokenID(rawValue: 42))
    #expect(id == TokenID(42) && id.index == 42)
    #expect("\(id)" == "42")
    #expect(id < 43 && !(id < 42))
    #expect(Set([id, 42, 43]).count == 2)
  }

  @Test("reaches up to 32 bits")
  func largest() {
    #expect(TokenID(rawValue: .max).index == 4_294_967_295)
    #expect("\(TokenID(rawValue: .max))" == "4294967295")
  }
}
