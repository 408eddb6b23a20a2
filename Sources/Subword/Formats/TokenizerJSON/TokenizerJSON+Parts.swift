// The objects that a tokenizer.json has beside the model: all have a `type`, a few plain values, and
// perhaps a list of such objects. What they mean is read from them in `TokenizerJSON+Pipeline`.

extension TokenizerJSONReader {
  /// An object with a `type`, all of whose members are plain values or one list of such objects.
  struct Part {
    var type = ""
    var offset = 0
    var strings: [String: String] = [:]
    var switches: [String: Bool] = [:]
    var parts: [Part] = []
  }

  /// Reads a part, or `nil` for null.
  mutating func readPart(depth: Int = 0) throws(ModelFileError) -> Part? {
    if try located({ (reader) throws(JSONError) in try reader.json.readNullIfPresent() }) {
      return nil
    }
    if depth > 8 { throw .unsupported(part: "a sequence more than 8 deep", at: here) }
    var part = Part()
    part.offset = json.position
    var seen: Set<[UInt8]> = []
    try located { (reader) throws(JSONError) in try reader.json.enterObject() }
    while let key = try nextKey(&seen) { try readMember(key, of: &part, depth: depth) }
    if part.type.isEmpty { throw .missing(part: "type", at: location(part.offset)) }
    return part
  }

  private mutating func nextKey(_ seen: inout Set<[UInt8]>) throws(ModelFileError) -> String? {
    var key: [UInt8] = []
    let hasNext = try located { (reader) throws(JSONError) in
      try reader.json.nextKey(appendingTo: &key)
    }
    guard hasNext else { return nil }
    if !seen.insert(key).inserted {
      throw .malformed(
        "the key \(String(decoding: key, as: UTF8.self)) stands twice", at: location(json.keyOffset)
      )
    }
    return String(decoding: key, as: UTF8.self)
  }

  private mutating func readMember(
    _ key: String, of part: inout Part, depth: Int
  ) throws(ModelFileError) {
    let kind = try located { (reader) throws(JSONError) in try reader.json.peek() }
    switch kind {
    case .string:
      let text = try located { (reader) throws(JSONError) in try reader.json.readString() }
      if key == "type" { part.type = text } else { part.strings[key] = text }
    case .bool:
      part.switches[key] = try located { (reader) throws(JSONError) in try reader.json.readBool() }
    case .array where ["normalizers", "pretokenizers", "decoders", "processors"].contains(key):
      try located { (reader) throws(JSONError) in try reader.json.enterArray() }
      while try located({ (reader) throws(JSONError) in try reader.json.nextElement() }) {
        if let inner = try readPart(depth: depth + 1) { part.parts.append(inner) }
      }
    case .object where key == "pattern":
      try readPattern(into: &part)
    default:
      throw .unsupported(part: "the value of \(key)", at: here)
    }
  }

  /// `{"Regex": "…"}` or `{"String": "…"}`.
  private mutating func readPattern(into part: inout Part) throws(ModelFileError) {
    var seen: Set<[UInt8]> = []
    try located { (reader) throws(JSONError) in try reader.json.enterObject() }
    while let key = try nextKey(&seen) {
      part.strings["pattern.\(key)"] = try located { (reader) throws(JSONError) in
        try reader.json.readString()
      }
    }
  }
}
