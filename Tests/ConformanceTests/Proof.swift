// What is compared between a vocabulary and its own library, text by text.
//
//     PublishedVocabulary  ──▶  Proof  ──▶  Differences, one for each question
//                                               ├──▶ ConformanceTests: there are none
//                                               └──▶ ExactTable: how much was compared

import Subword

/// The golden answers of one vocabulary, and the tokenizer that has to give them.
struct Proof {
  let vocabulary: PublishedVocabulary
  let tokenizer: Tokenizer
  let golden: Golden

  init(_ vocabulary: PublishedVocabulary) throws {
    self.vocabulary = vocabulary
    tokenizer = try vocabulary.tokenizer()
    golden = try vocabulary.golden()
  }

  /// Every question.
  func everything() throws -> [Differences] {
    [try identifiers(), try specialTokens(), try offsets(), try pairs(), text(), stream()]
  }

  /// Identifiers of every text.
  func identifiers() throws -> Differences {
    var differences = Differences("identifiers of \(vocabulary.name)")
    for answer in golden.answers {
      let ids = try tokenizer.encode(answer.text, options: vocabulary.plain).ids
      differences.compare(ids, answer.ids, of: answer.text)
    }
    return differences
  }

  /// Identifiers with special tokens.
  func specialTokens() throws -> Differences {
    var differences = Differences("identifiers with special tokens of \(vocabulary.name)")
    for answer in golden.answers {
      let ids = try tokenizer.encode(answer.text, options: vocabulary.special).ids
      differences.compare(ids, answer.specialIDs, of: answer.text)
    }
    return differences
  }

  /// Where in the text each token is from; mistral-common doesn't say.
  func offsets() throws -> Differences {
    let unit: OffsetUnit = vocabulary.peer == .sentencepiece ? .bytes : .scalars
    var differences = Differences("offsets of \(vocabulary.name)")
    for answer in golden.answers where answer.offsets != nil || answer.starts != nil {
      let encoding = try tokenizer.encode(
        answer.text, with: [.offsets(unit)], options: vocabulary.plain)
      let found = encoding.offsets ?? []
      if let offsets = answer.offsets { differences.compare(found, offsets, of: answer.text) }
      if let starts = answer.starts {
        differences.compare(found.map(\.lowerBound), starts, of: answer.text)
      }
    }
    return differences
  }

  /// Two texts as one.
  func pairs() throws -> Differences {
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
    return differences
  }

  /// Text of identifiers: those of every text, and random ones.
  func text() -> Differences {
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
    return differences
  }

  /// Text of identifiers one by one.
  func stream() -> Differences {
    var differences = Differences("streamed text by \(vocabulary.name)")
    for (ids, text) in golden.answers.map({ ($0.ids, $0.decoded) })
      + golden.decodings.map({ ($0.ids, $0.decoded) })
    {
      var stream = tokenizer.streamingDetokenizer()
      let parts = ids.map { stream.append($0) }
      differences.compare(parts.joined() + stream.finish(), text, of: "the identifiers \(ids)")
    }
    return differences
  }
}
