// The file beside a file of ranks: what the ranks don't say.
//
//     {"pattern": "…", "special_tokens": {"<|endoftext|>": 50256}}
//
// `NAME.encoding.json` belongs to `NAME.tiktoken`, `NAME.model` or whatever NAME's ranks are called.

/// The pattern and the special tokens of an encoding.
struct EncodingFile {
  var pattern: String
  var special: [(content: String, id: Int)]
  /// Where the file has the pattern.
  var patternPlace: FileLocation?

  private enum Key: String, CaseIterable {
    case pattern, name, source
    case special = "special_tokens"
    case count = "explicit_n_vocab"
  }

  /// Where the encoding of the ranks at `path` would be, or another file that belongs `to` them.
  static func path(beside path: String, to purpose: String = "encoding") -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let start = slash.map { path.utf8.index(after: $0) } ?? path.startIndex
    let dot = path.utf8[start...].lastIndex(of: UInt8(ascii: "."))
    guard let dot, dot > start else { return "\(path).\(purpose).json" }
    return "\(path[..<dot]).\(purpose).json"
  }

  /// What the file at `path` says.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> EncodingFile {
    var json = JSONReader(bytes)
    func place(_ offset: Int) -> FileLocation {
      FileLocation(file: shown(path), byteOffset: offset, in: bytes)
    }
    do {
      var (file, offset) = try read(&json)
      file.patternPlace = place(offset)
      return file
    } catch {
      throw .malformed(error.reason, at: place(error.offset))
    }
  }

  private static func read(
    _ json: inout JSONReader
  ) throws(JSONError) -> (file: EncodingFile, patternOffset: Int) {
    var members = JSONMembers<Key>()
    var (pattern, special): (String?, [(content: String, id: Int)]?) = (nil, nil)
    var patternOffset = 0
    try members.enter(&json)
    while let member = try members.next(&json) {
      switch member {
      case .known(.pattern): (pattern, patternOffset) = (try json.readString(), json.keyOffset)
      case .known(.special): special = try readSpecial(&json)
      case .known(.name), .known(.source): try json.skipString()
      case .known(.count): _ = try json.readInteger()
      case .unknown(let key):
        throw .unknownKey(String(decoding: key, as: UTF8.self), at: json.keyOffset)
      }
    }
    try json.finish()
    guard let pattern else { throw .missingKey("pattern", at: 0) }
    guard let special else { throw .missingKey("special_tokens", at: 0) }
    return (EncodingFile(pattern: pattern, special: special), patternOffset)
  }

  private static func readSpecial(
    _ json: inout JSONReader
  ) throws(JSONError) -> [(content: String, id: Int)] {
    var tokens: [(content: String, id: Int)] = []
    var seen: Set<[UInt8]> = []
    var name: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &name) {
      let content = String(decoding: name, as: UTF8.self)
      guard seen.insert(name).inserted else {
        throw .duplicateKey(content, at: json.keyOffset)
      }
      tokens.append((content, try json.readInteger()))
      name.removeAll(keepingCapacity: true)
    }
    return tokens
  }

  /// The file's contents.
  var json: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("pattern")
    json.string(pattern)
    json.key("special_tokens")
    json.beginObject()
    for (content, id) in special {
      json.key(content)
      json.integer(id)
    }
    json.endObject()
    json.endObject()
    json.lineFeed()
    return json.bytes
  }
}
