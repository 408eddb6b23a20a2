// What a tokenizer is: figures and findings, for people and programs to read.
//
//     Tokenizer  ──▶  TokenizerSummary  ──▶  tok inspect

/// The sizes of a tokenizer, examples of its tokens, and what is unusual about it.
///
/// Making one asks the segmenter about every token: some tenths of a second for 200,000.
package struct TokenizerSummary: Sendable {
  /// Tokens of about one length.
  package struct LengthClass: Sendable {
    /// How many bytes.
    package let bytes: ClosedRange<Int>
    package fileprivate(set) var count = 0
    /// Those with the smallest identifiers that are text.
    package fileprivate(set) var examples: [TokenID] = []
  }

  /// What the model's tokens are, by length, the shortest first; empty classes are left out.
  package let lengths: [LengthClass]
  /// How many of the 256 bytes are tokens, in a vocabulary of bytes.
  package let byteCount: Int
  /// How many tokens spell a byte, such as `<0x0A>`, in one of characters. They are in no class.
  package let byteTokenCount: Int
  /// Ranges of identifiers that have no token.
  package let holes: [ClosedRange<Int>]
  /// Tokens that their own bytes aren't cut into, and so hardly any text; `nil` where that can't be
  /// said.
  package let unreachable: [TokenID]?

  package init(of tokenizer: Tokenizer) {
    lengths = Self.lengths(of: tokenizer)
    byteCount = (0...255).count { tokenizer.vocabulary.id(of: [UInt8($0)]) != nil }
    byteTokenCount = Self.byteTokens(of: tokenizer).count
    holes = Self.holes(of: tokenizer.vocabulary)
    unreachable = Self.unreachable(of: tokenizer)
  }

  private static let bounds = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64, 128]

  private static func lengths(of tokenizer: Tokenizer) -> [LengthClass] {
    var classes: [LengthClass] = []
    for (index, bound) in bounds.enumerated() {
      let next = index + 1 < bounds.count ? bounds[index + 1] - 1 : Int.max
      classes.append(LengthClass(bytes: bound...next))
    }
    let bytes = Self.byteTokens(of: tokenizer)
    for id in tokenizer.vocabulary.identifiers
    where tokenizer.decoding.spellings.addedToken(id) == nil && !bytes.contains(id) {
      let bytes = tokenizer.vocabulary.bytes(of: id) ?? []
      guard let index = classes.firstIndex(where: { $0.bytes.contains(bytes.count) }) else {
        continue
      }
      classes[index].count += 1
      if classes[index].isExample(bytes) { classes[index].examples.append(id) }
    }
    return classes.filter { $0.count > 0 }
  }

  private static func byteTokens(of tokenizer: Tokenizer) -> Set<TokenID> {
    guard tokenizer.segmentation.units == .characters(byteFallback: true) else { return [] }
    let vocabulary = tokenizer.vocabulary
    return Set(
      (UInt8.min...UInt8.max).compactMap { vocabulary.id(of: ByteFallback.spelling(of: $0).utf8) })
  }

  private static func holes(of vocabulary: Vocabulary) -> [ClosedRange<Int>] {
    var (holes, next): ([ClosedRange<Int>], Int) = ([], 0)
    for id in vocabulary.identifiers {
      if id.index > next { holes.append(next...id.index - 1) }
      next = id.index + 1
    }
    return holes
  }

  private static func unreachable(of tokenizer: Tokenizer) -> [TokenID]? {
    let options = tokenizer.segmentation.bpe?.options ?? BPEModel.Options()
    // With an affix a token's own bytes are no pretoken, and with dropout anything may come.
    guard options.continuingPrefix.isEmpty, options.endOfWordSuffix.isEmpty, options.dropout == nil
    else { return nil }
    var (unreachable, found): ([TokenID], [TokenID]) = ([], [])
    for id in tokenizer.vocabulary.identifiers where !isMetOtherwise(id, by: tokenizer) {
      found.removeAll(keepingCapacity: true)
      guard let bytes = tokenizer.vocabulary.bytes(of: id) else { continue }
      tokenizer.segmenter.segment(Array(bytes).span, into: &found)
      if found != [id] { unreachable.append(id) }
    }
    return unreachable
  }

  /// Whether a token isn't met as text: added tokens, the unknown token, and those for bytes.
  private static func isMetOtherwise(_ id: TokenID, by tokenizer: Tokenizer) -> Bool {
    if id == tokenizer.segmentation.unknown || tokenizer.decoding.spellings.addedToken(id) != nil {
      return true
    }
    return !tokenizer.keepsBytes
      && tokenizer.vocabulary.bytes(of: id).flatMap { ByteFallback.byte(of: $0) } != nil
  }
}

extension Tokenizer {
  /// Whether a pattern is run by ICU.
  package var usesICU: Bool { cutter.usesICU }
}

extension TokenizerSummary.LengthClass {
  /// Whether a token is worth showing: one that people can read, or at least one that is text.
  fileprivate func isExample(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard examples.count < 24, ByteFallback.byte(of: bytes) == nil,
      let text = String(validating: bytes, as: UTF8.self)
    else { return false }
    let scalars = text.unicodeScalars
    if scalars.contains(where: { $0.properties.generalCategory == .control }) { return false }
    return examples.isEmpty
      || scalars.contains { $0.properties.isAlphabetic || ("!"..."~").contains($0) }
  }
}
