// Published vocabularies against their own libraries: 0 differences, no exceptions.
//
//     swift test --filter ConformanceTests

import Foundation
import Subword
import TestSupport
import Testing

@Suite(
  "A published vocabulary gives what its own library gives",
  .enabled(if: TestData.has("golden/digests.json"), "needs golden answers: set TOK_TEST_DATA"))
struct ConformanceTests {
  @Test("identifiers of every text", arguments: PublishedVocabulary.all)
  func identifiers(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    #expect(golden.answers.count == 2_553)
    var differences = Differences("identifiers of \(vocabulary.name)")
    for answer in golden.answers {
      let ids = try tokenizer.encode(answer.text, options: vocabulary.plain).ids
      differences.compare(ids, answer.ids, of: answer.text)
    }
    differences.report()
  }

  @Test("identifiers with special tokens", arguments: PublishedVocabulary.all)
  func specialTokens(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    var differences = Differences("identifiers with special tokens of \(vocabulary.name)")
    for answer in golden.answers {
      let ids = try tokenizer.encode(answer.text, options: vocabulary.special).ids
      differences.compare(ids, answer.specialIDs, of: answer.text)
    }
    differences.report()
  }

  @Test("where in the text each token is from", arguments: PublishedVocabulary.all)
  func offsets(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    let unit: OffsetUnit = vocabulary.peer == .sentencepiece ? .bytes : .scalars
    var differences = Differences("offsets of \(vocabulary.name)")
    for answer in golden.answers {
      let encoding = try tokenizer.encode(
        answer.text, with: [.offsets(unit)], options: vocabulary.plain)
      let found = encoding.offsets ?? []
      if let offsets = answer.offsets { differences.compare(found, offsets, of: answer.text) }
      if let starts = answer.starts {
        differences.compare(found.map(\.lowerBound), starts, of: answer.text)
      }
    }
    differences.report()
  }

  @Test(
    "two texts as one",
    arguments: PublishedVocabulary.all.filter { $0.peer == .tokenizers })
  func pairs(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    #expect(golden.pairs.count == 30)
    var differences = Differences("pairs by \(vocabulary.name)")
    for pair in golden.pairs {
      let encoding = try tokenizer.encode(
        pair.texts[0], pairedWith: pair.texts[1], with: [.offsets(.scalars), .typeIDs],
        options: vocabulary.special)
      let text = "\(pair.texts)"
      differences.compare(encoding.ids, pair.ids, of: text)
      differences.compare(encoding.typeIDs ?? [], pair.typeIDs, of: text)
      differences.compare(encoding.offsets ?? [], pair.offsets, of: text)
    }
    differences.report()
  }

  @Test(
    "text of identifiers: those of every text, and random ones", arguments: PublishedVocabulary.all)
  func text(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    #expect(golden.decodings.count == 150)
    var differences = Differences("text by \(vocabulary.name)")
    for answer in golden.answers {
      differences.compare(tokenizer.decode(answer.ids), answer.decoded, of: answer.text)
      let text = tokenizer.decode(
        answer.specialIDs, skipSpecialTokens: vocabulary.peer == .tokenizers)
      differences.compare(text, answer.specialDecoded, of: "with special tokens: \(answer.text)")
    }
    for decoding in golden.decodings {
      differences.compare(
        tokenizer.decode(decoding.ids), decoding.decoded, of: "the identifiers \(decoding.ids)")
    }
    differences.report()
  }

  @Test("text of identifiers one by one", arguments: PublishedVocabulary.all)
  func stream(vocabulary: PublishedVocabulary) throws {
    let (tokenizer, golden) = (try vocabulary.tokenizer(), try vocabulary.golden())
    var differences = Differences("streamed text by \(vocabulary.name)")
    for (ids, text) in golden.answers.map({ ($0.ids, $0.decoded) })
      + golden.decodings.map({ ($0.ids, $0.decoded) })
    {
      var stream = tokenizer.streamingDetokenizer()
      let parts = ids.map { stream.append($0) }
      differences.compare(parts.joined() + stream.finish(), text, of: "the identifiers \(ids)")
    }
    differences.report()
  }
}

@Suite(
  "A published vocabulary gives the identifiers of whole corpora that its own library gives",
  .enabled(if: TestData.has("corpora/english.txt"), "needs large corpora: set TOK_TEST_DATA"))
struct CorpusConformanceTests {
  @Test("line by line", arguments: PublishedVocabulary.all, ["english", "multilingual", "code"])
  func digest(vocabulary: PublishedVocabulary, corpus: String) throws {
    let tokenizer = try vocabulary.tokenizer()
    let expected = try CorpusDigest.golden(of: vocabulary.name, corpus: "\(corpus).txt")
    let found = try CorpusDigest(
      of: TestData.bytes("corpora/\(corpus).txt"), by: tokenizer, vocabulary.plain)
    #expect(found == expected, "\(vocabulary.name), \(corpus).txt")
  }
}
