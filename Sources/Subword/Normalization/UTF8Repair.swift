// Bytes that are not UTF-8: found, and replaced or reported.
//
//     bytes from a file  ──▶  UTF8Repair  ──▶  valid UTF-8, which all stages behind rely on

package import SubwordMemory

/// What to do with bytes that are not UTF-8.
public enum InvalidUTF8: String, Hashable, Sendable, CaseIterable {
  /// Each maximal ill-formed part becomes U+FFFD, as the Unicode standard recommends (section 3.9)
  /// and the WHATWG decoder does.
  case replace
  /// They are an error.
  case error
  /// They are taken as they are. Only byte-level vocabularies can.
  case bytes
}

package enum UTF8Repair {
  /// The first maximal ill-formed part of `text` from `start` on and before `end`; `nil` when all
  /// is well formed.
  ///
  /// A character that `end` cuts is ill-formed.
  package static func firstIllFormed(
    in text: borrowing Buffer<UInt8>, from start: Int, to end: Int
  ) -> Range<Int>? {
    var index = start
    while index < end {
      while index + 8 <= end && text.word(at: index) & 0x8080_8080_8080_8080 == 0 { index += 8 }
      guard index < end else { return nil }
      let byte = text[index]
      if byte < 0x80 {
        index += 1
        continue
      }
      let (length, isWhole) = sequence(byte, at: index, of: text, to: end)
      if !isWhole { return index..<index + length }
      index += length
    }
    return nil
  }

  /// How many bytes of the sequence that starts with `byte` are there, and whether those are all.
  @inline(__always)
  private static func sequence(
    _ byte: UInt8, at index: Int, of text: borrowing Buffer<UInt8>, to end: Int
  ) -> (length: Int, isWhole: Bool) {
    guard let shape = UTF8Scalar.shape(byte), index + 1 < end,
      shape.second.contains(text[index + 1])
    else { return (1, false) }
    var length = 2
    while length < shape.width && index + length < end && text[index + length] & 0xC0 == 0x80 {
      length += 1
    }
    return (length, length == shape.width)
  }

  /// Appends `text[range]` to `result` with U+FFFD for each maximal ill-formed part.
  ///
  /// - Returns: How many parts were replaced.
  package static func repair(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, into result: inout Buffer<UInt8>
  ) -> Int {
    var index = range.lowerBound
    var replaced = 0
    while let part = firstIllFormed(in: text, from: index, to: range.upperBound) {
      result.append(text, index..<part.lowerBound)
      for byte: UInt8 in [0xEF, 0xBF, 0xBD] { result.append(byte) }
      index = part.upperBound
      replaced += 1
    }
    result.append(text, index..<range.upperBound)
    return replaced
  }
}
