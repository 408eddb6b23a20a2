// Where a literal occurs in a text.

/// Finds a literal by the method of Knuth, Morris and Pratt: one step a byte, whatever the literal.
struct LiteralSearch: Sendable {
  private let pattern: [UInt8]
  /// For each prefix of the pattern: the length of the longest shorter one that it ends with.
  private let borders: [Int32]

  /// - Parameter pattern: Not empty.
  init(_ pattern: [UInt8]) {
    self.pattern = pattern
    var borders = [Int32](repeating: 0, count: pattern.count)
    var length = 0
    for index in pattern.indices.dropFirst() {
      while length > 0 && pattern[index] != pattern[length] { length = Int(borders[length - 1]) }
      if pattern[index] == pattern[length] { length += 1 }
      borders[index] = Int32(truncatingIfNeeded: length)
    }
    self.borders = borders
  }

  /// Calls `body` with each place of the literal, first to last; none overlaps the one before.
  ///
  /// - Returns: How many bytes at the end may be the start of another.
  @discardableResult
  func eachMatch(in bytes: Span<UInt8>, _ body: (Range<Int>) -> Void) -> Int {
    let pattern = pattern.span
    var matched = 0
    for index in bytes.indices {
      let byte = bytes[index]
      while matched > 0 && byte != pattern[matched] { matched = Int(borders[matched - 1]) }
      if byte == pattern[matched] { matched += 1 }
      if matched == pattern.count {
        body(index + 1 - matched..<index + 1)
        matched = 0
      }
    }
    return matched
  }

  /// The same for a part of an array; its places are those of the array.
  @discardableResult
  func eachMatch(in bytes: ArraySlice<UInt8>, _ body: (Range<Int>) -> Void) -> Int {
    let start = bytes.startIndex
    return eachMatch(in: bytes.span) { body(start + $0.lowerBound..<start + $0.upperBound) }
  }
}
