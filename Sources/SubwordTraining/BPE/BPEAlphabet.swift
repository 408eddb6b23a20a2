// What merging starts from: special tokens and the alphabet, with their identifiers.
//
//     BPEVocabularizer's options, PretokenCounts  ──▶  BPEAlphabet  ──▶  Words

import Subword

/// The tokens that exist before the first merge.
struct BPEAlphabet {
  /// Special tokens, byte tokens, then the units of the alphabet.
  let tokens: GrowingVocabulary

  /// Whether the corpus has characters that the alphabet lacks.
  let isIncomplete: Bool

  private let units: BPEModel.Units
  private let specials: [AddedToken]
  private let unknown: TokenID?
  /// The symbols of bytes or characters.
  let symbols: UnitSymbols

  init(
    _ options: BPEVocabularizer, _ counts: PretokenCounts
  ) throws(VocabularizationError) {
    var tokens = GrowingVocabulary()
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
      symbols = .bytes(Self.appendBytes(to: &tokens))
      isIncomplete = false
    case .characters(let limit, let coverage, let byteFallback):
      units = .characters(byteFallback: byteFallback)
      if byteFallback { Self.appendByteTokens(to: &tokens) }
      let frequency = Self.frequency(ofCharactersIn: counts)
      let characters = Self.characters(frequency, limit: limit, coverage: coverage)
      isIncomplete = characters.count < frequency.count
      symbols = .characters(
        Self.append(characters, to: &tokens)
          .merging(Self.characters(of: specials)) { character, _ in character })
    }
    self.tokens = tokens
    self.specials = specials
  }

  private static func appendBytes(to tokens: inout GrowingVocabulary) -> [UInt32] {
    var symbols = [UInt32](repeating: 0, count: 256)
    for byte in ByteAlphabet.order { symbols[Int(byte)] = UInt32(tokens.append([byte])) }
    return symbols
  }

  /// `<0x00>` to `<0xFF>`, as sentencepiece spells them.
  private static func appendByteTokens(to tokens: inout GrowingVocabulary) {
    for byte in 0...255 {
      tokens.append(byteToken: Array(ByteFallback.spelling(of: UInt8(byte)).utf8))
    }
  }

  private static func append(
    _ characters: [UInt32], to tokens: inout GrowingVocabulary
  ) -> [UInt32: UInt32] {
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

  func model(_ tokens: GrowingVocabulary, _ merges: [BPEModel.Merge]) -> BPEModel {
    BPEModel(
      vocabulary: tokens.vocabulary(), merges: merges, units: units, unknown: unknown,
      addedTokens: specials)
  }
}
