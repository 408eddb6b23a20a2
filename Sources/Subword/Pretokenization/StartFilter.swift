// Which parts go because of what they start with.

import SubwordMemory

/// Drops the parts of a text that start with a scalar of a set.
struct StartFilter: Sendable {
  private let set: ScalarSet
  /// For each ASCII byte whether it is in the set.
  private let ascii: [Bool]

  init(_ set: ScalarSet) {
    self.set = set
    ascii = (UInt32(0)..<128).map(set.contains)
  }

  /// Drops parts behind the first `first` ones.
  func filter(
    _ parts: inout Buffer<PretokenRange>, from first: Int, of text: borrowing Buffer<UInt8>
  ) {
    var kept = first
    for index in first..<parts.count {
      let part = parts[index]
      parts[kept] = part
      let byte = text[part.start]
      let goes = byte < 0x80 ? ascii[Int(byte)] : set.contains(text.scalar(at: part.start))
      kept += goes ? 0 : 1
    }
    parts.resize(to: kept, filling: PretokenRange(0, 0))
  }
}

extension Buffer<UInt8> {
  /// The scalar that starts at `index` in valid UTF-8.
  func scalar(at index: Int) -> UInt32 {
    let (first, width) = (self[index], UTF8Scalar.width(self[index]))
    if width == 1 { return UInt32(first) }
    var value = UInt32(first) & (0x7F >> UInt32(width))
    for next in index + 1..<index + width { value = value << 6 | UInt32(self[next] & 0x3F) }
    return value
  }
}
