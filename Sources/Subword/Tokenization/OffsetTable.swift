// Places in a text, in bytes, in scalars, and in what the caller counts in.
//
//     bytes, as origins count  ──▶  scalars, as post-processors do  ──▶  bytes │ UTF-16 │ scalars
//
// Post-processors take spaces off by counting scalars, as Hugging Face's library does for Python.

import SubwordMemory

/// Translates places in one text. A text of ASCII needs no table.
struct OffsetTable: Sendable {
  /// The scalar that each byte is of, and at the end how many there are; empty for ASCII.
  private var scalars: [UInt32] = []
  /// Where each scalar starts in the unit asked for, and where the last ends; empty if it is at its
  /// own number.
  private var places: [UInt32] = []

  /// A table for a text nobody asks about.
  init() {}

  /// A table for `text`. Where that is no UTF-8, each maximal ill-formed part counts as one scalar.
  init(_ text: borrowing Buffer<UInt8>, unit: OffsetUnit) {
    guard !Self.isASCII(text) else { return }
    scalars.reserveCapacity(text.count + 1)
    var (place, index) = (UInt32(0), 0)
    var bad = UTF8Repair.firstIllFormed(in: text, from: 0, to: text.count)
    while index < text.count {
      var width = min(UTF8Scalar.width(text[index]), text.count - index)
      if let part = bad, part.lowerBound == index {
        width = part.count
        bad = UTF8Repair.firstIllFormed(in: text, from: part.upperBound, to: text.count)
      }
      let number = scalars.last.map { $0 + 1 } ?? 0
      for _ in 0..<width { scalars.append(number) }
      if unit != .scalars { places.append(place) }
      place += unit == .bytes ? UInt32(width) : width == 4 ? 2 : 1
      index += width
    }
    scalars.append((scalars.last ?? 0) + 1)
    if unit != .scalars { places.append(place) }
  }

  private static func isASCII(_ text: borrowing Buffer<UInt8>) -> Bool {
    for index in 0..<text.count where text[index] >= 0x80 { return false }
    return true
  }

  /// The scalars of the bytes in `range`.
  func scalars(ofBytes range: Range<Int>) -> Range<Int> {
    scalars.isEmpty ? range : translate(range, by: scalars)
  }

  /// The scalars in `range`, counted in the unit asked for.
  func inUnit(_ range: Range<Int>) -> Range<Int> {
    places.isEmpty ? range : translate(range, by: places)
  }

  private func translate(_ range: Range<Int>, by table: [UInt32]) -> Range<Int> {
    let start = Int(table[min(range.lowerBound, table.count - 1)])
    return start..<max(start, Int(table[min(range.upperBound, table.count - 1)]))
  }
}
