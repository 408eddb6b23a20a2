// The added tokens of a tokenizer.json, read and written. There can be many: no tree is made of them.

extension TokenizerJSONReader {
  private enum AddedKey: String, CaseIterable {
    case id, content, lstrip, rstrip, normalized, special
    case singleWord = "single_word"
  }

  mutating func readAddedTokens() throws(ModelFileError) {
    var members = JSONMembers<AddedKey>()
    try located(at: "added_tokens") { (json) throws(JSONError) in try json.enterArray() }
    while try located({ (json) throws(JSONError) in try json.nextElement() }) {
      let path = "added_tokens[\(added.count)]"
      let offset = json.position
      try located(at: path) { (json) throws(JSONError) in try members.enter(&json) }
      added.append(
        RawAddedToken(token: try readAddedToken(&members, path, at: offset), offset: offset))
    }
  }

  private mutating func readAddedToken(
    _ members: inout JSONMembers<AddedKey>, _ path: String, at offset: Int
  ) throws(ModelFileError) -> AddedToken {
    var id: Int?
    var content: String?
    var flags: [AddedKey: Bool] = [:]
    while let member = try located({ (json) throws(JSONError) in try members.next(&json) }) {
      guard case .known(let key) = member else {
        guard case .unknown(let name) = member else { continue }
        let key = excerpt(String(decoding: name, as: UTF8.self))
        throw .unsupported(part: "\(path).\(key)", at: file.location(json.keyOffset))
      }
      let place = "\(path).\(key.rawValue)"
      switch key {
      case .id: id = try located(at: place) { (json) throws(JSONError) in try json.readInteger() }
      case .content:
        content = try located(at: place) { (json) throws(JSONError) in try json.readString() }
      case .lstrip, .rstrip, .normalized, .special, .singleWord:
        flags[key] = try located(at: place) { (json) throws(JSONError) in try json.readBool() }
      }
    }
    return try addedToken(id, content, flags, path, at: offset)
  }

  private func addedToken(
    _ id: Int?, _ content: String?, _ flags: [AddedKey: Bool], _ path: String, at offset: Int
  ) throws(ModelFileError) -> AddedToken {
    func missing(_ key: AddedKey) -> ModelFileError {
      .missing(part: "\(path).\(key.rawValue)", at: file.location(offset))
    }
    func flag(_ key: AddedKey) throws(ModelFileError) -> Bool {
      guard let flag = flags[key] else { throw missing(key) }
      return flag
    }
    guard let id else { throw missing(.id) }
    guard let content else { throw missing(.content) }
    guard let identifier = UInt32(exactly: id) else {
      throw .badIdentifier("the identifier \(id) is out of range", at: file.location(offset))
    }
    return AddedToken(
      id: TokenID(rawValue: identifier), content: content, isSpecial: try flag(.special),
      isSingleWord: try flag(.singleWord), stripsLeft: try flag(.lstrip),
      stripsRight: try flag(.rstrip), isNormalized: try flag(.normalized))
  }
}

extension AddedToken {
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("id", id.index)
    json.member("content", content)
    json.member("single_word", isSingleWord)
    json.member("lstrip", stripsLeft)
    json.member("rstrip", stripsRight)
    json.member("normalized", isNormalized)
    json.member("special", isSpecial)
    json.endObject()
  }
}
