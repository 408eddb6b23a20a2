// What sentencepiece does to a text before it is segmented.
//
//     text ─▶ the character map, its longest key at each place ─▶ spaces trimmed, added and marked
//
// Source: `Normalizer::Normalize` of sentencepiece. Unlike Hugging Face's `Precompiled` it takes the
// longest key, whatever the grapheme clusters.

/// Normalizes as a SentencePiece model says.
struct SentencePieceNormalizationStage: NormalizationStage {
  private let normalization: SentencePieceNormalization
  private let map: CharacterMap?
  private let userDefined: PrefixMatcher
  private let space: [UInt8]

  init(_ normalization: SentencePieceNormalization) throws(NormalizationError) {
    self.normalization = normalization
    map = normalization.charsmap.isEmpty ? nil : try CharacterMap(normalization.charsmap)
    userDefined = PrefixMatcher(
      normalization.userDefined.lazy.map { (bytes: Array($0.utf8)[...], id: TokenID(0)) })
    space = Array((normalization.marksSpaces ? "▁" : " ").utf8)
  }

  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome {
    if text.isEmpty { return .unchanged }
    var row = Row(space, tracksStarts: false)
    try run(text, into: &row, limit)
    output.append(contentsOf: row.bytes)
    return .appended
  }

  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError) {
    if text.bytes.isEmpty { return }
    var row = Row(space, tracksStarts: text.tracksOrigins)
    try run(text.bytes.span, into: &row, limit)
    text.replace(with: row.bytes, from: row.starts, end: row.end)
  }

  // MARK: The walk

  /// What a text becomes, and where each byte of it starts in the text.
  private struct Row {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    /// Where what comes next starts; at the end, where what was written last ends.
    var end = 0
    let space: [UInt8]
    let tracksStarts: Bool

    init(_ space: [UInt8], tracksStarts: Bool) {
      self.space = space
      self.tracksStarts = tracksStarts
    }

    mutating func append(_ byte: UInt8) {
      bytes.append(byte)
      if tracksStarts { starts.append(end) }
    }

    mutating func appendSpace() { for byte in space { append(byte) } }

    mutating func removeSpacesAtEnd() {
      while bytes.count >= space.count && bytes.suffix(space.count).elementsEqual(space) {
        if tracksStarts { end = starts[bytes.count - space.count] }
        bytes.removeLast(space.count)
        if tracksStarts { starts.removeLast(space.count) }
      }
    }
  }

  private func run(
    _ text: Span<UInt8>, into row: inout Row, _ limit: GrowthLimit
  ) throws(NormalizationError) {
    var userDefined = userDefined.matches(in: text)
    var position = try startOfText(text, &userDefined)
    if position == text.count { return }
    row.end = position
    if normalization.dummySpace == .prefix { row.appendSpace() }
    var followsSpace = normalization.removesExtraSpaces
    while position < text.count {
      let (replacement, length) = try next(in: text, at: position, &userDefined)
      if let replacement {
        append(replacement.span, &followsSpace, to: &row)
      } else {
        append(text.extracting(position..<position + length), &followsSpace, to: &row)
      }
      position += length
      row.end = position
      try limit.check(row.bytes.count)
    }
    if normalization.removesExtraSpaces { row.removeSpacesAtEnd() }
    if normalization.dummySpace == .suffix { row.appendSpace() }
  }

  /// Where the first part is that isn't a space, if spaces at the start go.
  private func startOfText(
    _ text: Span<UInt8>, _ userDefined: inout PrefixMatcher.Matches
  ) throws(NormalizationError) -> Int {
    guard normalization.removesExtraSpaces else { return 0 }
    var position = 0
    while position < text.count {
      let (replacement, length) = try next(in: text, at: position, &userDefined)
      let isSpace =
        replacement.map { $0.elementsEqual([Self.asciiSpace]) }
        ?? (length == 1 && text[position] == Self.asciiSpace)
      if !isSpace { return position }
      position += length
    }
    return position
  }

  /// What is written for the longest key that starts at `position`, and how long the key is; `nil`
  /// for what is written as it is.
  private func next(
    in text: Span<UInt8>, at position: Int, _ userDefined: inout PrefixMatcher.Matches
  ) throws(NormalizationError) -> (ArraySlice<UInt8>?, Int) {
    if let (_, length) = userDefined.match(at: position) { return (nil, length) }
    if let map, let found = try map.longestReplacement(for: text.extracting(position...)) {
      return (found.replacement, found.length)
    }
    return (nil, min(UTF8Scalar.width(text[position]), text.count - position))
  }

  private func append(
    _ source: Span<UInt8>, _ followsSpace: inout Bool, to row: inout Row
  ) {
    var index = 0
    // Behind a space no further one is written.
    while followsSpace && index < source.count && source[index] == Self.asciiSpace { index += 1 }
    guard index < source.count else { return }
    for index in index..<source.count {
      if source[index] == Self.asciiSpace { row.appendSpace() } else { row.append(source[index]) }
    }
    followsSpace =
      normalization.removesExtraSpaces && source[source.count - 1] == Self.asciiSpace
  }

  private static let asciiSpace = UInt8(ascii: " ")
}
