// Which token is where: between characters, tokens and words.
//
//     place in the text  ◀──▶  token  ◀──▶  word
//
// What these give is what Hugging Face's `Encoding` gives; `nil`, too, where the encoding wasn't asked
// for what a map needs.

extension Encoding {
  /// How many texts there are.
  public var sequenceCount: Int { ranges.count }

  /// The text that the token at `index` is of: 0 or 1.
  public func sequence(ofToken index: Int) -> Int? {
    ids.indices.contains(index) ? ranges.sequence(of: index) : nil
  }

  /// The word that the token at `index` is of; needs ``words``.
  public func word(ofToken index: Int) -> Int? {
    guard let words, words.indices.contains(index), sequence(ofToken: index) != nil else {
      return nil
    }
    return words[index]
  }

  /// The stretch of its text that the token at `index` stands for; needs ``offsets``.
  public func offsets(ofToken index: Int) -> Range<Int>? {
    guard let offsets, offsets.indices.contains(index), sequence(ofToken: index) != nil else {
      return nil
    }
    return offsets[index]
  }

  /// The tokens of word `word` of a text; needs ``words``.
  public func tokens(ofWord word: Int, in sequence: Int = 0) -> Range<Int>? {
    guard let words else { return nil }
    let range = range(of: sequence)
    let upToWord = words[range].prefix { ($0 ?? -1) <= word }
    guard let first = upToWord.firstIndex(of: word), let last = upToWord.lastIndex(of: word) else {
      return nil
    }
    return first..<last + 1
  }

  /// The stretch of its text that word `word` is; needs ``words`` and ``offsets``.
  public func offsets(ofWord word: Int, in sequence: Int = 0) -> Range<Int>? {
    guard let offsets, let tokens = tokens(ofWord: word, in: sequence) else { return nil }
    let start = offsets[tokens.lowerBound].lowerBound
    return start..<max(start, offsets[tokens.upperBound - 1].upperBound)
  }

  /// The token that stands for the place at `offset` of a text; needs ``offsets``.
  public func token(at offset: Int, in sequence: Int = 0) -> Int? {
    let range = range(of: sequence)
    return offsets?[range].firstIndex { $0.contains(offset) }
  }

  /// The word at `offset` of a text; needs ``words`` and ``offsets``.
  public func word(at offset: Int, in sequence: Int = 0) -> Int? {
    token(at: offset, in: sequence).flatMap { word(ofToken: $0) }
  }

  private func range(of sequence: Int) -> Range<Int> {
    ranges.range(of: sequence, count: ids.count)
  }
}
