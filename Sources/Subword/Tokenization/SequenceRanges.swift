// Which tokens of an encoding are of which text.

/// Where the tokens of each text are, by the number of the text.
///
/// As in Hugging Face's `Encoding`, a text that isn't listed is everywhere: an encoding that lists
/// none is all of text 0.
struct SequenceRanges: Hashable, Sendable {
  private var ranges: [Int: Range<Int>] = [:]

  /// How many texts there are.
  var count: Int { max(ranges.count, 1) }

  /// Text `sequence` has the tokens in `range`.
  mutating func set(_ sequence: Int, to range: Range<Int>) { ranges[sequence] = range }

  /// The tokens of text `sequence`, in an encoding of `count` tokens.
  func range(of sequence: Int, count: Int) -> Range<Int> { ranges[sequence] ?? 0..<count }

  /// The text of the token at `index`.
  func sequence(of index: Int) -> Int? {
    if ranges.isEmpty { return 0 }
    return ranges.filter { $0.value.contains(index) }.map(\.key).min()
  }

  /// Moves all tokens by `distance`.
  mutating func shift(by distance: Int) {
    ranges = ranges.mapValues { $0.lowerBound + distance..<$0.upperBound + distance }
  }

  /// Takes the texts of an encoding that follows.
  mutating func append(_ other: SequenceRanges) {
    ranges.merge(other.ranges, uniquingKeysWith: { $1 })
  }

  /// The text of each of `count` tokens.
  func sequences(count: Int) -> [Int?] {
    var sequences = [Int?](repeating: nil, count: count)
    for sequence in 0..<self.count {
      for index in range(of: sequence, count: count) { sequences[index] = sequence }
    }
    return sequences
  }
}
