// Published vocabularies against their own libraries: 0 differences, no exceptions.
//
//     swift test --filter ConformanceTests

import TestSupport
import Testing

@Suite(
  "A published vocabulary gives what its own library gives",
  .enabled(if: TestData.has("golden/digests.json"), "needs golden answers: set TOK_TEST_DATA"))
struct ConformanceTests {
  @Test("identifiers of every text", arguments: PublishedVocabulary.all)
  func identifiers(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).identifiers()
    #expect(differences.compared == 2_553)
    differences.report()
  }

  @Test("identifiers with special tokens", arguments: PublishedVocabulary.all)
  func specialTokens(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).specialTokens()
    #expect(differences.compared == 2_553)
    differences.report()
  }

  @Test(
    "where in the text each token is from",
    arguments: PublishedVocabulary.all.filter { $0.peer != .mistral })
  func offsets(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).offsets()
    #expect(differences.compared == 2_553)
    differences.report()
  }

  @Test(
    "two texts as one",
    arguments: PublishedVocabulary.all.filter { $0.peer == .tokenizers })
  func pairs(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).pairs()
    #expect(differences.compared == 90)
    differences.report()
  }

  @Test(
    "text of identifiers: those of every text, and random ones", arguments: PublishedVocabulary.all)
  func text(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).text()
    #expect(differences.compared == 5_256)
    differences.report()
  }

  @Test("text of identifiers one by one", arguments: PublishedVocabulary.all)
  func stream(vocabulary: PublishedVocabulary) throws {
    let differences = try Proof(vocabulary).stream()
    #expect(differences.compared == 2_703)
    differences.report()
  }
}

@Suite(
  "A published vocabulary gives the identifiers of whole corpora that its own library gives",
  .enabled(if: TestData.has("corpora/english.txt"), "needs large corpora: set TOK_TEST_DATA"))
struct CorpusConformanceTests {
  @Test("line by line", arguments: PublishedVocabulary.all, CorpusDigest.corpora)
  func digest(vocabulary: PublishedVocabulary, corpus: String) async throws {
    let expected = try CorpusDigest.golden(of: vocabulary.name, corpus: corpus)
    let found = try await CorpusDigests.shared.digest(of: vocabulary, corpus: corpus)
    #expect(found == expected, "\(vocabulary.name), \(corpus)")
  }
}
