// The fast vocabularizer against the short one, on all small corpora and on many random ones.

import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("The BPE vocabularizer agrees with its definition")
struct BPEAgreementTests {
  @Test("on every corpus of up to three words of up to four letters over a, b")
  func twoLetters() throws {
    let words = everyWord(over: "ab", upTo: 4)
    for first in words.indices {
      for second in words[first...].indices {
        for third in words[second...].indices {
          try expectAgreement(
            [(words[first], 1), (words[second], 1), (words[third], 1)],
            BPEVocabularizer(vocabularySize: 20, alphabet: .characters()))
        }
      }
    }
  }

  @Test("on every pair of words of up to four letters over a, b, c, one three times as frequent")
  func threeLetters() throws {
    let words = everyWord(over: "abc", upTo: 4)
    for first in words {
      for second in words {
        try expectAgreement(
          [(first, 3), (second, 1)], BPEVocabularizer(vocabularySize: 20, alphabet: .characters()))
      }
    }
  }

  @Test("on runs of one letter, with every length limit")
  func runs() throws {
    for length in 1...40 {
      for limit in [nil, 0, 1, 2, 3, 4, 5, 8, 9] {
        let run = String(repeating: "a", count: length)
        try expectAgreement(
          [(run, 1), (run + "b", 1), ("aaa", 2)],
          BPEVocabularizer(
            vocabularySize: 60, alphabet: .characters(), maximumTokenLength: limit))
      }
    }
  }

  @Test("on three thousand random corpora of characters, with random options")
  func randomCharacters() throws {
    for seed in 1...3_000 {
      var generator = SeededGenerator(seed: seed)
      let letters = generator.element(of: ["ab", "abc", "abcdefgh", "aé日\u{1F600}e\u{301}b"])
      try expectAgreement(
        generator.words(over: letters), generator.vocabularizer(over: letters), "seed \(seed)")
    }
  }

  @Test("on a thousand random corpora of bytes, with random options")
  func randomBytes() throws {
    for seed in 1...1_000 {
      var generator = SeededGenerator(seed: seed)
      let letters = generator.element(of: ["ab", "ab ", " \n\tab", "aé日"])
      var options = generator.vocabularizer(over: letters + "Ġ")
      options.vocabularySize += 256 + 5
      options.alphabet = .bytes
      try expectAgreement(generator.words(over: letters), options, "seed \(seed)")
    }
  }

  @Test("on three hundred random corpora that spell byte tokens, with byte fallback")
  func randomByteFallback() throws {
    for seed in 1...300 {
      var generator = SeededGenerator(seed: seed)
      let letters = generator.element(of: ["<0x41>", "abc<0x0A>"])
      var options = generator.vocabularizer(over: letters)
      options.vocabularySize += 256 + 12
      options.alphabet = .characters(
        limit: generator.once(in: 2) ? nil : generator.number(1...8), byteFallback: true)
      options.maximumTokenLength = nil
      let words = generator.words(over: letters) + [("<0x41>", 5), ("a<0x0A><0x4", 3)]
      try expectAgreement(words, options, "seed \(seed)")
    }
  }

  @Test("on a character outside of the alphabet that is a special token")
  func specialOutsideAlphabet() throws {
    try expectAgreement(
      [("aab", 9), ("caac", 4)],
      BPEVocabularizer(
        vocabularySize: 9, alphabet: .characters(limit: 1), specialTokens: ["b", "aab"]))
  }

  @Test("on a word of 70,000 symbols, which takes the wide records")
  func longWord() throws {
    var generator = SeededGenerator(seed: 7)
    let long = String((0..<70_000).map { _ in generator.element(of: ["a", "b", "c"]) }.joined())
    try expectAgreement(
      [(long, 2), ("abcabc", 1_000), (String(repeating: "a", count: 65_535), 1)],
      BPEVocabularizer(vocabularySize: 24, alphabet: .characters()))
  }

  @Test(
    "on words around the longest that the compact records hold",
    arguments: [65_533, 65_534, 65_535, 65_536])
  func borderOfCompactRecords(length: Int) throws {
    try expectAgreement(
      [(String(repeating: "ab", count: length / 2) + (length % 2 == 0 ? "" : "a"), 1)],
      BPEVocabularizer(vocabularySize: 40, alphabet: .characters()))
  }

  @Test(
    "on counts around the largest that the compact records hold",
    arguments: [1 << 32 - 1, 1 << 32, 3_000_000_000, 5_000_000_000_000_000_000 / 8])
  func largeCounts(count: UInt64) throws {
    try expectAgreement(
      [("abab", count), ("ab", count - 1), ("cdcd", count), ("bc", 1)],
      BPEVocabularizer(vocabularySize: 20, alphabet: .characters()))
  }

  // MARK: Comparing

  /// Compares on `words`, and on the same words 2³³ times as frequent, which takes the wide records.
  private func expectAgreement(
    _ words: [(String, UInt64)], _ options: BPEVocabularizer, _ comment: String = "",
    at place: SourceLocation = #_sourceLocation
  ) throws {
    try expectAgreement(PretokenCounts(words), options, comment, at: place)
    guard words.allSatisfy({ $0.1 < 1 << 20 && $0.0.utf8.count < 1_000 }) else { return }
    var scaled = options
    scaled.minimumFrequency *= 1 << 33
    try expectAgreement(
      PretokenCounts(words.map { ($0.0, $0.1 << 33) }), scaled, comment, at: place)
  }

  private func expectAgreement(
    _ counts: PretokenCounts, _ options: BPEVocabularizer, _ comment: String,
    at place: SourceLocation
  ) throws {
    let expected = ReferenceBPEVocabularizer(options).learn(counts)
    let trained = try options.vocabularize(counts)
    let tokenizer = trained.tokenizer
    let tokens = (0..<tokenizer.vocabulary.count).map {
      Array((tokenizer.spelling(of: TokenID($0)) ?? "").unicodeScalars)
    }
    if tokens == expected.tokens, tokenizer.segmentation.bpe?.merges == expected.merges { return }
    let same = zip(tokens, expected.tokens).prefix { $0 == $1 }.count
    let shown = { (tokens: [[Unicode.Scalar]]) in
      tokens.dropFirst(same).prefix(5).map { String(String.UnicodeScalarView($0)) }
    }
    Issue.record(
      """
      \(comment) \(options) on \(counts.shown.prefix(500)): the first \(same) tokens are right, \
      then expected \(shown(expected.tokens)), found \(shown(tokens))
      """, sourceLocation: place)
  }
}

/// All words of one to `length` letters, short ones first.
private func everyWord(over letters: String, upTo length: Int) -> [String] {
  var words: [String] = []
  var longest = [""]
  for _ in 1...length {
    longest = longest.flatMap { word in letters.map { word + String($0) } }
    words += longest
  }
  return words
}

extension SeededGenerator {
  fileprivate mutating func word(over letters: String, upTo length: Int) -> String {
    let scalars = Array(letters.unicodeScalars)
    let word = (0..<number(1...length)).map { _ in element(of: scalars) }
    return String(String.UnicodeScalarView(word))
  }

  fileprivate mutating func words(over letters: String) -> [(String, UInt64)] {
    let length = element(of: [3, 8, 20])
    return (0..<number(1...12)).map { _ in
      (word(over: letters, upTo: length), UInt64(number(1...element(of: [1, 3, 50]))))
    }
  }

  /// Any options; special tokens are often such as merges spell.
  fileprivate mutating func vocabularizer(over letters: String) -> BPEVocabularizer {
    var specials: [String] = []
    for _ in 0..<(once(in: 2) ? 0 : number(1...5)) {
      let special = once(in: 5) ? "<|\(number(0...9)) end|>" : word(over: letters, upTo: 4)
      if !specials.contains(where: { $0.utf8.elementsEqual(special.utf8) }) {
        specials.append(special)
      }
    }
    return BPEVocabularizer(
      vocabularySize: 13 + number(0...40),
      alphabet: .characters(
        limit: once(in: 3) ? number(0...8) : nil,
        coverage: once(in: 4) ? Double(number(0...100)) / 100 : 1),
      minimumFrequency: once(in: 2) ? 0 : number(1...6), specialTokens: specials,
      maximumTokenLength: once(in: 3) ? number(0...7) : nil)
  }
}
