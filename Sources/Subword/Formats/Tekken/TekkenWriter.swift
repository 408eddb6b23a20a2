// Writes Mistral's tekken.json.
//
//     Tokenizer  ──▶  tekken.json
//
// What a file said beside its tokens, such as its version, comes from the tokenizer's notes.

extension BPETokenizer {
  /// How many special tokens stand in front; `nil` for a tokenizer that tekken.json can't number:
  /// special tokens come first, then the 256 bytes in order, then all others without a hole.
  func tekkenSpecialCount() -> Int? {
    let special = addedTokens.map(\.id.index).sorted()
    guard special == Array(0..<special.count), !vocabulary.hasHoles else { return nil }
    for byte in 0..<256 {
      let token = vocabulary.bytes(of: TokenID(special.count + byte))
      guard let token, token.elementsEqual([UInt8(byte)]) else { return nil }
    }
    return special.count
  }

  /// The file; the pattern and the number of special tokens were checked before.
  func tekkenFile(pattern: String, specialCount: Int) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("config")
    writeTekkenConfig(pattern, specialCount, to: &json)
    json.key("vocab")
    writeTekkenTokens(from: specialCount, to: &json)
    json.key("special_tokens")
    writeTekkenSpecial(specialCount, to: &json)
    for name in ["type", "version", "image", "audio", "multimodal", "model_settings_builder"] {
      guard let value = note(name + (name == "version" ? ".top" : "")) else { continue }
      json.key(name)
      json.raw(value[...])
    }
    if let provenance = tokenizer.provenance {
      json.key("provenance")
      json.raw(provenance[...])
    }
    json.endObject()
    json.lineFeed()
    return json.bytes
  }

  private func note(_ name: String) -> [UInt8]? {
    tokenizer.notes.first { $0.name.utf8.elementsEqual((TekkenReader.prefix + name).utf8) }?.json
  }

  private func writeTekkenConfig(
    _ pattern: String, _ specialCount: Int, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.key("pattern")
    json.string(pattern)
    json.key("num_vocab_tokens")
    json.integer(vocabulary.identifierBound - specialCount)
    json.key("default_vocab_size")
    json.integer(vocabulary.identifierBound)
    json.key("default_num_special_tokens")
    json.integer(specialCount)
    json.key("version")
    if let version = note("version") { json.raw(version[...]) } else { json.string("v3") }
    json.endObject()
  }

  private func writeTekkenTokens(from first: Int, to json: inout JSONWriter) {
    json.beginArray()
    for rank in 0..<max(vocabulary.identifierBound - first, 0) {
      let token = vocabulary.bytes(of: TokenID(first + rank)) ?? []
      var text: [UInt8] = []
      Base64.encode(token, into: &text)
      json.beginObject()
      json.key("rank")
      json.integer(rank)
      json.key("token_bytes")
      json.string(String(decoding: text, as: UTF8.self))
      json.key("token_str")
      if let string = String(validating: token, as: UTF8.self) {
        json.string(string)
      } else {
        json.null()
      }
      json.endObject()
    }
    json.endArray()
  }

  private func writeTekkenSpecial(_ count: Int, to json: inout JSONWriter) {
    let others = namesOfOthers()
    json.beginArray()
    for token in addedTokens.sorted(by: { $0.id < $1.id }) {
      json.beginObject()
      json.key("rank")
      json.integer(token.id.index)
      json.key("token_str")
      json.string(token.content)
      json.key("is_control")
      json.bool(!others.contains(Array(token.content.utf8)))
      json.endObject()
    }
    json.endArray()
  }

  /// The special tokens that are no control tokens; none where a note isn't the list that the reader leaves.
  private func namesOfOthers() -> Set<[UInt8]> {
    guard let list = note("no-control") else { return [] }
    var json = JSONReader(list)
    var names: Set<[UInt8]> = []
    do {
      try json.enterArray()
      while try json.nextElement() { names.insert(Array(try json.readString().utf8)) }
    } catch {
      return []
    }
    return names
  }
}
