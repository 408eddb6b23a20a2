// Where added tokens are in a text, as the definition reads.
//
// Hugging Face's `AddedVocabulary::find_matches`: look for the leftmost spelling, take the longest
// of those that start there, go on behind it.

/// The sections of a text between and around added tokens: quadratic on purpose.
package struct ReferenceAddedTokens {
  private let spellings: [(bytes: [UInt8], token: AddedToken)]
  private static let word = ScalarSet.word(.rust, version: .unicode16)

  package init(_ spellings: [([UInt8], AddedToken)]) { self.spellings = spellings }

  package func sections(
    of text: [UInt8], by rule: SpecialTokenRule
  ) throws(TokenEncodingError) -> [TextSection] {
    var sections: [TextSection] = []
    var (place, end) = (0, 0)
    while place < text.count {
      guard let (spelling, token) = longest(text[place...]) else {
        place += 1
        continue
      }
      let (start, stop) = (place, place + spelling.count)
      place = stop
      let (before, behind) = (text[..<start], text[stop...])
      if token.isSpecial && rule.verdict(on: token) == .text { continue }
      if token.isSingleWord && (isWord(scalars(before).last) || isWord(scalars(behind).first)) {
        continue
      }
      if token.isSpecial && rule.verdict(on: token) == .error {
        throw .specialTokenInText(token.content, byteOffset: start)
      }
      let left = token.stripsLeft ? spaceCount(scalars(before).reversed()) : 0
      let right = token.stripsRight ? spaceCount(scalars(behind)) : 0
      let first = token.stripsLeft ? max(start - left, end) : start
      if end < first { sections.append(TextSection(end..<first)) }
      guard first < stop + right else { continue }
      sections.append(TextSection(first..<stop + right, token: token.id))
      end = stop + right
    }
    if end < text.count { sections.append(TextSection(end..<text.count)) }
    return sections
  }

  private func longest(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], token: AddedToken)? {
    spellings.filter { !$0.bytes.isEmpty && text.starts(with: $0.bytes) }
      .max { ($0.bytes.count, $1.token.id) < ($1.bytes.count, $0.token.id) }
  }

  private func scalars(_ bytes: ArraySlice<UInt8>) -> [Unicode.Scalar] {
    Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
  }

  private func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    scalar.map { Self.word.contains($0) } ?? false
  }

  /// How many bytes of white space `scalars` start with.
  private func spaceCount(_ scalars: [Unicode.Scalar]) -> Int {
    scalars.prefix { $0.properties.isWhitespace }.reduce(0) { $0 + UTF8.width($1) }
  }
}
