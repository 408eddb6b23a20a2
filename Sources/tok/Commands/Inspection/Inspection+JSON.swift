// An inspection for programs.

import Subword

extension Inspection {
  /// Writes one object.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("kind")
    json.string(kind)
    json.key("tokens")
    json.integer(tokenizer.vocabulary.count)
    json.key("identifiers")
    json.integer(tokenizer.vocabulary.identifierBound)
    json.key("merges")
    if let bpe = tokenizer.segmentation.bpe { json.integer(bpe.merges.count) } else { json.null() }
    json.key("pipeline")
    write(encodingStages, to: &json)
    json.key("decoder")
    write(decodingStages, to: &json)
    json.key("lengths")
    writeLengths(to: &json)
    json.key("special_tokens")
    write(specialTokens, to: &json)
    json.key("added_tokens")
    write(otherAddedTokens, to: &json)
    json.key("example")
    writeSample(to: &json)
    json.key("uses_icu")
    json.bool(tokenizer.usesICU)
    json.key("unreachable")
    writeUnreachable(to: &json)
    json.key("unusual")
    write(oddities, to: &json)
    json.endObject()
  }

  private func write(_ stages: [Stage], to json: inout JSONWriter) {
    json.beginArray()
    for stage in stages {
      json.beginObject()
      json.key("stage")
      json.string(stage.name)
      json.key("steps")
      write(stage.steps, to: &json)
      json.endObject()
    }
    json.endArray()
  }

  private func write(_ texts: [String], to json: inout JSONWriter) {
    json.beginArray()
    for text in texts { json.string(text) }
    json.endArray()
  }

  private func write(_ tokens: [AddedToken], to json: inout JSONWriter) {
    json.beginArray()
    for token in tokens {
      json.beginObject()
      json.key("id")
      json.integer(Int(token.id.rawValue))
      json.key("content")
      json.string(token.content)
      json.endObject()
    }
    json.endArray()
  }

  private func writeLengths(to json: inout JSONWriter) {
    json.beginArray()
    for length in summary.lengths {
      json.beginObject()
      json.key("bytes")
      json.integer(length.bytes.lowerBound)
      json.key("count")
      json.integer(length.count)
      json.key("examples")
      json.beginArray()
      for id in length.examples.prefix(5) { json.integer(Int(id.rawValue)) }
      json.endArray()
      json.endObject()
    }
    json.endArray()
  }

  private func writeSample(to json: inout JSONWriter) {
    json.beginObject()
    json.key("text")
    json.string(Self.sample)
    json.key("ids")
    json.beginArray()
    for id in sampleCut { json.integer(id.index) }
    json.endArray()
    json.endObject()
  }

  private func writeUnreachable(to json: inout JSONWriter) {
    guard let unreachable = summary.unreachable else { return json.null() }
    json.beginArray()
    for id in unreachable { json.integer(Int(id.rawValue)) }
    json.endArray()
  }
}
