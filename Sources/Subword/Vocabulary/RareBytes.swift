// Passing over text that has none of a few bytes.

/// Up to four bytes to look for, sixteen bytes of text at once.
struct RareBytes: Sendable {
  private let patterns: [SIMD16<UInt8>]

  /// - Returns: `nil` for more than four bytes, or none.
  init?(_ bytes: [UInt8]) {
    guard (1...4).contains(bytes.count) else { return nil }
    patterns = bytes.map { SIMD16(repeating: $0) }
  }

  /// The place behind a stretch that may end in one of the bytes: everything from there up to `end`
  /// has none of them.
  func endOfLast(in text: Span<UInt8>, before end: Int) -> Int {
    var end = end
    while end >= 16 {
      let block = text.block(at: end &- 16)
      var found = SIMDMask<SIMD16<Int8>>(repeating: false)
      for pattern in patterns { found .|= block .== pattern }
      if any(found) { return end }
      end &-= 16
    }
    return end
  }
}

extension Span<UInt8> {
  /// Sixteen bytes from `start` on, which have to be there.
  @inline(__always)
  fileprivate func block(at start: Int) -> SIMD16<UInt8> {
    precondition(start >= 0 && start &+ 16 <= count)
    return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
  }
}
