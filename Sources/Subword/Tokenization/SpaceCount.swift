// How many spaces a token's spelling has at its ends: what post-processors take off its offsets.

/// Spaces at both ends of a spelling, in scalars: white space, and `Ġ`, which stands for a space.
struct SpaceCount: Hashable, Sendable {
  var leading = 0
  var trailing = 0

  init() {}

  /// - Parameter isOfBytes: Whether the bytes are what stand-ins stand for: among those only the
  ///   space's counts as one.
  init(_ bytes: some BidirectionalCollection<UInt8>, isOfBytes: Bool) {
    if isOfBytes {
      leading = bytes.prefix { $0 == 0x20 }.count
      trailing = bytes.reversed().prefix { $0 == 0x20 }.count
    } else {
      let scalars = String(decoding: Array(bytes), as: UTF8.self).unicodeScalars
      leading = scalars.prefix(while: Self.isSpace).count
      trailing = scalars.reversed().prefix(while: Self.isSpace).count
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == ByteAlphabet.standIns[0x20] || scalar.properties.isWhitespace
  }

  /// `range` without the spaces.
  ///
  /// - Parameter keepsOne: Whether a single space in front was put there, and isn't in the text.
  func trimming(_ range: Range<Int>, keepsOne: Bool) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    if !(keepsOne && leading == 1) { start = min(start + leading, end) }
    if end >= trailing { end = max(end - trailing, start) }
    return start..<end
  }
}
