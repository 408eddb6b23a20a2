// Truncation and padding in a tokenizer.json, read and written.

extension Truncation {
  private static let strategies: [(word: String, meaning: Strategy)] = [
    ("LongestFirst", .longestFirst), ("OnlyFirst", .onlyFirst), ("OnlySecond", .onlySecond),
  ]

  init(_ value: PipelineValue) throws(ModelFileError) {
    var object = try value.object()
    self.init(
      maximumLength: try object.required("max_length").count(),
      strategy: try object.required("strategy").choice(Self.strategies),
      stride: try object.required("stride").count(),
      side: try object.optional("direction")?.choice(Side.words) ?? .right)
    try object.finish()
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.member("direction", side.word)
    json.member("max_length", maximumLength)
    json.member("strategy", Self.strategies.first { $0.meaning == strategy }?.word ?? "")
    json.member("stride", stride)
    json.endObject()
  }
}

extension Truncation.Side {
  fileprivate static let words: [(word: String, meaning: Self)] = allCases.map { ($0.word, $0) }

  /// The word of the file.
  fileprivate var word: String {
    switch self {
    case .left: "Left"
    case .right: "Right"
    }
  }
}

extension Padding {
  init(_ value: PipelineValue) throws(ModelFileError) {
    var object = try value.object()
    self.init(
      length: try Self.length(of: try object.required("strategy")),
      multiple: try object.optional("pad_to_multiple_of")?.unlessNull?.count(),
      side: try object.required("direction").choice(Truncation.Side.words),
      id: try object.required("pad_id").tokenID(),
      typeID: try object.required("pad_type_id").integer(in: 0...Int(UInt32.max)),
      token: try object.required("pad_token").string())
    try object.finish()
  }

  /// `"BatchLongest"` or `{"Fixed": 128}`.
  private static func length(of value: PipelineValue) throws(ModelFileError) -> Length {
    guard case .object = value.tree.content else {
      return try value.choice([("BatchLongest", .longest)])
    }
    var object = try value.object()
    let length = try object.required("Fixed").count()
    try object.finish()
    return .fixed(length)
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("strategy")
    switch length {
    case .longest: json.string("BatchLongest")
    case .fixed(let length):
      json.beginObject()
      json.member("Fixed", length)
      json.endObject()
    }
    json.member("direction", side.word)
    json.key("pad_to_multiple_of")
    if let multiple { json.integer(multiple) } else { json.null() }
    json.member("pad_id", id.index)
    json.member("pad_type_id", typeID)
    json.member("pad_token", token)
    json.endObject()
  }
}
