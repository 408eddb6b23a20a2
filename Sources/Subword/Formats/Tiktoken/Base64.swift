// Bytes as base64, as ranks files and tekken.json hold their tokens (RFC 4648, with padding).

enum Base64 {
  /// Appends what `text` stands for.
  ///
  /// - Returns: The index in `text` where it is no base64; `nil` when all of it is.
  static func decode(_ text: Span<UInt8>, into bytes: inout [UInt8]) -> Int? {
    var index = 0
    while index + 4 <= text.count {
      let padding = paddingCount(text, at: index)
      var group: UInt32 = 0
      for offset in 0..<4 - padding {
        let value = values[Int(text[index + offset])]
        if value == 0xFF { return index + offset }
        group |= UInt32(value) << UInt32(18 - 6 * offset)
      }
      // What padding stands for is zero, or two texts would be one token.
      if group & (padding == 2 ? 0xFFFF : padding == 1 ? 0xFF : 0) != 0 { return index + 1 }
      for offset in 0..<3 - padding {
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * offset)))
      }
      index += 4
    }
    return index == text.count ? nil : index
  }

  /// How many `=` end the group of four at `index`; they may stand only at the end of the text.
  private static func paddingCount(_ text: Span<UInt8>, at index: Int) -> Int {
    guard index + 4 == text.count, text[index + 3] == equalsSign else { return 0 }
    return text[index + 2] == equalsSign ? 2 : 1
  }

  /// Appends the text that stands for `bytes`.
  static func encode(_ bytes: some RandomAccessCollection<UInt8>, into text: inout [UInt8]) {
    var rest = bytes[...]
    while let first = rest.first {
      let group = rest.prefix(3)
      let word = group.dropFirst().enumerated().reduce(UInt32(first) << 16) { word, item in
        word | UInt32(item.element) << UInt32(8 - 8 * item.offset)
      }
      for digit in 0..<4 {
        let value = Int(word >> UInt32(18 - 6 * digit) & 0x3F)
        text.append(digit <= group.count ? alphabet[value] : equalsSign)
      }
      rest = rest.dropFirst(3)
    }
  }

  private static let equalsSign = UInt8(ascii: "=")
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  /// The value of each digit; 0xFF for what is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()
}
