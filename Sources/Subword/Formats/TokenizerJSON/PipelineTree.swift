// The small objects of a tokenizer.json as a tree: all but the vocabulary, the merges and the added
// tokens, which are large and go straight to where they stay.
//
//     JSONReader  ──▶  PipelineTree  ──▶  PipelineValue, which knows its path, asks for what it needs

/// A value of a JSON text, and where it stands.
struct PipelineTree {
  /// What it is.
  enum Content {
    case null
    case bool(Bool)
    case number(Range<Int>)
    case string(String)
    case list([PipelineTree])
    case object([Member])
  }

  /// A key of an object with its value.
  struct Member {
    var name: String
    var offset: Int
    var value: PipelineTree
  }

  var content: Content
  var offset: Int

  /// Reads the value that comes next.
  ///
  /// - Parameter limit: How many values it may hold. By default more than any pipeline has; a tree
  ///   takes some fifty times the bytes of the text.
  static func read(
    _ json: inout JSONReader, limit: Int = 100_000
  ) throws(JSONError) -> PipelineTree {
    var room = limit
    return try read(&json, &room, limit)
  }

  // The reader's own limit on nesting bounds the recursion.
  private static func read(
    _ json: inout JSONReader, _ room: inout Int, _ limit: Int
  ) throws(JSONError) -> PipelineTree {
    let kind = try json.peek()
    let offset = json.position
    room -= 1
    if room < 0 { throw .tooManyValues(limit: limit, at: offset) }
    let content: Content
    switch kind {
    case .null:
      try json.readNull()
      content = .null
    case .bool: content = .bool(try json.readBool())
    case .number: content = .number(try json.captureValue())
    case .string: content = .string(try json.readString())
    case .array: content = .list(try readList(&json, &room, limit))
    case .object: content = .object(try readObject(&json, &room, limit))
    }
    return PipelineTree(content: content, offset: offset)
  }

  private static func readList(
    _ json: inout JSONReader, _ room: inout Int, _ limit: Int
  ) throws(JSONError) -> [PipelineTree] {
    var elements: [PipelineTree] = []
    try json.enterArray()
    while try json.nextElement() { elements.append(try read(&json, &room, limit)) }
    return elements
  }

  private static func readObject(
    _ json: inout JSONReader, _ room: inout Int, _ limit: Int
  ) throws(JSONError) -> [Member] {
    var members: [Member] = []
    var seen: Set<[UInt8]> = []
    var key: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &key) {
      let (name, offset) = (String(decoding: key, as: UTF8.self), json.keyOffset)
      if !seen.insert(key).inserted { throw .duplicateKey(name, at: offset) }
      members.append(Member(name: name, offset: offset, value: try read(&json, &room, limit)))
      key.removeAll(keepingCapacity: true)
    }
    return members
  }
}

extension PipelineTree {
  /// The kind, as messages name it.
  var kind: JSONKind {
    switch content {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .list: .array
    case .object: .object
    }
  }
}
