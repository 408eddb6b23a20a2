// Reads Mistral's tekken.json: tokens by rank, with the special tokens in front of them.
//
//     {"config": {"pattern": …}, "vocab": [{"rank": 0, "token_bytes": "AA==", …}], …}
//
//     bytes  ──▶  TekkenReader  ──▶  RankedTokens + special tokens  ──▶  Tokenizer
//
// An identifier below `default_num_special_tokens` is a special token's, the others are ranks plus
// that number. Of the ranks those are used that `default_vocab_size` leaves room for.
// Source: `Tekkenizer` of mistral-common.

/// A walk through one file.
struct TekkenReader {
  private let path: String
  private var json: JSONReader
  private var config: Config?
  private var tokens: RankedTokens?
  private var special: [Special]?
  private var specialOffset = 0
  /// What says nothing about identifiers and is kept for writing, in the order of the file.
  private var kept: [TokenizerNote] = []
  private var provenance: [UInt8]?

  struct Config {
    var pattern = ""
    var patternOffset = 0
    var count = 0
    var specialCount = 0
    var version = ""
    var offset = 0
  }

  struct Special {
    var name: String
    var isControl: Bool
  }

  private enum Key: String, CaseIterable {
    case config, vocab, type, version, image, audio, multimodal, provenance
    case special = "special_tokens"
    case settings = "model_settings_builder"
  }

  private enum ConfigKey: String, CaseIterable {
    case pattern, version
    case tokenCount = "num_vocab_tokens"
    case count = "default_vocab_size"
    case specialCount = "default_num_special_tokens"
  }

  private enum TokenKey: String, CaseIterable {
    case rank
    case bytes = "token_bytes"
    case text = "token_str"
    case isControl = "is_control"
  }

  /// What the names of members start with that other formats have no room for.
  static let prefix = "x-tekken-"

  /// The tokenizer that the file at `path` holds.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> Tokenizer {
    var reader = TekkenReader(bytes, path: path)
    do { try reader.readParts() } catch {
      throw .malformed(error.reason, at: reader.location(error.offset))
    }
    return try reader.assemble()
  }

  private init(_ bytes: [UInt8], path: String) {
    self.path = path
    json = JSONReader(bytes)
  }

  private func location(_ offset: Int) -> FileLocation {
    FileLocation(file: shown(path), byteOffset: offset, in: json.bytes)
  }

  // MARK: Parts

  private mutating func readParts() throws(JSONError) {
    var members = JSONMembers<Key>()
    try members.enter(&json)
    while let member = try members.next(&json) {
      switch member {
      case .known(.config): try readConfig()
      case .known(.vocab): try readTokens()
      case .known(.special): try readSpecial()
      case .known(.provenance): provenance = Array(json.bytes[try json.captureValue()])
      case .known(let key):
        let value = try json.captureValue()
        kept.append(
          TokenizerNote(
            Self.prefix + key.rawValue + (key == .version ? ".top" : ""),
            json: Array(json.bytes[value])))
      case .unknown(let key):
        throw .unknownKey(String(decoding: key, as: UTF8.self), at: json.keyOffset)
      }
    }
    try json.finish()
  }

  private mutating func readConfig() throws(JSONError) {
    var config = Config(offset: json.position)
    var (hasPattern, hasCount, hasSpecialCount) = (false, false, false)
    var members = JSONMembers<ConfigKey>()
    try members.enter(&json)
    while let member = try members.next(&json) {
      switch member {
      case .known(.pattern):
        config.patternOffset = json.keyOffset
        (config.pattern, hasPattern) = (try json.readString(), true)
      case .known(.version): config.version = try json.readString()
      case .known(.tokenCount): _ = try json.readInteger()
      case .known(.count): (config.count, hasCount) = (try json.readInteger(), true)
      case .known(.specialCount):
        (config.specialCount, hasSpecialCount) = (try json.readInteger(), true)
      case .unknown(let key):
        throw .unknownKey(String(decoding: key, as: UTF8.self), at: json.keyOffset)
      }
    }
    if !hasPattern { throw .missingKey(ConfigKey.pattern.rawValue, at: config.offset) }
    if !hasCount { throw .missingKey(ConfigKey.count.rawValue, at: config.offset) }
    if !hasSpecialCount { throw .missingKey(ConfigKey.specialCount.rawValue, at: config.offset) }
    self.config = config
  }

  private mutating func readTokens() throws(JSONError) {
    var tokens = RankedTokens()
    var members = JSONMembers<TokenKey>()
    var text: [UInt8] = []
    try json.enterArray()
    while try json.nextElement() {
      let place = json.position
      var (rank, hasBytes): (Int?, Bool) = (nil, false)
      try members.enter(&json)
      while let member = try members.next(&json) {
        switch member {
        case .known(.rank): rank = try json.readInteger()
        case .known(.bytes):
          hasBytes = true
          try readToken(into: &tokens, through: &text)
        case .known(.text): if try !json.readNullIfPresent() { try json.skipString() }
        case .known(.isControl): throw .unknownKey("is_control", at: json.keyOffset)
        case .unknown(let key):
          throw .unknownKey(String(decoding: key, as: UTF8.self), at: json.keyOffset)
        }
      }
      guard let rank else { throw .missingKey(TokenKey.rank.rawValue, at: place) }
      if !hasBytes { throw .missingKey(TokenKey.bytes.rawValue, at: place) }
      tokens.entries.append(
        RankedTokens.Entry(end: tokens.bytes.count, rank: rank, offset: place))
    }
    self.tokens = tokens
  }

  private mutating func readToken(
    into tokens: inout RankedTokens, through text: inout [UInt8]
  ) throws(JSONError) {
    let (start, place) = (tokens.bytes.count, json.position)
    text.removeAll(keepingCapacity: true)
    try json.readString(appendingTo: &text)
    guard Base64.decode(text.span, into: &tokens.bytes) == nil else {
      throw .wrongValue("the token is no base64. Write its bytes in base64.", at: place)
    }
    let count = tokens.bytes.count - start
    if count == 0 { throw .wrongValue("the token is empty. Take it out.", at: place) }
    if count > SparseVocabularyBuilder.longestToken {
      throw .wrongValue(
        "the token has \(count) bytes; the limit is \(SparseVocabularyBuilder.longestToken). Take it out.",
        at: place)
    }
  }

  private mutating func readSpecial() throws(JSONError) {
    specialOffset = json.position
    if try json.readNullIfPresent() { return }
    var list: [Special] = []
    var members = JSONMembers<TokenKey>()
    try json.enterArray()
    while try json.nextElement() {
      let place = json.position
      var (rank, name, isControl): (Int?, String?, Bool) = (nil, nil, true)
      try members.enter(&json)
      while let member = try members.next(&json) {
        switch member {
        case .known(.rank): rank = try json.readInteger()
        case .known(.text): name = try json.readString()
        case .known(.isControl): isControl = try json.readBool()
        case .known(.bytes): throw .unknownKey("token_bytes", at: json.keyOffset)
        case .unknown(let key):
          throw .unknownKey(String(decoding: key, as: UTF8.self), at: json.keyOffset)
        }
      }
      guard let name else { throw .missingKey(TokenKey.text.rawValue, at: place) }
      guard let rank else { throw .missingKey(TokenKey.rank.rawValue, at: place) }
      if rank != list.count {
        throw .wrongValue(
          "the special token \(onOneLine(name)) has the rank \(rank) and is number \(list.count). "
            + "List them by rank, from 0 up.", at: place)
      }
      list.append(Special(name: name, isControl: isControl))
    }
    special = list
  }

  // MARK: Assembly

  private func assemble() throws(ModelFileError) -> Tokenizer {
    guard let config else { throw .missing(part: "config", at: location(0)) }
    guard var tokens else { throw .missing(part: "vocab", at: location(0)) }
    let special = try specialTokens(config)
    // Any number may stand in the file: the first two checks keep the difference within `Int`.
    guard config.specialCount >= 0, config.count >= config.specialCount,
      config.count - config.specialCount <= tokens.entries.count
    else {
      throw .malformed(
        """
        default_vocab_size is \(config.count), and there are \(config.specialCount) special tokens \
        and \(tokens.entries.count) others. Take the file from its source again.
        """, at: location(config.offset))
    }
    for (number, entry) in tokens.entries.enumerated() where entry.rank != number {
      throw .malformed(
        "the token number \(number) has the rank \(entry.rank). List them by rank, from 0 up.",
        at: location(entry.offset))
    }
    tokens.entries.removeLast(tokens.entries.count - (config.count - config.specialCount))
    tokens.bytes.removeLast(tokens.bytes.count - (tokens.entries.last?.end ?? 0))
    let model: BPEModel
    do { model = try tokens.model(shift: config.specialCount, special: special) } catch {
      throw error.inFile(path, json.bytes, tokens)
    }
    return try tokenizer(model, config)
  }

  private func tokenizer(
    _ model: BPEModel, _ config: Config
  ) throws(ModelFileError) -> Tokenizer {
    do {
      return try Tokenizer(
        normalizer: nil, pretokenizer: try pretokenizer(config.pattern), model: model,
        postProcessor: Self.postProcessor(model.addedTokens), detokenizer: .byteLevel,
        provenance: provenance, notes: notes(config))
    } catch {
      throw .unusablePart("config.pattern", error, at: location(config.patternOffset))
    }
  }

  private func pretokenizer(_ pattern: String) throws(TokenEncodingError) -> Pretokenizer {
    do { return try TiktokenPattern.pretokenizer(pattern) } catch { throw .pattern(error) }
  }

  /// The special tokens of the file, or those that old files leave out; then, as many as the file
  /// makes room for, tokens that are named by their numbers.
  private func specialTokens(_ config: Config) throws(ModelFileError) -> [AddedToken] {
    var names =
      if let special { special.map(\.name) } else {
        try Self.oldSpecialTokens(version: config.version, at: location(config.offset))
      }
    // Each of them would be made here, so a number alone must not ask for much.
    guard names.count <= config.specialCount, config.specialCount <= 1 << 16 + 16 * names.count
    else {
      throw .malformed(
        """
        default_num_special_tokens is \(config.specialCount), and the file has \(names.count). \
        Take the file from its source again.
        """, at: location(config.offset))
    }
    names += (names.count..<config.specialCount).map { "<SPECIAL_\($0)>" }
    var seen: Set<[UInt8]> = []
    for name in names where name.isEmpty || !seen.insert(Array(name.utf8)).inserted {
      throw .malformed(
        "the special token \"\(onOneLine(name))\" is empty or stands twice. Give each its own name.",
        at: location(specialOffset))
    }
    return names.enumerated().map { AddedToken(id: TokenID($0.offset), content: $0.element) }
  }

  private static func oldSpecialTokens(
    version: String, at place: FileLocation
  ) throws(ModelFileError) -> [String] {
    guard ["v1", "v2", "v3", "v7"].contains(version) else {
      throw .missing(part: "special_tokens", at: place)
    }
    return [
      "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]",
      "[TOOL_RESULTS]", "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]",
      "[IMG_END]", "[PREFIX]", "[MIDDLE]", "[SUFFIX]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]",
      "[TOOL_CONTENT]",
    ]
  }

  /// What is written again: the version, and which special tokens are no control tokens.
  private func notes(_ config: Config) -> [TokenizerNote] {
    var json = JSONWriter()
    json.string(config.version)
    var all = [TokenizerNote(Self.prefix + "version", json: json.bytes)]
    let others = (special ?? []).filter { !$0.isControl }.map(\.name)
    if !others.isEmpty {
      var json = JSONWriter()
      json.beginArray()
      for name in others { json.string(name) }
      json.endArray()
      all.append(TokenizerNote(Self.prefix + "no-control", json: json.bytes))
    }
    return all + kept
  }

  /// `<s>` in front of a text and `</s>` behind it.
  private static func postProcessor(_ special: [AddedToken]) -> PostProcessor {
    PostProcessor.around(
      start: special.first { $0.content == "<s>" }, end: special.first { $0.content == "</s>" })
  }
}
