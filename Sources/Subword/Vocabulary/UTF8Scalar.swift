// What loops over valid UTF-8 need to know.

package enum UTF8Scalar {
  /// How many bytes the scalar has that starts with `byte`.
  @inlinable @inline(__always)
  package static func width(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
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
