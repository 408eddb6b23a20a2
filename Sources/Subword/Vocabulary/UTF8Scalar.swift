// What loops over valid UTF-8 need to know.

package enum UTF8Scalar {
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
    guard index < bytes.count else { return nil }
    let (first, width) = (bytes[index], width(bytes[index]))
    if width == 1 { return Unicode.Scalar(first) }
    guard index + width <= bytes.count else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(width))
    for next in index + 1..<index + width { value = value << 6 | UInt32(bytes[next] & 0x3F) }
    return Unicode.Scalar(value)
  }
}
