// What loops over valid UTF-8 need to know.

package enum UTF8Scalar {
  /// How many bytes a scalar has that starts with `first`, which isn't ASCII, and what the second of
  /// them may be; `nil` where none starts so. Those behind are 0x80 to 0xBF.
  ///
  /// The second byte's range excludes overlong forms, surrogates and what lies above U+10FFFF.
  /// Source: the Unicode standard, table 3-7.
  @inline(__always)
  static func shape(_ first: UInt8) -> (width: Int, second: ClosedRange<UInt8>)? {
    switch first {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }

  /// How many bytes the scalar has that starts with `byte`.
  @inlinable @inline(__always)
  package static func width(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  /// The scalar at `index` and how many bytes it has. What is cut off at the end counts as 0.
  @inlinable @inline(__always)
  package static func value(_ bytes: Span<UInt8>, at index: Int) -> (scalar: UInt32, width: Int) {
    let first = bytes[index]
    if first < 0x80 { return (UInt32(first), 1) }
    let width = min(width(first), bytes.count - index)
    var scalar = UInt32(first) & (0x7F >> UInt32(width))
    for next in index + 1..<index + width { scalar = scalar << 6 | UInt32(bytes[next] & 0x3F) }
    return (scalar, width)
  }

  /// The scalar that `bytes` are, if they are exactly one.
  package static func only(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    guard let first = bytes.first, bytes.count == width(first), first < 0x80 || first >= 0xC2 else {
      return nil
    }
    return value(bytes.span, at: 0).scalar
  }

  /// The scalar that starts at `index`; `nil` at the end of `bytes`.
  package static func decode(_ bytes: [UInt8], at index: Int) -> Unicode.Scalar? {
    bytes.span.scalar(at: index)
  }

  /// Appends the UTF-8 of `scalar`.
  package static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    let value = scalar.value
    let last = UInt8(0x80 | value & 0x3F)
    switch value {
    case ..<0x80:
      bytes.append(UInt8(value))
    case ..<0x800:
      bytes.append(UInt8(0xC0 | value >> 6))
      bytes.append(last)
    case ..<0x1_0000:
      bytes.append(UInt8(0xE0 | value >> 12))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(last)
    default:
      bytes.append(UInt8(0xF0 | value >> 18))
      bytes.append(UInt8(0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(last)
    }
  }
}

extension Span<UInt8> {
  /// The scalar that starts at `index`; `nil` at the end, and in the middle of one.
  package func scalar(at index: Int) -> Unicode.Scalar? {
    guard index < count else { return nil }
    let first = self[index]
    if first < 0x80 { return Unicode.Scalar(first) }
    let width = UTF8Scalar.width(first)
    guard first >= 0xC0, index + width <= count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(width))
    for next in index + 1..<index + width { value = value << 6 | UInt32(self[next] & 0x3F) }
    return Unicode.Scalar(value)
  }

  /// Where the scalar starts that ends in front of `index`, which is behind the start.
  package func scalarStart(before index: Int) -> Int {
    var start = index - 1
    while start > 0 && self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Where the first byte from `position` on is that isn't ASCII, or `nil` if there is none.
  func firstNonASCII(from position: Int) -> Int? {
    var block = position
    while block &+ 32 <= count {
      let bits = extracting(block..<block &+ 32).union
      if bits >= 0x80 { break }
      block &+= 32
    }
    return (block..<count).first { self[$0] >= 0x80 }
  }

  /// All bits that any of the bytes has.
  private var union: UInt8 {
    var bits: UInt8 = 0
    for index in indices { bits |= self[index] }
    return bits
  }
}
