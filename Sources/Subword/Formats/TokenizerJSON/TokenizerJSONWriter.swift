// Writes Hugging Face's tokenizer.json.
//
//     Tokenizer  ──▶  TokenizerJSONWriter  ──▶  bytes
//
// Keys, their order and their spelling are those of Hugging Face's own writer; how each part is written
// stands beside how it is read. What the format has no place for (provenance, comments) stands in
// `model`: readers of the format skip unknown keys there, but not at the top.

extension BPETokenizer {
  /// The tokenizer as a tokenizer.json.
  ///
  /// - Throws: `invalidUTF8` for a token that the format can't spell.
  func tokenizerJSON() throws(JSONError) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("version", "1.0")
    json.key("truncation")
    if let truncation = tokenizer.truncation { truncation.write(to: &json) } else { json.null() }
    json.key("padding")
    if let padding = tokenizer.padding { padding.write(to: &json) } else { json.null() }
    json.key("added_tokens")
    json.beginArray()
    for token in addedTokens.sorted(by: { $0.id < $1.id }) { token.write(to: &json) }
    json.endArray()
    json.steps("normalizer", tokenizer.normalizer?.steps)
    json.steps("pre_tokenizer", writtenPretokenizer)
    let postProcessor = tokenizer.postProcessor.steps
    json.steps("post_processor", postProcessor.isEmpty ? nil : postProcessor)
    let decoders = tokenizer.detokenizer.stepsOfHuggingFace
    json.steps("decoder", decoders.isEmpty ? nil : decoders)
    try writeModel(to: &json)
    json.endObject()
    json.lineFeed()
    return json.bytes
  }

  /// The pretokenizer; where tokens are bytes the file says so by a `ByteLevel` at the end.
  private var writtenPretokenizer: [Pretokenizer.Step]? {
    let pretokenizer = tokenizer.pretokenizer
    var steps = pretokenizer.steps
    if model.units == .bytes && !pretokenizer.endsInBytes {
      // GPT-2's own pattern is built into ByteLevel.
      let isGPT2 = pretokenizer == .gpt2
      if isGPT2 { steps = [] }
      steps.append(.byteLevel(addsPrefixSpace: false, trimsOffsets: true, usesPattern: isGPT2))
    }
    return steps.isEmpty ? nil : steps
  }

  // MARK: Model

  private func writeModel(to json: inout JSONWriter) throws(JSONError) {
    let spellings = Spellings(self)
    json.key("model")
    json.beginObject()
    json.member("type", "BPE")
    json.key("dropout")
    if let dropout = model.options.dropout {
      json.raw(Self.decimal(dropout)[...])
    } else {
      json.null()
    }
    json.key("unk_token")
    if let unknown = model.unknown {
      try json.string(utf8: spellings[unknown.index])
    } else {
      json.null()
    }
    json.affix("continuing_subword_prefix", model.options.continuingPrefix)
    json.affix("end_of_word_suffix", model.options.endOfWordSuffix)
    json.member("fuse_unk", model.options.fusesUnknown)
    json.member(
      "byte_fallback",
      model.units == .characters(byteFallback: true) || model.options.spellsMissingBytes)
    json.member("ignore_merges", model.options.ignoresMerges)
    json.key("vocab")
    try spellings.writeVocabulary(vocabulary, to: &json)
    json.key("merges")
    try writeMerges(spellings, to: &json)
    if let provenance = tokenizer.provenance {
      json.key("provenance")
      json.raw(provenance[...])
    }
    for note in tokenizer.notes where TokenizerNote.isHarmless(note.name) {
      json.key(note.name)
      json.raw(note.json[...])
    }
    json.endObject()
  }

  private func writeMerges(
    _ spellings: Spellings, to json: inout JSONWriter
  ) throws(JSONError) {
    json.beginArray()
    for merge in model.merges {
      json.beginArray()
      try json.string(utf8: spellings[merge.left.index])
      try json.string(utf8: spellings[merge.right.index])
      json.endArray()
    }
    json.endArray()
  }

  /// A number as Hugging Face writes it: the shortest decimal of its 32 bits, `1e-7` for `1e-07`.
  private static func decimal(_ value: Double) -> [UInt8] {
    Array(Float(value).description.replacing("e-0", with: "e-").utf8)
  }
}

extension JSONWriter {
  /// Writes a prefix or suffix, null for none.
  fileprivate mutating func affix(_ name: String, _ affix: String) {
    key(name)
    if affix.isEmpty { null() } else { string(affix) }
  }
}

extension TokenizerNote {
  /// Whether a key of this name that isn't known says nothing that could change identifiers: it is for
  /// people, or marked as nobody else's business.
  static func isHarmless(_ name: String) -> Bool {
    let harmless = [
      "provenance", "comment", "comments", "description", "license", "metadata", "name",
    ]
    return name.utf8.starts(with: "_".utf8) || name.utf8.starts(with: "$".utf8)
      || name.utf8.starts(with: "x-".utf8)
      || harmless.contains { $0.utf8.elementsEqual(name.utf8) }
  }
}
