// The digest that stands in Fixtures for results too large to keep.

/// 64-bit FNV-1a, byte by byte.
struct FNV1a {
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) {
    digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The digest as sixteen digits.
  var description: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
