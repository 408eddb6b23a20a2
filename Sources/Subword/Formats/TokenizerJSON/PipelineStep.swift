// What normalizers, pretokenizers, post-processors and decoders have in common in a tokenizer.json:
// an object with a `type`, or a `Sequence` of such objects.
//
//     {"type": "Sequence", "normalizers": [{"type": "NFC"}, …]}  ◀──▶  [.nfc, …]
//
// Sequences within sequences become one list: to run them one after the other is the same.

/// A step of one of the four parts that are made of steps.
protocol PipelineStep {
  /// What messages call it.
  static var noun: String { get }
  /// The member of a `Sequence` that holds the steps.
  static var listName: String { get }
  /// Members by which Hugging Face knows an object without `type`, in the order in which it tries.
  static var untagged: [(type: String, members: [String])] { get }

  /// The step that an object of `type` describes, without what `type` and `finish` do; `nil` for a
  /// type that isn't known.
  init?(type: String, _ object: inout PipelineObject) throws(ModelFileError)

  /// Writes `type` and the settings, in Hugging Face's order.
  func writeMembers(to json: inout JSONWriter)
}

/// A step of which can be told by itself whether it runs.
protocol CheckableStep: PipelineStep {
  func check() throws(TokenEncodingError)
}

extension CheckableStep {
  /// Checks each step of a part that was read, which is for messages: a tokenizer makes all of them
  /// ready at once, and can't say where they stand.
  static func check(_ value: PipelineValue) throws(ModelFileError) {
    if value.isNull { return }
    for (step, place) in try all(of: value) {
      do { try step.check() } catch {
        throw .unusablePart(place.path, error, at: place.location)
      }
    }
  }
}

extension PipelineStep {
  /// The steps of a part of the file; `nil` for null.
  static func steps(of value: PipelineValue) throws(ModelFileError) -> [Self]? {
    value.isNull ? nil : try all(of: value).map(\.step)
  }

  // The reader's limit on nesting bounds the recursion.
  fileprivate static func all(
    of value: PipelineValue
  ) throws(ModelFileError) -> [(step: Self, value: PipelineValue)] {
    var object = try value.object()
    let type = try type(of: &object)
    var steps: [(step: Self, value: PipelineValue)] = []
    if type == "Sequence" {
      for inner in try object.required(listName).list() { steps += try all(of: inner) }
    } else if let step = try Self(type: type, &object) {
      steps = [(step, value)]
    } else {
      throw .unsupported(
        part: "the \(noun) \"\(excerpt(type))\" (\(value.path))", at: value.location)
    }
    try object.finish()
    return steps
  }

  /// The type that an object names, or that its members show.
  private static func type(of object: inout PipelineObject) throws(ModelFileError) -> String {
    if let type = object.optional("type") {
      let name = try type.string()
      // Beyond ASCII other spellings could be equal to a name.
      return name.utf8.allSatisfy { $0 < 0x80 } ? name : "\(excerpt(name)) "
    }
    for (type, members) in untagged where members.allSatisfy({ object.has($0) }) { return type }
    throw .missing(part: "\(object.value.path).type", at: object.value.location)
  }
}

extension JSONWriter {
  /// Writes a part of the pipeline: null, a step, or a `Sequence` of other than one.
  mutating func steps<Step: PipelineStep>(_ name: String, _ steps: [Step]?) {
    key(name)
    guard let steps else { return null() }
    if steps.count == 1 { return step(steps[0]) }
    beginObject()
    member("type", "Sequence")
    key(Step.listName)
    beginArray()
    for step in steps { self.step(step) }
    endArray()
    endObject()
  }

  private mutating func step(_ step: some PipelineStep) {
    beginObject()
    step.writeMembers(to: &self)
    endObject()
  }

  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    integer(value)
  }

  /// Writes an object with one string, such as `{"Regex": "…"}`.
  mutating func pattern(_ pattern: TextPattern) {
    key("pattern")
    beginObject()
    switch pattern {
    case .literal(let text): member("String", text)
    case .regex(let expression): member("Regex", expression)
    }
    endObject()
  }
}

extension PipelineObject {
  /// Takes `pattern`, an object with `String` or `Regex`.
  mutating func pattern() throws(ModelFileError) -> TextPattern {
    var object = try required("pattern").object()
    let pattern: TextPattern
    if let literal = object.optional("String") {
      pattern = .literal(try literal.string())
    } else {
      pattern = .regex(try object.required("Regex").string())
    }
    try object.finish()
    return pattern
  }
}
