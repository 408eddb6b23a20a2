// Writes Hugging Face's tokenizer.json.
//
//     Tokenizer  ──▶  TokenizerJSONWriter  ──▶  bytes
//
// The keys and their order are those of Hugging Face's own writer. Where the tokens came from stands
// under `model.provenance`: readers of the format skip unknown keys there, but not at the top.

extension Tokenizer {
  /// The tokenizer as a tokenizer.json.
  ///
  /// - Throws: `invalidUTF8` for a token that the format can't spell.
  package func tokenizerJSON() throws(JSONError) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.member("version", "1.0")
    for key in ["truncation", "padding"] {
      json.key(key)
      json.null()
    }
    writeAddedTokens(to: &json)
    writeNormalizer(to: &json)
    writePretokenizer(to: &json)
    json.key("post_processor")
    json.null()
    writeDecoder(to: &json)
    try writeModel(to: &json)
    json.endObject()
    json.lineFeed()
    return json.bytes
  }

  private func writeAddedTokens(to json: inout JSONWriter) {
    json.key("added_tokens")
    json.beginArray()
    for token in addedTokens.all.sorted(by: { $0.id < $1.id }) {
      json.beginObject()
      json.key("id")
      json.integer(token.id.index)
      json.member("content", token.content)
      for name in ["single_word", "lstrip", "rstrip", "normalized"] { json.member(name, false) }
      json.member("special", token.isSpecial)
      json.endObject()
    }
    json.endArray()
  }

  private func writeNormalizer(to json: inout JSONWriter) {
    json.key("normalizer")
    let names = (normalizer?.steps ?? []).map { step in
      switch step {
      case .nfc: "NFC"
      case .nfd: "NFD"
      case .nfkc: "NFKC"
      case .nfkd: "NFKD"
      default: ""
      }
    }
    json.sequence("normalizers", names) { json, name in
      json.beginObject()
      json.member("type", name)
      json.endObject()
    }
  }

  private func writePretokenizer(to json: inout JSONWriter) {
    json.key("pre_tokenizer")
    var rules = pretokenizer.steps.map { PretokenizerPart.step($0) }
    if model.units == .bytes {
      // GPT-2's own pattern is built into ByteLevel.
      if pretokenizer == .gpt2 { rules = [] }
      rules.append(.byteLevel)
    }
    json.sequence("pretokenizers", rules) { json, part in write(part, to: &json) }
  }

  private func write(_ part: PretokenizerPart, to json: inout JSONWriter) {
    json.beginObject()
    switch part {
    case .byteLevel:
      json.member("type", "ByteLevel")
      json.member("add_prefix_space", false)
      json.member("trim_offsets", true)
      json.member("use_regex", pretokenizer == .gpt2)
    case .step(.whitespace): json.member("type", "Whitespace")
    case .step(.whitespaceSplit): json.member("type", "WhitespaceSplit")
    case .step(.split(.regex(let pattern), _, _)):
      json.member("type", "Split")
      json.key("pattern")
      json.beginObject()
      json.member("Regex", pattern)
      json.endObject()
      json.member("behavior", "Isolated")
      json.member("invert", false)
    case .step: break
    }
    json.endObject()
  }

  private func writeDecoder(to json: inout JSONWriter) {
    json.key("decoder")
    let names: [String] =
      detokenizer.steps.map { step in
        switch step {
        case .byteLevel: "ByteLevel"
        case .byteFallback: "ByteFallback"
        case .fuse: "Fuse"
        default: ""
        }
      }
    json.sequence("decoders", names) { json, name in
      json.beginObject()
      json.member("type", name)
      if name == "ByteLevel" {
        for option in ["add_prefix_space", "trim_offsets", "use_regex"] {
          json.member(option, true)
        }
      }
      json.endObject()
    }
  }

  private func writeModel(to json: inout JSONWriter) throws(JSONError) {
    json.key("model")
    json.beginObject()
    json.member("type", "BPE")
    json.key("dropout")
    json.null()
    json.key("unk_token")
    if let unknown = model.unknown.flatMap(spelling(of:)) {
      json.string(unknown)
    } else {
      json.null()
    }
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      json.key(name)
      json.null()
    }
    json.member("fuse_unk", false)
    json.member("byte_fallback", model.units == .characters(byteFallback: true))
    json.member("ignore_merges", false)
    try writeTokens(to: &json)
    if let provenance {
      json.key("provenance")
      json.raw(provenance[...])
    }
    json.endObject()
  }

  private func writeTokens(to json: inout JSONWriter) throws(JSONError) {
    let spellings = Spellings(self)
    json.key("vocab")
    json.beginObject()
    for id in 0..<vocabulary.count {
      try json.key(utf8: spellings[id])
      json.integer(id)
    }
    json.endObject()
    json.key("merges")
    json.beginArray()
    for merge in model.merges {
      json.beginArray()
      try json.string(utf8: spellings[merge.left.index])
      try json.string(utf8: spellings[merge.right.index])
      json.endArray()
    }
    json.endArray()
  }
}

/// How the file spells each token.
private struct Spellings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ tokenizer: Tokenizer) {
    let added = Dictionary(
      tokenizer.addedTokens.all.map { ($0.id, $0.content) }, uniquingKeysWith: { first, _ in first }
    )
    let vocabulary = tokenizer.vocabulary
    let all = vocabulary.allBytes
    for index in 0..<vocabulary.count {
      let id = TokenID(index)
      if let content = added[id] {
        bytes.append(contentsOf: content.utf8)
      } else if tokenizer.model.units == .bytes {
        ByteAlphabet.spell(all.span.extracting(vocabulary.range(of: id)), into: &bytes)
      } else {
        bytes.append(contentsOf: all[vocabulary.range(of: id)])
      }
      ends.append(bytes.count)
    }
  }

  subscript(id: Int) -> ArraySlice<UInt8> { bytes[(id == 0 ? 0 : ends[id - 1])..<ends[id]] }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  fileprivate mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  /// Null for nothing, the part itself for one, a `Sequence` for several.
  fileprivate mutating func sequence<Part>(
    _ name: String, _ parts: [Part], _ write: (inout JSONWriter, Part) -> Void
  ) {
    if parts.isEmpty { return null() }
    if parts.count == 1 { return write(&self, parts[0]) }
    beginObject()
    member("type", "Sequence")
    key(name)
    beginArray()
    for part in parts { write(&self, part) }
    endArray()
    endObject()
  }
}
