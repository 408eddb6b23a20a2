// Tokens that stand for a byte, in vocabularies of characters: `<0x00>` to `<0xFF>`.

/// The spelling of byte tokens, as sentencepiece has it.
package enum ByteFallback {
  /// `<0x0A>` for 10.
  package static func spelling(of byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x\(byte < 16 ? "0" : "")\(digits)>"
  }

  /// The byte that a token spells, or `nil`.
  ///
  /// Digits may be small, and a plus in the place of the first is one more way to spell a small byte:
  /// Hugging Face's `tokenizers` reads a number as Rust does.
  package static func byte(of token: some Collection<UInt8>) -> UInt8? {
    let token = Array(token)
    guard token.count == 6, token.starts(with: Array("<0x".utf8)), token[5] == UInt8(ascii: ">"),
      let high = token[3] == UInt8(ascii: "+") ? 0 : digit(token[3]), let low = digit(token[4])
    else { return nil }
    return high << 4 | low
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
