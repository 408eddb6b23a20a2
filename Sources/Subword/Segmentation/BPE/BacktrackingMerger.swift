// Long pretokens in linear time, without merging.
//
//     bytes  ──▶  the longest token  ──▶  can it stand behind the one before?  ──▶  the next place
//                   ▲                          └─ no: a shorter one, or one step back ─┘
//
// Source: as for `MergeTrees`.

/// Finds the segmentation of a text whose units all have tokens.
final class BacktrackingMerger: Sendable {
  private let trees: MergeTrees
  private let trie: TokenTrie
  private let vocabulary: Vocabulary

  /// - Returns: `nil` for a vocabulary that is too large.
  init?(_ vocabulary: Vocabulary, _ trees: MergeTrees) {
    self.trees = trees
    self.vocabulary = vocabulary
    let whole = vocabulary.identifiers.filter { trees.isWhole($0) }
    guard let trie = TokenTrie(whole, of: vocabulary) else { return nil }
    self.trie = trie
  }

  /// Appends the tokens of `text`.
  ///
  /// Each place is given up once: time is linear in the length of the text, times that of a token.
  ///
  /// - Returns: Whether there is a segmentation; nothing is appended where there is none, which is so
  ///   where a unit has no token.
  func segment<Unit: SegmentationUnit>(_ text: Span<UInt8>, into tokens: inout [Unit]) -> Bool {
    let start = tokens.count
    var dead = DeadPlaces(count: text.count + 1)
    var place = 0
    guard var token = trie.longestMatch(in: text, from: 0) else { return false }
    while true {
      let end = place + vocabulary.range(of: token).count
      if !dead.contains(end), tokens.count == start || canFollow(tokens[tokens.count - 1].id, token)
      {
        tokens.append(Unit(token, from: place, to: end))
        place = end
        if place == text.count { return true }
        if let next = trie.longestMatch(in: text, from: place) {
          token = next
          continue
        }
      } else if let shorter = trie.prefix(of: token) {
        token = shorter
        continue
      }
      // Nothing fits here: the token in front has to be a shorter one.
      dead.insert(place)
      guard tokens.count > start, let last = tokens.popLast() else { return false }
      token = last.id
      place -= vocabulary.range(of: token).count
    }
  }

  @inline(__always)
  private func canFollow(_ left: TokenID, _ right: TokenID) -> Bool {
    trees.canStandTogether(left, right)
  }
}

/// Places of a text from which nothing goes on to its end.
private struct DeadPlaces {
  /// The first ones, for short texts without memory.
  private var first: UInt64 = 0
  private var others: [Bool]

  init(count: Int) { others = count > 64 ? [Bool](repeating: false, count: count) : [] }

  @inline(__always)
  func contains(_ place: Int) -> Bool {
    place < 64 ? first &>> UInt64(truncatingIfNeeded: place) & 1 == 1 : others[place]
  }

  @inline(__always)
  mutating func insert(_ place: Int) {
    if place < 64 {
      first |= 1 &<< UInt64(truncatingIfNeeded: place)
    } else {
      others[place] = true
    }
  }
}
