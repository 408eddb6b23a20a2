// Hashing and comparing short runs of bytes.

/// A hash of `bytes` that is the same in every process: tables built on it look the same each time.
@inlinable
public func hash(of bytes: Span<UInt8>) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
  var index = 0
  while index < bytes.count {
    var word: UInt64 = 0
    let end = min(index + 8, bytes.count)
    while index < end {
      word = word << 8 | UInt64(bytes[index])
      index += 1
    }
    hash = mix(hash ^ word)
  }
  return hash
}

/// Spreads every bit of `word` over the whole result.
@inlinable @inline(__always)
public func mix(_ word: UInt64) -> UInt64 {
  let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
  return product.high ^ product.low
}

/// Whether two runs of bytes are the same.
@inlinable
public func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  for index in left.indices where left[index] != right[index] { return false }
  return true
}
