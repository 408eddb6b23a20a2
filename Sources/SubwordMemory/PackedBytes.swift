// Short runs of bytes as two words: what tables of pretokens compare instead of bytes.

/// One to 15 bytes and how many they are.
public struct PackedBytes: Hashable, BitwiseCopyable, Sendable {
  /// The first eight bytes, the first in the lowest bits.
  public var low: UInt64
  /// Bytes 8 to 14, and the length in the highest byte.
  public var high: UInt64

  /// The most bytes there may be.
  public static var longest: Int { 15 }

  /// The bytes that the two words say.
  @inlinable @inline(__always)
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// Up to 15 bytes.
  public init(_ bytes: Span<UInt8>) {
    self.init(low: 0, high: UInt64(truncatingIfNeeded: bytes.count) << 56)
    for index in bytes.indices {
      let byte = UInt64(bytes[index])
      if index < 8 {
        low |= byte << UInt64(8 * index)
      } else {
        high |= byte << UInt64(8 * (index - 8))
      }
    }
  }

  /// How many bytes there are.
  @inlinable @inline(__always)
  public var count: Int { Int(truncatingIfNeeded: high &>> 56) }

  /// A hash that is the same in every process.
  @inlinable @inline(__always)
  public var hash: UInt64 { mix(low ^ (high &* 0x9E37_79B9_7F4A_7C15)) }
}

extension Buffer<UInt8> {
  /// The `length` bytes from `start` on, which have to be there with all of the next 16.
  @inlinable @inline(__always)
  public func packed(_ start: Int, _ length: Int) -> PackedBytes {
    let inLow = UInt64(truncatingIfNeeded: Swift.min(length, 8))
    let inHigh = UInt64(truncatingIfNeeded: Swift.max(length &- 8, 0))
    let low = word(at: start) & (UInt64.max &>> (64 &- 8 &* inLow))
    let high = word(at: start &+ 8) & (1 &<< (8 &* inHigh) &- 1)
    return PackedBytes(low: low, high: high | UInt64(truncatingIfNeeded: length) &<< 56)
  }

  /// The same where nothing needs to be there behind the bytes.
  @inlinable
  public func packedAtEnd(_ start: Int, _ length: Int) -> PackedBytes {
    var packed = PackedBytes(low: 0, high: UInt64(truncatingIfNeeded: length) << 56)
    for index in 0..<length {
      let byte = UInt64(self[start + index])
      if index < 8 {
        packed.low |= byte << UInt64(8 * index)
      } else {
        packed.high |= byte << UInt64(8 * (index - 8))
      }
    }
    return packed
  }
}

extension Buffer<UInt8> {
  /// A hash of `count` bytes from `start` on: eight at a time, the last ones alone.
  @inlinable
  public func hash(_ start: Int, _ count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= count {
      hash = mix(hash ^ word(at: start + offset))
      offset += 8
    }
    var last: UInt64 = 0
    while offset < count {
      last = last << 8 | UInt64(self[start + offset])
      offset += 1
    }
    return mix(hash ^ last)
  }
}
