// The post-processors of a tokenizer.json, read and written.

extension PostProcessor.Step: PipelineStep {
  static var noun: String { "post-processor" }
  static var listName: String { "processors" }
  static var untagged: [(type: String, members: [String])] {
    [
      ("RobertaProcessing", ["sep", "cls", "trim_offsets", "add_prefix_space"]),
      ("BertProcessing", ["sep", "cls"]),
      ("TemplateProcessing", ["single", "pair", "special_tokens"]),
    ]
  }

  init?(type: String, _ object: inout PipelineObject) throws(ModelFileError) {
    switch type {
    case "TemplateProcessing": self = .template(try EncodingTemplate(&object))
    case "BertProcessing":
      self = .bert(
        separator: try PostProcessor.SpecialToken(try object.required("sep")),
        classifier: try PostProcessor.SpecialToken(try object.required("cls")))
    case "RobertaProcessing":
      self = .roberta(
        separator: try PostProcessor.SpecialToken(try object.required("sep")),
        classifier: try PostProcessor.SpecialToken(try object.required("cls")),
        trimsOffsets: try object.required("trim_offsets").bool(),
        addsPrefixSpace: try object.required("add_prefix_space").bool())
    case "ByteLevel":
      let settings = try ByteLevelSettings(&object)
      self = .byteLevel(
        addsPrefixSpace: settings.addsPrefixSpace, trimsOffsets: settings.trimsOffsets,
        usesPattern: settings.usesPattern)
    default: return nil
    }
  }

  func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .template(let template): template.writeMembers(to: &json)
    case .bert(let separator, let classifier):
      json.member("type", "BertProcessing")
      separator.write("sep", to: &json)
      classifier.write("cls", to: &json)
    case .roberta(let separator, let classifier, let trimsOffsets, let addsPrefixSpace):
      json.member("type", "RobertaProcessing")
      separator.write("sep", to: &json)
      classifier.write("cls", to: &json)
      json.member("trim_offsets", trimsOffsets)
      json.member("add_prefix_space", addsPrefixSpace)
    case .byteLevel(let addsPrefixSpace, let trimsOffsets, let usesPattern):
      json.member("type", "ByteLevel")
      ByteLevelSettings(
        addsPrefixSpace: addsPrefixSpace, trimsOffsets: trimsOffsets, usesPattern: usesPattern
      ).write(to: &json)
    }
  }
}

extension PostProcessor.SpecialToken {
  /// A token as `["[SEP]", 102]`.
  fileprivate init(_ value: PipelineValue) throws(ModelFileError) {
    let pair = try value.list()
    guard pair.count == 2 else {
      throw .malformed("\(value.path): expected a token and its identifier", at: value.location)
    }
    self.init(try pair[0].string(), id: try pair[1].tokenID())
  }

  fileprivate func write(_ name: String, to json: inout JSONWriter) {
    json.key(name)
    json.beginArray()
    json.string(content)
    json.integer(id.index)
    json.endArray()
  }
}

// MARK: Templates

extension EncodingTemplate {
  fileprivate init(_ object: inout PipelineObject) throws(ModelFileError) {
    let single = try object.required("single")
    let pair = try object.required("pair")
    let specialTokens = try Self.specialTokens(in: try object.required("special_tokens"))
    self.init(
      single: try Self.pieces(of: single, specialTokens),
      pair: try Self.pieces(of: pair, specialTokens), specialTokens: specialTokens)
  }

  /// The most pieces of a template, and the most tokens that they may add: pieces and tokens are
  /// listed apart, so that a small file could ask for their product.
  private static let (mostPieces, mostTokens) = (1 << 10, 1 << 16)

  private static func pieces(
    of value: PipelineValue, _ specialTokens: [Special]
  ) throws(ModelFileError) -> [Piece] {
    let counts = Dictionary(
      specialTokens.map { (Array($0.name.utf8), $0.ids.count) }, uniquingKeysWith: { $1 })
    var pieces: [Piece] = []
    var added = 0
    for element in try value.list() {
      let piece = try Piece(element)
      if case .special(let name, _) = piece {
        guard let count = counts[Array(name.utf8)] else {
          throw .missing(
            part: "special_tokens \"\(excerpt(name))\" for \(element.path)", at: element.location)
        }
        added += count
      }
      pieces.append(piece)
    }
    guard pieces.count <= mostPieces, added <= mostTokens else {
      throw .malformed(
        """
        \(value.path): \(pieces.count) pieces add \(added) tokens, and the limits are \(mostPieces) \
        and \(mostTokens). Take the file from its source again.
        """, at: value.location)
    }
    return pieces
  }

  /// In the order in which Hugging Face writes them: by the bytes of their names.
  private static func specialTokens(
    in value: PipelineValue
  ) throws(ModelFileError) -> [Special] {
    var specials: [Special] = []
    for (name, member) in try value.object().rest {
      specials.append(try Special(name, member))
    }
    return specials.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("type", "TemplateProcessing")
    for (name, pieces) in [("single", single), ("pair", pair)] {
      json.key(name)
      json.beginArray()
      for piece in pieces { piece.write(to: &json) }
      json.endArray()
    }
    json.key("special_tokens")
    json.beginObject()
    let inOrder = specialTokens.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for special in inOrder { special.write(to: &json) }
    json.endObject()
  }
}

extension EncodingTemplate.Piece {
  /// `{"Sequence": {"id": "A", "type_id": 0}}` or `{"SpecialToken": {"id": "[CLS]", "type_id": 0}}`.
  fileprivate init(_ value: PipelineValue) throws(ModelFileError) {
    var object = try value.object()
    let isSequence = object.has("Sequence")
    var piece = try object.required(isSequence ? "Sequence" : "SpecialToken").object()
    try object.finish()
    let id = try piece.required("id")
    let typeID = try piece.required("type_id").integer(in: 0...Int(UInt32.max))
    if isSequence {
      self = .sequence(isSecond: try id.choice([("A", false), ("B", true)]), typeID: typeID)
    } else {
      self = .special(try id.string(), typeID: typeID)
    }
    try piece.finish()
  }

  fileprivate func write(to json: inout JSONWriter) {
    let (kind, id, typeID) =
      switch self {
      case .sequence(let isSecond, let typeID): ("Sequence", isSecond ? "B" : "A", typeID)
      case .special(let name, let typeID): ("SpecialToken", name, typeID)
      }
    json.beginObject()
    json.key(kind)
    json.beginObject()
    json.member("id", id)
    json.member("type_id", typeID)
    json.endObject()
    json.endObject()
  }
}

extension EncodingTemplate.Special {
  /// `"[CLS]": {"id": "[CLS]", "ids": [101], "tokens": ["[CLS]"]}`.
  fileprivate init(_ name: String, _ value: PipelineValue) throws(ModelFileError) {
    var object = try value.object()
    let id = try object.required("id")
    guard try id.string().utf8.elementsEqual(name.utf8) else {
      throw .unsupported(part: "\(id.path) that differs from its key", at: id.location)
    }
    var ids: [TokenID] = []
    for element in try object.required("ids").list() { ids.append(try element.tokenID()) }
    var tokens: [String] = []
    for element in try object.required("tokens").list() { tokens.append(try element.string()) }
    guard ids.count == tokens.count else {
      throw .malformed(
        "\(value.path): ids has \(ids.count) entries and tokens has \(tokens.count)",
        at: value.location)
    }
    try object.finish()
    self.init(name: name, ids: ids, tokens: tokens)
  }

  fileprivate func write(to json: inout JSONWriter) {
    json.key(name)
    json.beginObject()
    json.member("id", name)
    json.key("ids")
    json.beginArray()
    for id in ids { json.integer(id.index) }
    json.endArray()
    json.key("tokens")
    json.beginArray()
    for token in tokens { json.string(token) }
    json.endArray()
    json.endObject()
  }
}
