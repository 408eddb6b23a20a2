// Where a vocabulary comes from, written into its file.
//
//     options, PretokenCounts  ──▶  Provenance  ──▶  `model.provenance` of tokenizer.json
//
// It holds what the result depends on and nothing else, no paths, threads or times: equal results
// are equal bytes.

import Subword

/// The options of a training and a digest of its corpus.
struct Provenance {
  let options: BPEVocabularizer
  let counts: PretokenCounts
  let digest: [UInt8]

  init(_ options: BPEVocabularizer, _ counts: PretokenCounts, digest: [UInt8]) {
    self.options = options
    self.counts = counts
    self.digest = digest
  }

  /// The provenance as a JSON object.
  var json: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("tool")
    json.string("tok \(SubwordVersion.current)")
    json.key("corpus")
    writeCorpus(to: &json)
    json.key("options")
    writeOptions(to: &json)
    json.endObject()
    return json.bytes
  }

  private func writeCorpus(to json: inout JSONWriter) {
    json.beginObject()
    json.key("distinct_pretokens")
    json.integer(counts.count)
    json.key("bytes")
    json.integer(counts.totalByteCount)
    json.key("pretoken_counts_sha256")
    json.string(
      digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
    json.endObject()
  }

  private func writeOptions(to json: inout JSONWriter) {
    json.beginObject()
    json.key("model")
    json.string("bpe")
    json.key("vocabulary_size")
    json.integer(options.vocabularySize)
    json.key("minimum_frequency")
    json.integer(options.minimumFrequency)
    if let length = options.maximumTokenLength {
      json.key("maximum_token_length")
      json.integer(length)
    }
    writeAlphabet(to: &json)
    json.endObject()
  }

  private func writeAlphabet(to json: inout JSONWriter) {
    json.key("alphabet")
    switch options.alphabet {
    case .bytes:
      json.string("bytes")
    case .characters(let limit, let coverage, let byteFallback):
      json.string("characters")
      if let limit {
        json.key("limit_alphabet")
        json.integer(limit)
      }
      json.key("character_coverage")
      json.string("\(coverage)")
      json.key("byte_fallback")
      json.bool(byteFallback)
    }
  }
}
