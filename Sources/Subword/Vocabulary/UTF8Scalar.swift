// The two things that loops over valid UTF-8 need to know.

package enum UTF8Scalar {
  /// How many bytes the scalar has that starts with `byte`.
  @inlinable @inline(__always)
  package static func width(_ byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }
}
