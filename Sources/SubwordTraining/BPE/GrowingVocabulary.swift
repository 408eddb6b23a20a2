// The tokens of a vocabulary while it grows: first those that are given, then those that merges make.
//
//     BPEAlphabet, MergeLoop  ──▶  GrowingVocabulary  ──▶  Vocabulary
//
// A merge may spell what is a token already; this is the place that knows which.

import Subword

/// The tokens of a vocabulary while it grows.
struct GrowingVocabulary {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// Identifiers of special tokens by their bytes: a merge that spells one is that token.
  private var specials: [[UInt8]: Int] = [:]
  /// How tokens of byte fallback are spelled: no merge may make one.
  private var byteTokens: Set<[UInt8]> = []
  /// The lengths of special tokens and of byte tokens.
  private var givenLengths: Set<Int> = []
  /// Special tokens that the model never meets.
  private var unreachable: Set<Int> = []

  var count: Int { ends.count }

  /// How much memory they take, twice: arrays that grow are there twice for a moment.
  var memory: Int { 2 * (bytes.count + 8 * ends.count) }

  private func range(_ token: Int) -> Range<Int> {
    (token == 0 ? 0 : ends[token - 1])..<ends[token]
  }

  /// Adds a token, or finds the special token of the same bytes.
  mutating func append(_ token: [UInt8]) -> Int {
    specials[token] ?? add(token)
  }

  private mutating func add(_ token: [UInt8]) -> Int {
    bytes.append(contentsOf: token)
    ends.append(bytes.count)
    return count - 1
  }

  /// Adds a token that stands for a byte.
  mutating func append(byteToken token: [UInt8]) {
    _ = append(token)
    byteTokens.insert(token)
    givenLengths.insert(token.count)
  }

  /// Adds a special token.
  ///
  /// A file spells tokens, and a special token shares its spelling with the model's token of those
  /// bytes. One that no bytes are spelled like, `<| |>` among bytes, is met in no text.
  mutating func append(special content: String, spelledIn alphabet: BPEVocabularizer.Alphabet)
    -> Int
  {
    let spelling = Array(content.utf8)
    var token: [UInt8] = []
    if alphabet != .bytes {
      token = spelling
    } else if !ByteAlphabet.read(spelling.span, into: &token) {
      let id = add(spelling)
      unreachable.insert(id)
      return id
    }
    let id = append(token)
    specials[token] = id
    givenLengths.insert(token.count)
    return id
  }

  /// Adds what two tokens make together.
  ///
  /// - Returns: `nil` when that is spelled like a byte token: it would decode to the byte.
  mutating func join(_ left: Int, _ right: Int) -> Int? {
    let length = range(left).count + range(right).count
    if givenLengths.contains(length) {
      let token = Array(bytes[range(left)] + bytes[range(right)])
      return byteTokens.contains(token) ? nil : append(token)
    }
    for index in range(left) { bytes.append(bytes[index]) }
    for index in range(right) { bytes.append(bytes[index]) }
    ends.append(bytes.count)
    return count - 1
  }

  func vocabulary() -> Vocabulary {
    var builder = VocabularyBuilder(expecting: count)
    for token in 0..<count {
      builder.bytes.append(contentsOf: bytes[range(token)])
      // No two merges make the same token, and one that makes a special token is that token.
      _ = builder.endToken(isReachable: !unreachable.contains(token))
    }
    return builder.build()
  }
}
