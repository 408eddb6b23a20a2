// What tells one corpus from another in a trained file.

import SubwordMemory

extension PretokenCounts {
  /// SHA-256 over all pretokens in order: of each its length, its bytes, and its count, the two
  /// numbers as LEB128.
  package var digest: [UInt8] {
    var hasher = SHA256()
    var records = Buffer<UInt8>()
    for index in 0..<count {
      let range = range(index)
      records.append(leb128: UInt64(range.count))
      records.append(contentsOf: bytes.span.extracting(range))
      records.append(leb128: counts[index])
      if records.count > 1 << 14 || index == count - 1 {
        records.withSpan { hasher.update($0) }
        records.removeAll()
      }
    }
    return hasher.finalize()
  }
}

extension Buffer<UInt8> {
  /// Appends a number, seven bits a byte, the lowest first; all bytes but the last have the eighth.
  fileprivate mutating func append(leb128 number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
