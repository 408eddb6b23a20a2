// Tokens that are looked for in a text before it is cut.
//
//     text  ──▶  plain  ──▶  stretches of text │ token │ …  ──▶  Normalizer
//                              └──▶  normalized  ──▶  stretches of text │ token │ …  ──▶  Pretokenizer
//
// Which spellings occur where, a `SpellingAutomaton` finds; `AddedTokenFinder` decides which count.
// `ReferenceAddedTokens` says the same in plain words.

/// The added tokens of a tokenizer: those that texts are searched for as they are, and those that
/// they are searched for when they are normalized.
package final class AddedTokens: Sendable {
  package let all: [AddedToken]
  /// Finds the tokens that normalizing has no part in.
  let plain: AddedTokenFinder
  /// Finds the others, by their normalized spellings.
  let normalized: AddedTokenFinder

  /// - Parameter normalization: What the text goes through before it is searched the second time.
  /// - Throws: What keeps a spelling from being normalized.
  package init(
    _ tokens: [AddedToken], normalizedBy normalization: NormalizationPipeline?
  ) throws(NormalizationError) {
    all = tokens
    plain = AddedTokenFinder(
      tokens.filter { !$0.isNormalized }.map { (Array($0.content.utf8), $0) })
    var spellings: [([UInt8], AddedToken)] = []
    for token in tokens where token.isNormalized {
      let spelling = Array(token.content.utf8)
      spellings.append((try normalization?.normalized(spelling) ?? spelling, token))
    }
    normalized = AddedTokenFinder(spellings)
  }
}

extension NormalizationPipeline {
  fileprivate func normalized(_ bytes: [UInt8]) throws(NormalizationError) -> [UInt8] {
    var result: [UInt8] = []
    return try normalize(bytes.span, into: &result) == .unchanged ? bytes : result
  }
}

/// A stretch of a text: an added token, or text between two.
package struct TextSection: Hashable, Sendable {
  package var range: Range<Int>
  /// The token that it is; `nil` for text.
  package var token: TokenID?

  package init(_ range: Range<Int>, at offset: Int = 0, token: TokenID? = nil) {
    self.range = range.lowerBound + offset..<range.upperBound + offset
    self.token = token
  }
}

/// Finds added tokens: the leftmost, and of those that start there the longest.
///
/// A spelling that doesn't count, since it is a special token's where these are text or part of a
/// word where the token has to be one, hides what overlaps it all the same: that is text, too. A
/// token whose spelling is empty, as normalizing may make it, is never found. (Hugging Face's
/// library, which this follows in all else, cuts at each byte there, and stops at the first character
/// that isn't ASCII.)
package struct AddedTokenFinder: Sendable {
  private let spellings: [(bytes: [UInt8], token: AddedToken)]
  private let automaton: SpellingAutomaton

  /// Of tokens with the same spelling the one with the lowest identifier is found.
  package init(_ spellings: [([UInt8], AddedToken)]) {
    self.spellings = spellings.sorted { $0.1.id < $1.1.id }
    automaton = SpellingAutomaton(self.spellings.map(\.bytes))
  }

  package var isEmpty: Bool { spellings.isEmpty }

  /// Appends the sections of `text`, first to last, none of them empty.
  ///
  /// They cover the text. Two may overlap where a token that takes the white space behind it is
  /// followed by one that is white space.
  ///
  /// - Parameter offset: Where the text starts in what places are counted in.
  /// - Throws: `specialTokenInText` if that is what the rule says of a special token that is found.
  package func cut(
    _ text: Span<UInt8>, by rule: SpecialTokenRule, at offset: Int = 0,
    into sections: inout [TextSection]
  ) throws(TokenEncodingError) {
    var occurrences: [SpellingOccurrence] = []
    if !isEmpty { automaton.find(in: text, into: &occurrences) }
    // Behind which the next spelling is looked for, and up to where all is in a section.
    var (searched, end) = (0, 0)
    var space = SpaceBehind()
    while let occurrence = occurrences.popLast() {
      guard occurrence.start >= searched else { continue }
      let (spelling, token) = spellings[occurrence.spelling]
      let place = occurrence.start..<occurrence.start + spelling.count
      searched = place.upperBound
      let isText = token.isSpecial && rule.verdict(on: token) == .text
      if isText || token.isSingleWord && !text.hasWordEdges(around: place) { continue }
      if token.isSpecial && rule.verdict(on: token) == .error {
        throw .specialTokenInText(token.content, byteOffset: offset + place.lowerBound)
      }
      let start =
        token.stripsLeft
        ? text.startOfSpace(before: place.lowerBound, notBefore: end) : place.lowerBound
      let stop =
        token.stripsRight ? space.end(from: place.upperBound, in: text) : place.upperBound
      if end < start { sections.append(TextSection(end..<start, at: offset)) }
      // The white space may be gone with the token before.
      guard start < stop else { continue }
      sections.append(TextSection(start..<stop, at: offset, token: token.id))
      end = stop
    }
    if end < text.count { sections.append(TextSection(end..<text.count, at: offset)) }
  }
}

// MARK: - What stands beside a token

/// Where white space ends, for one place behind the other: each of its bytes is looked at once, also
/// where every one of them is a token.
struct SpaceBehind {
  /// The white space that was found last.
  private var last = 0..<0
  /// How many scalars were looked at.
  private(set) var steps = 0

  /// Where the white space ends that starts at `start`, which starts a scalar.
  mutating func end(from start: Int, in text: Span<UInt8>) -> Int {
    if last.contains(start) { return last.upperBound }
    var end = start
    while end < text.count {
      steps += 1
      let (scalar, width) = UTF8Scalar.value(text, at: end)
      guard isSpace(scalar) else { break }
      end += width
    }
    last = start..<end
    return end
  }
}

/// What is white space: `\s` of Rust's regular expressions, which is the property White_Space.
@inline(__always)
private func isSpace(_ scalar: UInt32) -> Bool {
  scalar < 0x80 ? scalar == 0x20 || (0x9...0xD).contains(scalar) : spaces.contains(scalar)
}

private let spaces = ScalarSet.whiteSpace

extension Span<UInt8> {
  /// Where the white space starts that ends at `end`, or `limit` if that is behind its start; at most
  /// `end`, wherever `limit` is.
  func startOfSpace(before end: Int, notBefore limit: Int) -> Int {
    if end <= limit { return limit }
    var start = end
    while start > limit, let (scalar, place) = scalar(before: start), isSpace(scalar.value) {
      start = place
    }
    return start
  }

  /// Whether no word character stands right in front of `range`, nor right behind it.
  func hasWordEdges(around range: Range<Int>) -> Bool {
    if let (scalar, _) = scalar(before: range.lowerBound), wordCharacters.contains(scalar) {
      return false
    }
    guard range.upperBound < count else { return true }
    return !wordCharacters.contains(UTF8Scalar.value(self, at: range.upperBound).scalar)
  }

  /// The scalar that ends at `end`, and where it starts; `nil` at the start of the text.
  private func scalar(before end: Int) -> (scalar: Unicode.Scalar, start: Int)? {
    guard end > 0 else { return nil }
    var start = end - 1
    while start > 0 && self[start] & 0xC0 == 0x80 { start -= 1 }
    return Unicode.Scalar(UTF8Scalar.value(self, at: start).scalar).map { ($0, start) }
  }
}

/// What makes words, for tokens that have to be one: `\w` of Rust's regular expressions.
private let wordCharacters = ScalarSet.word(.rust, version: .unicode16)
