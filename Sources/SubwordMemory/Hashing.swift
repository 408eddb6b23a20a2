// Hashing and comparing short runs of bytes.
//
// Who chooses the bytes, of a file or of a text, mustn't choose the collisions: a table whose keys all
// have one hash takes a walk through all of them for each. So hashes depend on a number that nobody
// outside knows. No result may: tables are asked, and never walked in the order of their slots.

/// Two numbers that decide the hashes of a process.
public struct HashSeed: BitwiseCopyable, Sendable {
  @usableFromInline let addend: UInt64
  /// Odd, so that no bit of a word is lost.
  @usableFromInline let factor: UInt64

  /// Drawn when it is first asked for. Tables keep a copy: to ask takes a while.
  public static let ofProcess: HashSeed = {
    var generator = SystemRandomNumberGenerator()
    return HashSeed(addend: generator.next(), factor: generator.next())
  }()

  /// A seed that is the same each time; for tests.
  public init(addend: UInt64, factor: UInt64) {
    self.addend = addend
    self.factor = factor | 1
  }
}

/// A hash of `bytes`.
@inlinable
public func hash(of bytes: Span<UInt8>, _ seed: HashSeed) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
  var index = 0
  while index < bytes.count {
    var word: UInt64 = 0
    let end = min(index + 8, bytes.count)
    while index < end {
      word = word << 8 | UInt64(bytes[index])
      index += 1
    }
    hash = mix(hash ^ word, seed)
  }
  return hash
}

/// Spreads every bit of `word` over the whole result.
@inlinable @inline(__always)
public func mix(_ word: UInt64, _ seed: HashSeed) -> UInt64 {
  folded(word ^ seed.addend, seed.factor)
}

/// The two halves of a product in one word.
@inlinable @inline(__always)
func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

/// Whether two runs of bytes are the same.
@inlinable
public func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  for index in left.indices where left[index] != right[index] { return false }
  return true
}
