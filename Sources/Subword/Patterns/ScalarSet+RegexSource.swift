// A set written out as a class for ICU, scalar by scalar, so that ICU's own tables never decide.
//
//     ScalarSet  ──▶  [\u0041-\u005A\U0001F600]  ──▶  ICU, where our compiler can't take a pattern

extension ScalarSet {
  /// This set as a class in ICU's syntax, e.g. `[\u0041-\u005A\U0001F600]`.
  ///
  /// Every scalar is escaped, so nothing in it is syntax. The empty set becomes a class that matches
  /// nothing. Close the set over case first; under ICU's flag for it, ICU would.
  package var regexSource: String {
    guard !isEmpty else { return "[^\\u0000-\\U0010FFFF]" }
    return "[" + ranges.map(Self.classItem).joined() + "]"
  }

  private static func classItem(_ range: Range<UInt32>) -> String {
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    if first == last { return escaped(first) }
    return escaped(first) + "-" + escaped(last)
  }

  private static func escaped(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    let width = scalar > 0xFFFF ? 8 : 4
    let zeros = String(repeating: "0", count: width - digits.utf8.count)
    return (width == 8 ? "\\U" : "\\u") + zeros + digits
  }
}
