// The digest by which the benchmarks compare identifiers.

import Subword

/// BLAKE2b with a digest of 8 bytes, as Python's `hashlib.blake2b(digest_size=8)` has it.
///
/// Source: RFC 7693.
struct BLAKE2b {
  private var state = Self.initialState
  private var length: UInt64 = 0

  private static let initialState: [UInt64] = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ]

  private static let order: [[Int]] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
  ]

  private static let digestLength: UInt64 = 8

  /// The digest of identifiers as 32-bit words, the lowest byte first, in hexadecimal digits.
  static func digest(of ids: [TokenID]) -> String {
    var hash = BLAKE2b()
    hash.state[0] ^= 0x0101_0000 ^ digestLength
    var start = 0
    while ids.count - start > 32 {
      hash.compress(ids[start..<start + 32], isLast: false)
      start += 32
    }
    hash.compress(ids[start...], isLast: true)
    return (0..<8).map { hexadecimal(UInt8(truncatingIfNeeded: hash.state[0] >> (8 * $0))) }
      .joined()
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// Takes in up to 32 identifiers: a block of 128 bytes.
  private mutating func compress(_ ids: ArraySlice<TokenID>, isLast: Bool) {
    var block = [UInt64](repeating: 0, count: 16)
    for (place, id) in ids.enumerated() {
      block[place / 2] |= UInt64(id.rawValue) << UInt64(place % 2 * 32)
    }
    length += UInt64(ids.count * 4)
    var work = state + Self.initialState
    work[12] ^= length
    if isLast { work[14] = ~work[14] }
    for round in 0..<12 {
      let order = Self.order[round % 10]
      for column in 0..<4 {
        let rows = (column, column + 4, column + 8, column + 12)
        Self.mix(&work, rows, block[order[column * 2]], block[order[column * 2 + 1]])
      }
      for column in 0..<4 {
        let rows = (column, 4 + (column + 1) % 4, 8 + (column + 2) % 4, 12 + (column + 3) % 4)
        Self.mix(&work, rows, block[order[column * 2 + 8]], block[order[column * 2 + 9]])
      }
    }
    for index in 0..<8 { state[index] ^= work[index] ^ work[index + 8] }
  }

  private static func mix(
    _ work: inout [UInt64], _ rows: (Int, Int, Int, Int), _ first: UInt64, _ second: UInt64
  ) {
    let (a, b, c, d) = rows
    work[a] = work[a] &+ work[b] &+ first
    work[d] = rotated(work[d] ^ work[a], by: 32)
    work[c] = work[c] &+ work[d]
    work[b] = rotated(work[b] ^ work[c], by: 24)
    work[a] = work[a] &+ work[b] &+ second
    work[d] = rotated(work[d] ^ work[a], by: 16)
    work[c] = work[c] &+ work[d]
    work[b] = rotated(work[b] ^ work[c], by: 63)
  }

  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    word >> count | word << (64 - count)
  }
}
