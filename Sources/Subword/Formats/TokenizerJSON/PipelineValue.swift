// A value of a part of the pipeline, with its path in the file, and the kinds that are asked of it.
//
//     PipelineTree  ──▶  PipelineValue "pre_tokenizer.pretokenizers[1].behavior"  ──▶  a step's settings
//
// Nothing is taken on trust: what is missing, of another kind, out of range or left over is an error
// that names the path.

/// A value and where it stands.
struct PipelineValue {
  let tree: PipelineTree
  /// Such as `decoder.decoders[2].content`.
  let path: String
  let file: SourceFile

  var isNull: Bool { if case .null = tree.content { true } else { false } }

  /// The value unless it is null.
  var unlessNull: PipelineValue? { isNull ? nil : self }

  var location: FileLocation { file.location(tree.offset) }

  func bool() throws(ModelFileError) -> Bool {
    guard case .bool(let value) = tree.content else { throw wrongKind(.bool) }
    return value
  }

  func string() throws(ModelFileError) -> String {
    guard case .string(let value) = tree.content else { throw wrongKind(.string) }
    return value
  }

  /// A whole number within `range`.
  func integer(in range: ClosedRange<Int>) throws(ModelFileError) -> Int {
    guard case .number(let place) = tree.content else { throw wrongKind(.number) }
    var digits = JSONReader(Array(file.bytes[place]))
    let value: Int
    do { value = try digits.readInteger() } catch {
      throw .malformed("\(path): \(error.reason)", at: location)
    }
    guard range.contains(value) else { throw outOfRange(range) }
    return value
  }

  /// A number that may count or measure: from 0 up.
  func count() throws(ModelFileError) -> Int { try integer(in: 0...Int.max) }

  /// A token's identifier.
  func tokenID() throws(ModelFileError) -> TokenID {
    TokenID(try integer(in: 0...Int(UInt32.max)))
  }

  /// A string of one scalar.
  func scalar() throws(ModelFileError) -> Unicode.Scalar {
    let scalars = try string().unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1 else {
      throw .malformed("\(path): expected one character", at: location)
    }
    return scalar
  }

  /// What the word stands for.
  func choice<Choice>(_ choices: [(word: String, meaning: Choice)]) throws(ModelFileError) -> Choice
  {
    let word = try string()
    guard let match = choices.first(where: { $0.word.utf8.elementsEqual(word.utf8) }) else {
      throw .unsupported(part: "\(path) \"\(excerpt(word))\"", at: location)
    }
    return match.meaning
  }

  func list() throws(ModelFileError) -> [PipelineValue] {
    guard case .list(let elements) = tree.content else { throw wrongKind(.array) }
    return elements.indices.map { index in
      PipelineValue(tree: elements[index], path: "\(path)[\(index)]", file: file)
    }
  }

  func object() throws(ModelFileError) -> PipelineObject {
    guard case .object(let members) = tree.content else { throw wrongKind(.object) }
    return PipelineObject(members, of: self)
  }

  /// The error for a value of another kind.
  func wrongKind(_ expected: JSONKind) -> ModelFileError {
    .malformed("\(path): expected \(expected), found \(tree.kind)", at: location)
  }

  private func outOfRange(_ range: ClosedRange<Int>) -> ModelFileError {
    let bound = range.upperBound == .max ? "from \(range.lowerBound) up" : "of \(range)"
    return .malformed("\(path): the number is not \(bound)", at: location)
  }
}

/// An object whose members are taken one by one; what nobody has taken is an error in the end.
struct PipelineObject {
  let value: PipelineValue
  private var members: [PipelineTree.Member]

  init(_ members: [PipelineTree.Member], of value: PipelineValue) {
    self.members = members
    self.value = value
  }

  /// Whether a member of this name is still there.
  func has(_ name: String) -> Bool { index(of: name) != nil }

  /// The names of the members that nobody has taken, and their values.
  var rest: [(name: String, value: PipelineValue)] {
    members.map { ($0.name, value(of: $0)) }
  }

  /// Takes a member that may be missing.
  mutating func optional(_ name: String) -> PipelineValue? {
    index(of: name).map { value(of: members.remove(at: $0)) }
  }

  /// Takes a member that must be there.
  mutating func required(_ name: String) throws(ModelFileError) -> PipelineValue {
    guard let member = optional(name) else {
      throw .missing(part: "\(value.path).\(name)", at: value.location)
    }
    return member
  }

  /// Checks that all members have been taken.
  func finish() throws(ModelFileError) {
    guard let left = members.first else { return }
    throw .unsupported(
      part: "\(value.path).\(excerpt(left.name))", at: value.file.location(left.offset))
  }

  private func index(of name: String) -> Int? {
    members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private func value(of member: PipelineTree.Member) -> PipelineValue {
    PipelineValue(
      tree: member.value, path: "\(value.path).\(excerpt(member.name))", file: value.file)
  }
}
