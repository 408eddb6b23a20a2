// What merging starts from: special tokens and the alphabet, with their identifiers.
//
//     BPEVocabularizer's options, PretokenCounts  ──▶  BPEAlphabet  ──▶  Words

import Subword
import SubwordMemory

/// The tokens that exist before the first merge.
struct BPEAlphabet {
  /// Special tokens, byte tokens, then the units of the alphabet.
  let tokens: TokenList

  /// Whether the corpus has characters that the alphabet lacks.
  let isIncomplete: Bool

  private let units: BPEModel.Units
  private let specials: [AddedToken]
  private let unknown: TokenID?
  /// The symbol of each byte.
  private let symbolOfByte: [UInt32]
  /// The symbol of each character.
  private let symbolOfCharacter: [UInt32: UInt32]

  init(
    _ options: BPEVocabularizer, _ counts: PretokenCounts
  ) throws(VocabularizationError) {
    var tokens = TokenList()
    var specials: [AddedToken] = []
    for content in options.specialTokens {
      let isNew = !specials.contains { $0.content.utf8.elementsEqual(content.utf8) }
      guard isNew, !content.isEmpty else { throw .badSpecialToken(content) }
      let id = tokens.append(special: content, spelledIn: options.alphabet)
      specials.append(AddedToken(id: TokenID(id), content: content))
    }
    unknown =
      specials.first { $0.content.utf8.elementsEqual((options.unknownToken ?? "").utf8) }?.id
    switch options.alphabet {
    case .bytes:
      units = .bytes
      symbolOfByte = Self.appendBytes(to: &tokens)
      symbolOfCharacter = [:]
      isIncomplete = false
    case .characters(let limit, let coverage, let byteFallback):
      units = .characters(byteFallback: byteFallback)
      if byteFallback { Self.appendByteTokens(to: &tokens) }
      let frequency = Self.frequency(ofCharactersIn: counts)
      let characters = Self.characters(frequency, limit: limit, coverage: coverage)
      isIncomplete = characters.count < frequency.count
      symbolOfCharacter = Self.append(characters, to: &tokens)
        .merging(Self.characters(of: specials)) { character, _ in character }
      symbolOfByte = []
    }
    self.tokens = tokens
    self.specials = specials
  }

  private static func appendBytes(to tokens: inout TokenList) -> [UInt32] {
    var symbols = [UInt32](repeating: 0, count: 256)
    for byte in ByteAlphabet.order { symbols[Int(byte)] = UInt32(tokens.append([byte])) }
    return symbols
  }

  /// `<0x00>` to `<0xFF>`, as sentencepiece spells them.
  private static func appendByteTokens(to tokens: inout TokenList) {
    for byte in 0...255 {
      tokens.append(byteToken: Array(ByteFallback.spelling(of: UInt8(byte)).utf8))
    }
  }

  private static func append(_ characters: [UInt32], to tokens: inout TokenList) -> [UInt32: UInt32]
  {
    var symbols: [UInt32: UInt32] = [:]
    for character in characters {
      guard let scalar = Unicode.Scalar(character) else { continue }
      symbols[character] = UInt32(tokens.append(Array(String(scalar).utf8)))
    }
    return symbols
  }

  private static func frequency(ofCharactersIn counts: PretokenCounts) -> [UInt32: Double] {
    var frequency: [UInt32: Double] = [:]
    for index in 0..<counts.count {
      let pretoken = String(decoding: counts.bytes[counts.range(index)], as: UTF8.self)
      for scalar in pretoken.unicodeScalars {
        frequency[scalar.value, default: 0] += Double(counts.counts[index])
      }
    }
    return frequency
  }

  /// The characters to keep, by code point. Of two that are equally frequent the one of the
  /// smaller code point is kept.
  private static func characters(
    _ frequency: [UInt32: Double], limit: Int?, coverage: Double
  ) -> [UInt32] {
    let ordered = frequency.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let needed = coverage * frequency.values.sorted().reduce(0, +)
    var covered = 0.0
    let kept = ordered.prefix { entry in
      defer { covered += entry.value }
      return coverage >= 1 || covered < needed
    }
    return kept.prefix(limit ?? .max).map(\.key).sorted()
  }

  /// Special tokens of one character: in a corpus that is such a token, also where the limit or the
  /// coverage leaves the character out, as in Hugging Face's trainer.
  private static func characters(of specials: [AddedToken]) -> [UInt32: UInt32] {
    let single = specials.filter { $0.content.unicodeScalars.count == 1 }
    return Dictionary(
      single.flatMap { token in
        token.content.unicodeScalars.map { ($0.value, token.id.rawValue) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The pretokens as symbols; characters outside the alphabet are left out, as Hugging Face's
  /// trainer does.
  func words(of counts: PretokenCounts) -> Words {
    var words = Words(words: counts.count, symbols: counts.bytes.count)
    for index in 0..<counts.count {
      let range = counts.range(index)
      if units == .bytes {
        for byte in counts.bytes[range] { words.append(symbolOfByte[Int(byte)]) }
      } else {
        for scalar in String(decoding: counts.bytes[range], as: UTF8.self).unicodeScalars {
          if let symbol = symbolOfCharacter[scalar.value] { words.append(symbol) }
        }
      }
      words.endWord(count: counts.counts[index])
    }
    return words
  }

  func model(_ tokens: TokenList, _ merges: [BPEModel.Merge]) -> BPEModel {
    BPEModel(
      vocabulary: tokens.vocabulary(), merges: merges, units: units, unknown: unknown,
      specialTokens: specials)
  }
}

/// The tokens of a vocabulary while it grows.
struct TokenList {
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
