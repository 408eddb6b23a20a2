// BPE models by seed, stranger than any that is ever trained.

import TestSupport
import Testing

@testable import Subword

enum RandomBPEModel {
  /// What the units are, and what is done with those that the vocabulary lacks.
  struct Kind: Sendable, CustomStringConvertible {
    let description: String
    let units: BPEModel.Units
    let hasUnknown: Bool
    let letters: [Unicode.Scalar]
    /// The letters that have a token of their own.
    let known: ArraySlice<Unicode.Scalar>

    static let all = [
      Kind("bytes", .bytes, "abcd", lacking: 0),
      Kind("bytes with gaps", .bytes, "abéz", lacking: 1),
      Kind("bytes with an unknown token", .bytes, "abéz", lacking: 2, hasUnknown: true),
      Kind("characters", .characters(byteFallback: false), "aé中", lacking: 0),
      Kind("characters with gaps", .characters(byteFallback: false), "aéb中", lacking: 1),
      Kind(
        "characters with an unknown token", .characters(byteFallback: false), "aéb中😀", lacking: 2,
        hasUnknown: true),
      Kind(
        "characters with bytes to fall back to", .characters(byteFallback: true), "aéb中😀",
        lacking: 2, hasUnknown: true),
    ]

    private init(
      _ description: String, _ units: BPEModel.Units, _ letters: String, lacking: Int,
      hasUnknown: Bool = false
    ) {
      self.description = description
      self.units = units
      self.hasUnknown = hasUnknown
      self.letters = Array(letters.unicodeScalars)
      known = self.letters.dropLast(lacking)
    }

    /// The tokens of single units. The byte tokens stop short of some that characters need.
    var unitTokens: [[UInt8]] {
      let characters = known.map { [$0].utf8 }
      return switch units {
      case .bytes: Set(Array(known).utf8).sorted().map { [$0] }
      case .characters(byteFallback: false): characters
      case .characters(byteFallback: true):
        characters + (0x80...0xEF).map { Array(ByteFallback.spelling(of: $0).utf8) }
      }
    }
  }

  /// A model whose merges join random tokens: several may give one token, and some stand twice.
  static func model(_ kind: Kind, merges count: Int, seed: Int) throws -> BPEModel {
    var numbers = SeededGenerator(seed: seed)
    var tokens = kind.unitTokens
    var idOf = Dictionary(uniqueKeysWithValues: zip(tokens, 0...))
    var merges: [BPEModel.Merge] = []
    while merges.count < count {
      let left = Int.random(in: tokens.indices, using: &numbers)
      let right = Int.random(in: tokens.indices, using: &numbers)
      let joined = tokens[left] + tokens[right]
      guard joined.count <= 24 else { continue }
      let result = idOf[joined] ?? tokens.count
      if result == tokens.count {
        tokens.append(joined)
        idOf[joined] = result
      }
      let merge = BPEModel.Merge(
        left: TokenID(left), right: TokenID(right), result: TokenID(result))
      merges.append(merge)
      if numbers.next() % 4 == 0 { merges.append(merge) }
    }
    merges.shuffle(using: &numbers)
    return BPEModel(
      vocabulary: try #require(Vocabulary(tokens)), merges: merges, units: kind.units,
      unknown: kind.hasUnknown ? 0 : nil, addedTokens: [])
  }

  /// A model of characters that joins every two of `tokens` which make a third, in their order.
  /// A token called `[UNK]` stands for what is unknown.
  static func model(of tokens: [String]) throws -> BPEModel {
    var merges: [BPEModel.Merge] = []
    for (result, token) in tokens.enumerated() {
      for (left, first) in tokens.enumerated() {
        for (right, second) in tokens.enumerated()
        where Array((first + second).utf8) == Array(token.utf8) {
          merges.append(
            .init(left: TokenID(left), right: TokenID(right), result: TokenID(result)))
        }
      }
    }
    return BPEModel(
      vocabulary: try #require(Vocabulary(tokens.map(\.utf8))), merges: merges,
      units: .characters(byteFallback: false),
      unknown: tokens.firstIndex(of: "[UNK]").map { TokenID($0) }, addedTokens: [])
  }
}
