// Which of many spellings start where in a text, all found in one pass.
//
//     text, from its end to its start  ──▶  SpellingAutomaton  ──▶  the longest spelling at each place
//
// Aho–Corasick over the spellings read backwards. Read forwards, it says at each place which
// spellings end there, and whoever wants the leftmost has to look ahead and come back. Read
// backwards, it says which start there, the longest first: then the leftmost is the next one.

/// Where a spelling starts in a text, and its number.
struct SpellingOccurrence: Hashable, Sendable, BitwiseCopyable {
  let start: Int
  let spelling: Int
}

/// Finds the longest of its spellings at every place of a text.
///
/// Time is linear in the text, whatever it holds; a byte that no spelling ends with costs a look
/// into a table.
///
/// Source: Aho, Corasick 1975.
struct SpellingAutomaton: Sendable {
  /// The byte that leads into each state from the one above. State 0 is the root; states with one
  /// byte less come before, and those that one state leads to stand together, by byte.
  private var bytes: [UInt8] = [0]
  /// Where the states start that each state leads to: up to where those of the next one start.
  private var firstChild: [UInt32] = []
  /// Where to go on when a byte leads nowhere: the longest other state that ends in the same bytes.
  private var fallback: [UInt32] = []
  /// The longest spelling that is read to its start in each state, or `none`.
  private var longest: [UInt32] = []
  /// The root's states by byte, 0 where there is none.
  private var fromRoot = [UInt32](repeating: 0, count: 256)

  /// The bytes that spellings end with, if they are few: most texts have none of them.
  private var rareEnds: RareBytes?

  private static let none = UInt32.max

  /// Of spellings that are the same the first counts; empty ones are never found.
  init(_ spellings: [[UInt8]]) {
    var building = ReversedTrie(spellings)
    while let node = building.nextNode() {
      firstChild.append(UInt32(truncatingIfNeeded: bytes.count))
      longest.append(node.spelling.map { UInt32(truncatingIfNeeded: $0) } ?? Self.none)
      bytes.append(contentsOf: node.childBytes)
    }
    firstChild.append(UInt32(truncatingIfNeeded: bytes.count))
    for child in children(of: 0) { fromRoot[Int(bytes[child])] = UInt32(truncatingIfNeeded: child) }
    linkFallbacks()
    rareEnds = RareBytes((UInt8.min...UInt8.max).filter { fromRoot[Int($0)] != 0 })
  }

  /// States of fewer bytes come first, so that what a state falls back to is known before it.
  private mutating func linkFallbacks() {
    fallback = [UInt32](repeating: 0, count: bytes.count)
    for state in bytes.indices {
      for child in children(of: state) {
        let target = state == 0 ? 0 : next(from: Int(fallback[state]), bytes[child])
        fallback[child] = UInt32(truncatingIfNeeded: target)
        if longest[child] == Self.none { longest[child] = longest[target] }
      }
    }
  }

  private func children(of state: Int) -> Range<Int> {
    Int(firstChild[state])..<Int(firstChild[state + 1])
  }

  /// Where `byte` leads from `state`, by way of what it falls back to.
  private func next(from state: Int, _ byte: UInt8) -> Int {
    var state = state
    while state != 0 {
      if let child = child(of: state, byte) { return child }
      state = Int(fallback[state])
    }
    return Int(fromRoot[Int(byte)])
  }

  private func child(of state: Int, _ byte: UInt8) -> Int? {
    var range = children(of: state)
    while range.count > 8 {
      let middle = (range.lowerBound + range.upperBound) / 2
      range = bytes[middle] <= byte ? middle..<range.upperBound : range.lowerBound..<middle
    }
    return range.first { bytes[$0] == byte }
  }

  /// Appends the longest spelling at each place of `text` where one starts, the last place first.
  func find(in text: Span<UInt8>, into occurrences: inout [SpellingOccurrence]) {
    var (state, place) = (0, text.count)
    while place > 0 {
      if state == 0, let rareEnds {
        place = rareEnds.endOfLast(in: text, before: place)
        if place == 0 { return }
      }
      place -= 1
      if state == 0 {
        state = Int(fromRoot[Int(text[place])])
        if state == 0 { continue }
      } else {
        state = next(from: state, text[place])
      }
      let spelling = longest[state]
      if spelling != Self.none {
        occurrences.append(SpellingOccurrence(start: place, spelling: Int(spelling)))
      }
    }
  }
}

/// The trie of spellings read backwards, node by node: fewer bytes first.
private struct ReversedTrie {
  /// All nodes so far: which of the sorted spellings go through each, and after how many bytes.
  private var nodes: [(spellings: Range<Int>, depth: Int)]
  private var position = 0
  /// The spellings backwards with their numbers, in the order of their bytes.
  private let sorted: [(bytes: [UInt8], number: Int)]

  init(_ spellings: [[UInt8]]) {
    sorted = spellings.enumerated().map { (Array($1.reversed()), $0) }
      .filter { !$0.bytes.isEmpty }
      .sorted { left, right in
        left.bytes == right.bytes
          ? left.number < right.number : left.bytes.lexicographicallyPrecedes(right.bytes)
      }
    nodes = [(sorted.indices, 0)]
  }

  /// The next node: the spelling that it is the start of, and the bytes that lead on from it.
  mutating func nextNode() -> (spelling: Int?, childBytes: [UInt8])? {
    guard position < nodes.count else { return nil }
    var (rest, depth) = nodes[position]
    position += 1
    var spelling: Int?
    while let first = rest.first, sorted[first].bytes.count == depth {
      spelling = spelling ?? sorted[first].number
      rest.removeFirst()
    }
    var childBytes: [UInt8] = []
    while let first = rest.first {
      let byte = sorted[first].bytes[depth]
      let end = rest.first { sorted[$0].bytes[depth] != byte } ?? rest.upperBound
      childBytes.append(byte)
      nodes.append((first..<end, depth + 1))
      rest = end..<rest.upperBound
    }
    return (spelling, childBytes)
  }
}
