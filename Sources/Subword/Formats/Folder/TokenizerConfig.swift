// What stands beside a tokenizer in the folder of a model: tokenizer_config.json,
// special_tokens_map.json and added_tokens.json.
//
//     folder  ──▶  TokenizerConfig  ──▶  TokenizerFolder
//
// Most of what these files say is not about text and identifiers (chat templates, lengths of models):
// that is passed over, as transformers does.

/// What the files beside a tokenizer say about it.
struct TokenizerConfig {
  private(set) var names = SpecialTokenNames()
  /// The tokens that have these names, and special tokens without.
  private var named: [String: AddedToken] = [:]
  private var extra: [AddedToken] = []
  /// The tokens of `added_tokens_decoder`, by rising identifier.
  private(set) var addedTokens: [RawAddedToken] = []
  private(set) var addsBOS: Bool?
  private(set) var addsEOS: Bool?
  private(set) var addsPrefixSpace: Bool?
  /// The `tokenizer_class` without `Tokenizer` and `Fast`.
  private(set) var className: String?

  /// The special tokens in the order in which they are numbered on; they come without identifiers.
  var specialTokens: [AddedToken] { Self.nameKeys.compactMap { named[$0.name] } + extra }

  private typealias NamePath = WritableKeyPath<SpecialTokenNames, String?>

  private static var nameKeys: [(name: String, path: NamePath)] {
    [
      ("bos_token", \.bos), ("eos_token", \.eos), ("unk_token", \.unk), ("sep_token", \.sep),
      ("pad_token", \.pad), ("cls_token", \.cls), ("mask_token", \.mask),
    ]
  }

  /// Reads what is there of the three files.
  ///
  /// - Returns: `nil` where none of them is.
  init?(inFolder folder: String) throws(ModelFileError) {
    var isThere = false
    if var config = try Self.object("tokenizer_config.json", in: folder) {
      isThere = true
      try read(&config)
    }
    if var map = try Self.object("special_tokens_map.json", in: folder) {
      isThere = true
      try readNames(&map)
    }
    if addedTokens.isEmpty, let list = try Self.object("added_tokens.json", in: folder) {
      isThere = true
      try readAddedTokens(list)
    }
    if !isThere { return nil }
    takeNamesOfClass()
  }

  /// Takes the names that a class gives to tokens where the files don't.
  private mutating func takeNamesOfClass() {
    let purposes: [String]
    switch className {
    case "GPT2", "CodeGen": purposes = ["bos_token", "eos_token", "unk_token"]
    case "Qwen2": purposes = ["eos_token", "unk_token", "pad_token"]
    default: return
    }
    for (name, path) in Self.nameKeys where purposes.contains(name) && names[keyPath: path] == nil {
      named[name] = AddedToken(id: 0, content: "<|endoftext|>")
      names[keyPath: path] = "<|endoftext|>"
    }
  }

  private static func object(
    _ name: String, in folder: String
  ) throws(ModelFileError) -> PipelineObject? {
    let path = folder + "/" + name
    guard SystemCalls.isFile(path) else { return nil }
    let file = try SourceFile(contentsOfFile: path)
    var json = JSONReader(file.bytes)
    let tree: PipelineTree
    do throws(JSONError) {
      tree = try PipelineTree.read(&json, limit: 1_000_000)
      try json.finish()
    } catch {
      throw file.malformed(error)
    }
    return try PipelineValue(tree: tree, path: name, file: file).object()
  }

  private mutating func read(_ config: inout PipelineObject) throws(ModelFileError) {
    try readNames(&config)
    addsBOS = try config.optional("add_bos_token")?.unlessNull?.bool()
    addsEOS = try config.optional("add_eos_token")?.unlessNull?.bool()
    addsPrefixSpace = try config.optional("add_prefix_space")?.unlessNull?.bool()
    if let value = config.optional("tokenizer_class")?.unlessNull {
      className = Self.shortName(try value.string())
    }
    guard let list = try config.optional("added_tokens_decoder")?.unlessNull?.object() else {
      return
    }
    for (name, value) in list.rest {
      guard let id = UInt32(name) else {
        throw .malformed("\(value.path): the key is no identifier", at: value.location)
      }
      addedTokens.append(try Self.addedToken(value, id: TokenID(rawValue: id)))
    }
    addedTokens.sort { $0.token.id < $1.token.id }
  }

  private static func shortName(_ name: String) -> String {
    var name = Substring(name)
    for suffix in ["Fast", "Tokenizer"]
    where name.utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) {
      name = name.dropLast(suffix.count)
    }
    return String(name)
  }

  /// Takes names that weren't there before: the config comes first.
  private mutating func readNames(_ object: inout PipelineObject) throws(ModelFileError) {
    for (name, path) in Self.nameKeys {
      guard let value = object.optional(name)?.unlessNull, names[keyPath: path] == nil else {
        continue
      }
      let token = try Self.specialToken(value)
      named[name] = token
      names[keyPath: path] = token.content
    }
    for name in ["additional_special_tokens", "extra_special_tokens"] {
      guard let value = object.optional(name)?.unlessNull, extra.isEmpty else { continue }
      if case .object = value.tree.content {
        // A model's own names for its tokens.
        for (_, value) in try value.object().rest { extra.append(try Self.specialToken(value)) }
      } else {
        for value in try value.list() { extra.append(try Self.specialToken(value)) }
      }
    }
  }

  /// A special token that is spelled out, or an object with its flags.
  private static func specialToken(_ value: PipelineValue) throws(ModelFileError) -> AddedToken {
    guard case .object = value.tree.content else {
      return AddedToken(id: 0, content: try value.string())
    }
    return try addedToken(value, id: 0, isAlwaysSpecial: true).token
  }

  /// Reads an object of spellings and identifiers; those with a name are special.
  private mutating func readAddedTokens(_ list: PipelineObject) throws(ModelFileError) {
    let special = specialTokens
    for (name, value) in list.rest {
      let isSpecial = special.contains { $0.content.utf8.elementsEqual(name.utf8) }
      addedTokens.append(
        RawAddedToken(
          token: AddedToken(
            id: try value.tokenID(), content: name, isSpecial: isSpecial, isNormalized: !isSpecial),
          offset: value.tree.offset))
    }
    addedTokens.sort { $0.token.id < $1.token.id }
  }

  private static func addedToken(
    _ value: PipelineValue, id: TokenID, isAlwaysSpecial: Bool = false
  ) throws(ModelFileError) -> RawAddedToken {
    var object = try value.object()
    let isSpecial = try object.optional("special")?.bool() ?? false
    let token = AddedToken(
      id: id, content: try object.required("content").string(),
      isSpecial: isSpecial || isAlwaysSpecial,
      isSingleWord: try object.optional("single_word")?.bool() ?? false,
      stripsLeft: try object.optional("lstrip")?.bool() ?? false,
      stripsRight: try object.optional("rstrip")?.bool() ?? false,
      isNormalized: try object.optional("normalized")?.bool() ?? !isSpecial)
    return RawAddedToken(token: token, offset: value.tree.offset)
  }
}
