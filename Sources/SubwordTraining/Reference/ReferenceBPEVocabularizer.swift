// BPE vocabularization as the definition reads.
//
//     PretokenCounts  ──▶  ReferenceBPEVocabularizer  ──▶  tokens and merges
//                                                              ║ must equal
//                     ──▶  BPEVocabularizer  ──▶  BPEModel  ───╝

package import Subword

/// Counts all pairs anew, merges the most frequent one everywhere, and begins again.
///
/// Slow on purpose. This is what "BPE" means here, with the rules of Hugging Face's `BpeTrainer`;
/// the fast vocabularizer answers to it. Tokens are spelled as in files: bytes by their stand-ins.
package struct ReferenceBPEVocabularizer {
  package typealias Token = [Unicode.Scalar]

  let options: BPEVocabularizer
  /// The tokens that stand for a byte, with byte fallback.
  private let byteTokens: [Token]

  package init(_ options: BPEVocabularizer) {
    self.options = options
    byteTokens =
      if case .characters(_, _, byteFallback: true) = options.alphabet {
        (0...255).map { Array(ByteFallback.spelling(of: $0).unicodeScalars) }
      } else {
        []
      }
  }

  package func learn(_ counts: PretokenCounts) -> (tokens: [Token], merges: [BPEModel.Merge]) {
    let spelled = (0..<counts.count).map { (spelling(counts[$0].pretoken), counts[$0].count) }
    var tokens = options.specialTokens.map { Array($0.unicodeScalars) }
    for token in byteTokens + alphabet(of: spelled) where !tokens.contains(token) {
      tokens.append(token)
    }
    var words = spelled.map { word, count in
      (word.compactMap { tokens.firstIndex(of: [$0]) }, count)
    }
    var merges: [BPEModel.Merge] = []
    while tokens.count < options.vocabularySize, let pair = mostFrequentPair(in: words, tokens) {
      let token = tokens[pair[0]] + tokens[pair[1]]
      let result = tokens.firstIndex(of: token) ?? tokens.count
      if result == tokens.count { tokens.append(token) }
      merges.append(
        BPEModel.Merge(left: TokenID(pair[0]), right: TokenID(pair[1]), result: TokenID(result)))
      words = words.map { word, count in (merge(pair, into: result, in: word), count) }
    }
    return (tokens, merges)
  }

  /// The pair that occurs most often, of several the one of smallest identifiers. All neighbours
  /// count: `aaa` holds `aa` twice.
  private func mostFrequentPair(in words: [([Int], UInt64)], _ tokens: [Token]) -> [Int]? {
    var frequency: [[Int]: UInt64] = [:]
    for (word, count) in words {
      for (left, right) in zip(word, word.dropFirst()) {
        frequency[[left, right], default: 0] += count
      }
    }
    return
      frequency
      .filter { $0.value >= max(options.minimumFrequency, 1) && mayMerge($0.key, tokens) }
      .min { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }?.key
  }

  /// Tokens stay shorter than the limit, except that two units may always be one; and no text
  /// becomes the token that stands for a byte.
  private func mayMerge(_ pair: [Int], _ tokens: [Token]) -> Bool {
    let token = tokens[pair[0]] + tokens[pair[1]]
    let isShort = token.count == 2 || token.count < options.maximumTokenLength ?? .max
    return isShort && !byteTokens.contains(token)
  }

  /// `word` with the occurrences of `pair` replaced, left to right.
  private func merge(_ pair: [Int], into result: Int, in word: [Int]) -> [Int] {
    var merged: [Int] = []
    var rest = word[...]
    while let first = rest.popFirst() {
      let isPair = first == pair[0] && rest.first == pair[1]
      if isPair { rest.removeFirst() }
      merged.append(isPair ? result : first)
    }
    return merged
  }
}

// What merging starts from.
extension ReferenceBPEVocabularizer {
  private func spelling(_ pretoken: ArraySlice<UInt8>) -> Token {
    guard options.alphabet == .bytes else {
      return Array(String(decoding: pretoken, as: UTF8.self).unicodeScalars)
    }
    return pretoken.map { standIns[Int($0)] }
  }

  private var standIns: [Unicode.Scalar] { ByteAlphabet.standIns.compactMap(Unicode.Scalar.init) }

  /// The units by code point.
  private func alphabet(of words: [(Token, UInt64)]) -> [Token] {
    guard case .characters(let limit, let coverage, _) = options.alphabet else {
      return standIns.sorted().map { [$0] }
    }
    var frequency: [Unicode.Scalar: UInt64] = [:]
    for (word, count) in words { for unit in word { frequency[unit, default: 0] += count } }
    let total = Double(frequency.values.reduce(0, +))
    var kept: [Unicode.Scalar] = []
    var covered: UInt64 = 0
    for (unit, count) in frequency.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
    where kept.count < limit ?? .max && (coverage >= 1 || Double(covered) < coverage * total) {
      kept.append(unit)
      covered += count
    }
    return kept.sorted().map { [$0] }
  }
}
