import Foundation
import Subword
import Testing

@testable import SubwordTraining

@Suite("Provenance")
struct ProvenanceTests {
  private static let words: [(String, UInt64)] = [("abab", 3), ("caba", 2), ("bac", 1)]

  @Test("says what the result depends on, and nothing else")
  func content() throws {
    let options = BPEVocabularizer(
      vocabularySize: 300, alphabet: .characters(limit: 9, coverage: 0.5, byteFallback: true),
      minimumFrequency: 2, maximumTokenLength: 4)
    let digest = "f4740f1c424b78dc564c9f425cd7f1e29fd78ea0f246eed0a1e7cea4b98104bf"
    #expect(
      try Self.provenance(options)
        == #"{"tool":"tok \#(SubwordVersion.current)","#
        + #""corpus":{"distinct_pretokens":3,"bytes":23,"pretoken_counts_sha256":"\#(digest)"},"#
        + #""options":{"model":"bpe","vocabulary_size":300,"minimum_frequency":2,"#
        + #""maximum_token_length":4,"alphabet":"characters","limit_alphabet":9,"#
        + #""character_coverage":"0.5","byte_fallback":true}}"#)
  }

  @Test("is the same for any number of threads")
  func threads() throws {
    let counts = PretokenCounts(Self.words)
    let options = BPEVocabularizer(vocabularySize: 270)
    let expected = try Self.provenance(options)
    for threads in [1, 2, 3, 7, 16] {
      let tokenizer = try options.vocabularize(counts, threads: threads).tokenizer
      #expect(tokenizer.provenance == Array(expected.utf8), "\(threads) threads")
    }
  }

  @Test("changes with every word and every count of the corpus")
  func corpus() throws {
    let options = BPEVocabularizer(vocabularySize: 270)
    var seen = [try Self.provenance(options)]
    for index in Self.words.indices {
      var words = Self.words
      words[index].1 += 1
      seen.append(try Self.provenance(options, words))
      words = Self.words
      words[index].0 += "a"
      seen.append(try Self.provenance(options, words))
      words.remove(at: index)
      seen.append(try Self.provenance(options, words))
    }
    seen.append(try Self.provenance(options, [("ab", 3), ("abcaba", 2), ("bac", 1)]))
    #expect(Set(seen).count == seen.count)
  }

  @Test("changes with every option of the model")
  func options() throws {
    let changes: [(inout BPEVocabularizer) -> Void] = [
      { _ in }, { $0.vocabularySize = 900 }, { $0.minimumFrequency = 2 },
      { $0.maximumTokenLength = 4 }, { $0.maximumTokenLength = 5 }, { $0.alphabet = .characters() },
      { $0.alphabet = .characters(limit: 2) }, { $0.alphabet = .characters(coverage: 0.75) },
      { $0.alphabet = .characters(byteFallback: true) },
    ]
    let seen = try changes.map { change in
      var options = BPEVocabularizer(vocabularySize: 300)
      change(&options)
      return try Self.provenance(options)
    }
    #expect(Set(seen).count == seen.count, "\(seen.joined(separator: "\n"))")
  }

  @Test("stands in tokenizer.json, comes back from there, and other loaders' keys are kept apart")
  func file() throws {
    let trained = try BPEVocabularizer(vocabularySize: 270).vocabularize(PretokenCounts(Self.words))
    let json = try trained.tokenizer.tokenizerJSON()
    let loaded = try Tokenizer(json, path: "tokenizer.json")
    #expect(loaded.provenance == trained.tokenizer.provenance)
    #expect(try loaded.tokenizerJSON() == json)
  }

  private static func provenance(
    _ options: BPEVocabularizer, _ words: [(String, UInt64)] = words
  ) throws -> String {
    let json = try options.vocabularize(PretokenCounts(words)).tokenizer.provenance
    return String(decoding: json ?? [], as: UTF8.self)
  }
}
