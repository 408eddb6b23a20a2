// Pieces that a text is split at before anything is merged.

/// Finds which of some strings starts at a place of a text: the longest.
struct PrefixMatcher: Sendable {
  private let automaton: SpellingAutomaton
  private let strings: [(bytes: [UInt8], id: TokenID)]

  /// Of more strings that start at one place the longer ones aren't seen, as in sentencepiece.
  private static let mostMatches = 64

  /// Of strings that are the same the last counts.
  init(_ strings: some Sequence<(bytes: ArraySlice<UInt8>, id: TokenID)>) {
    let all = strings.map { (bytes: Array($0.bytes), id: $0.id) }.reversed()
    self.strings = Self.visible(all.filter { !$0.bytes.isEmpty })
    automaton = SpellingAutomaton(self.strings.map(\.bytes))
  }

  /// The strings that fewer than ``mostMatches`` others start.
  private static func visible(
    _ strings: [(bytes: [UInt8], id: TokenID)]
  ) -> [(bytes: [UInt8], id: TokenID)] {
    if strings.count <= mostMatches { return strings }
    let sorted = strings.enumerated().sorted { left, right in
      left.element.bytes == right.element.bytes
        ? left.offset < right.offset
        : left.element.bytes.lexicographicallyPrecedes(right.element.bytes)
    }.map(\.element)
    // In this order what starts a string comes before it, and nothing between that it doesn't start.
    var starts: [[UInt8]] = []
    return sorted.filter { string in
      while let last = starts.last, !string.bytes.starts(with: last) { starts.removeLast() }
      if starts.last == string.bytes || starts.count == mostMatches { return false }
      starts.append(string.bytes)
      return true
    }
  }

  /// What starts where in a text; to be asked for one place behind the other.
  func matches(in text: Span<UInt8>) -> Matches {
    var occurrences: [SpellingOccurrence] = []
    if !strings.isEmpty { automaton.find(in: text, into: &occurrences) }
    return Matches(strings: strings, rest: occurrences)
  }

  /// The strings in one text.
  struct Matches {
    fileprivate let strings: [(bytes: [UInt8], id: TokenID)]
    /// Where strings start behind the last place that was asked for, the last one first.
    fileprivate var rest: [SpellingOccurrence]

    /// The longest string that starts at `index`, and its length.
    @inline(__always)
    mutating func match(at index: Int) -> (id: TokenID, length: Int)? {
      while let next = rest.last, next.start <= index {
        if next.start == index {
          let (bytes, id) = strings[next.spelling]
          return (id, bytes.count)
        }
        rest.removeLast()
      }
      return nil
    }
  }
}
