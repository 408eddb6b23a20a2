// The pretokenizers of a tokenizer.json, read and written.

extension Pretokenizer.Step: CheckableStep {
  static var noun: String { "pretokenizer" }
  static var listName: String { "pretokenizers" }
  // All of them need their `type`.
  static var untagged: [(type: String, members: [String])] { [] }

  init?(type: String, _ object: inout PipelineObject) throws(ModelFileError) {
    switch type {
    case "Whitespace": self = .whitespace
    case "WhitespaceSplit": self = .whitespaceSplit
    case "UnicodeScripts": self = .unicodeScripts
    case "BertPreTokenizer": self = .bert
    case "ByteLevel":
      let settings = try ByteLevelSettings(&object)
      self = .byteLevel(
        addsPrefixSpace: settings.addsPrefixSpace, trimsOffsets: settings.trimsOffsets,
        usesPattern: settings.usesPattern)
    case "Metaspace":
      let settings = try MetaspaceSettings(&object)
      self = .metaspace(
        replacement: settings.replacement, prepends: settings.prepends, cuts: settings.cuts)
    case "Split":
      self = .split(
        try object.pattern(), try object.required("behavior").choice(Self.behaviors),
        inverted: try object.required("invert").bool())
    case "Digits": self = .digits(individually: try object.required("individual_digits").bool())
    case "Punctuation":
      self = .punctuation(try object.optional("behavior")?.choice(Self.behaviors) ?? .isolated)
    case "CharDelimiterSplit": self = .delimiter(try object.required("delimiter").scalar())
    case "FixedLength":
      self = .fixedLength(try object.optional("length")?.integer(in: 1...Int.max) ?? 5)
    default: return nil
    }
  }

  func check() throws(TokenEncodingError) {
    do { _ = try CompiledPretokenizer(Pretokenizer([self])) } catch { throw .pattern(error) }
  }

  private static let behaviors: [(word: String, meaning: Pretokenizer.Behavior)] =
    Pretokenizer.Behavior.allCases.map { ($0.word, $0) }

  func writeMembers(to json: inout JSONWriter) {
    json.member("type", typeName)
    switch self {
    case .whitespace, .whitespaceSplit, .unicodeScripts, .bert: break
    case .byteLevel(let addsPrefixSpace, let trimsOffsets, let usesPattern):
      ByteLevelSettings(
        addsPrefixSpace: addsPrefixSpace, trimsOffsets: trimsOffsets, usesPattern: usesPattern
      ).write(to: &json)
    case .metaspace(let replacement, let prepends, let cuts):
      MetaspaceSettings(replacement: replacement, prepends: prepends, cuts: cuts).write(to: &json)
    case .split(let pattern, let behavior, let inverted):
      json.pattern(pattern)
      json.member("behavior", behavior.word)
      json.member("invert", inverted)
    case .digits(let individually): json.member("individual_digits", individually)
    case .punctuation(let behavior): json.member("behavior", behavior.word)
    case .delimiter(let scalar): json.member("delimiter", String(scalar))
    case .fixedLength(let length): json.member("length", length)
    }
  }

  private var typeName: String {
    switch self {
    case .whitespace: "Whitespace"
    case .whitespaceSplit: "WhitespaceSplit"
    case .unicodeScripts: "UnicodeScripts"
    case .bert: "BertPreTokenizer"
    case .byteLevel: "ByteLevel"
    case .metaspace: "Metaspace"
    case .split: "Split"
    case .digits: "Digits"
    case .punctuation: "Punctuation"
    case .delimiter: "CharDelimiterSplit"
    case .fixedLength: "FixedLength"
    }
  }
}

extension Pretokenizer.Behavior {
  /// The word of the file.
  fileprivate var word: String {
    switch self {
    case .removed: "Removed"
    case .isolated: "Isolated"
    case .mergedWithPrevious: "MergedWithPrevious"
    case .mergedWithNext: "MergedWithNext"
    case .contiguous: "Contiguous"
    }
  }
}

/// The settings of `ByteLevel`, which is a pretokenizer, a post-processor and a decoder.
struct ByteLevelSettings {
  var addsPrefixSpace: Bool
  var trimsOffsets: Bool
  var usesPattern: Bool
}

extension ByteLevelSettings {
  init(_ object: inout PipelineObject) throws(ModelFileError) {
    addsPrefixSpace = try object.required("add_prefix_space").bool()
    trimsOffsets = try object.required("trim_offsets").bool()
    // Files from before 2022 lack it.
    usesPattern = try object.optional("use_regex")?.bool() ?? true
  }

  func write(to json: inout JSONWriter) {
    json.member("add_prefix_space", addsPrefixSpace)
    json.member("trim_offsets", trimsOffsets)
    json.member("use_regex", usesPattern)
  }
}

/// The settings of `Metaspace`, which is a pretokenizer and a decoder.
struct MetaspaceSettings {
  var replacement: Unicode.Scalar
  var prepends: Pretokenizer.PrependScheme
  var cuts: Bool
}

extension MetaspaceSettings {
  private static let schemes: [(word: String, meaning: Pretokenizer.PrependScheme)] =
    Pretokenizer.PrependScheme.allCases.map { ($0.word, $0) }

  /// - Throws: Also where the old `add_prefix_space` contradicts `prepend_scheme`, whose default
  ///   is `always`: Hugging Face refuses that too.
  init(_ object: inout PipelineObject) throws(ModelFileError) {
    replacement = try object.required("replacement").scalar()
    prepends = try object.optional("prepend_scheme")?.choice(Self.schemes) ?? .always
    if let addsPrefixSpace = object.optional("add_prefix_space")?.unlessNull {
      guard try addsPrefixSpace.bool() || prepends == .never else {
        throw .malformed(
          "\(addsPrefixSpace.path): false needs a prepend_scheme of \"never\"",
          at: addsPrefixSpace.location)
      }
    }
    cuts = try object.optional("split")?.unlessNull?.bool() ?? true
    // Files from before 2024 repeat the replacement here, and nothing reads it.
    _ = try object.optional("str_rep")?.unlessNull?.string()
  }

  func write(to json: inout JSONWriter) {
    json.member("replacement", String(replacement))
    json.member("prepend_scheme", prepends.word)
    json.member("split", cuts)
  }
}

extension Pretokenizer.PrependScheme {
  /// The word of the file.
  fileprivate var word: String {
    switch self {
    case .always: "always"
    case .never: "never"
    case .first: "first"
    }
  }
}
