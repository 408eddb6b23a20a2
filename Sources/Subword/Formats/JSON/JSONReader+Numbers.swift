// Numbers. Their grammar is checked first, then the digits become an `Int`.

/// A number's place, and whether it has neither fraction nor exponent.
private struct NumberText {
  var range: Range<Int>
  var isInteger: Bool
}

extension JSONReader {
  /// Reads an integer. `1.0` and `1e3` are none: what writes them doesn't mean an identifier.
  package mutating func readInteger() throws(JSONError) -> Int {
    let number = try readNumber()
    guard number.isInteger else { throw .notAnInteger(at: number.range.lowerBound) }
    guard let value = integer(in: number.range) else {
      throw .integerOutOfRange(at: number.range.lowerBound)
    }
    return value
  }

  /// Reads a number; what no `Double` holds is infinite.
  package mutating func readFraction() throws(JSONError) -> Double {
    let number = try readNumber()
    return Double(String(decoding: bytes[number.range], as: UTF8.self)) ?? .infinity
  }

  /// Reads past a number.
  mutating func skipNumber() throws(JSONError) {
    _ = try readNumber()
  }
}

extension JSONReader {
  private mutating func readNumber() throws(JSONError) -> NumberText {
    try expect(.number)
    let start = position
    if nextByte == UInt8(ascii: "-") { position += 1 }
    try readIntegerPart()
    var isInteger = true
    if nextByte == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try readDigits()
    }
    if nextByte == UInt8(ascii: "e") || nextByte == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if nextByte == UInt8(ascii: "+") || nextByte == UInt8(ascii: "-") { position += 1 }
      try readDigits()
    }
    state = .separatorOrEnd
    return NumberText(range: start..<position, isInteger: isInteger)
  }

  private mutating func readIntegerPart() throws(JSONError) {
    let first = position
    try readDigits()
    guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
      throw .leadingZero(at: first)
    }
  }

  private mutating func readDigits() throws(JSONError) {
    let start = position
    position = bytes.span.endOfDigits(from: start)
    guard position > start else { throw .unexpected(nextByte, expected: .digit, at: position) }
  }

  /// The integer in `range`, which holds digits behind an optional minus; `nil` if it doesn't fit.
  ///
  /// Digits are added below zero, where `Int.min` has room.
  private func integer(in range: Range<Int>) -> Int? {
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    var value = 0
    for byte in bytes[range].dropFirst(isNegative ? 1 : 0) {
      let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
      let (difference, wentBelow) = product.subtractingReportingOverflow(Int(byte) - 0x30)
      if overflowed || wentBelow { return nil }
      value = difference
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }
}
