// The model of a tokenizer.json: options, vocabulary and merges, read straight into `RawBPE`.

import SubwordMemory

extension TokenizerJSONReader {
  private enum ModelKey: String, CaseIterable {
    case type, dropout, vocab, merges, provenance
    case unknown = "unk_token"
    case prefix = "continuing_subword_prefix"
    case suffix = "end_of_word_suffix"
    case fuseUnknown = "fuse_unk"
    case byteFallback = "byte_fallback"
    case ignoreMerges = "ignore_merges"
  }

  mutating func readModel() throws(ModelFileError) -> RawBPE {
    try checkModelType()
    var model = RawBPE()
    var (hasVocabulary, hasMerges) = (false, false)
    var members = JSONMembers<ModelKey>()
    try located(at: "model") { (json) throws(JSONError) in
      _ = try json.peek()
      model.offset = json.position
      try members.enter(&json)
    }
    while let member = try located({ (json) throws(JSONError) in try members.next(&json) }) {
      switch member {
      case .unknown(let name): try keep(name, in: "model")
      case .known(let key):
        hasVocabulary = hasVocabulary || key == .vocab
        hasMerges = hasMerges || key == .merges
        try readMember(key, of: &model)
      }
    }
    let place = file.location(model.offset)
    if !hasVocabulary { throw .missing(part: "model.vocab", at: place) }
    if !hasMerges { throw .missing(part: "model.merges", at: place) }
    return model
  }

  private mutating func readMember(
    _ key: ModelKey, of model: inout RawBPE
  ) throws(ModelFileError) {
    switch key {
    case .type: try located(at: "model.type") { (json) throws(JSONError) in try json.skipString() }
    case .vocab: try readVocabulary(into: &model, "model.vocab")
    case .merges: try readMerges(into: &model)
    case .provenance: try readProvenance(at: json.keyOffset)
    case .unknown: model.unknown = try readText(key)
    case .prefix: model.options.continuingPrefix = try readText(key) ?? ""
    case .suffix: model.options.endOfWordSuffix = try readText(key) ?? ""
    case .fuseUnknown: model.options.fusesUnknown = try readFlag(key)
    case .ignoreMerges: model.options.ignoresMerges = try readFlag(key)
    case .byteFallback: model.byteFallback = try readFlag(key)
    case .dropout: model.options.dropout = try readDropout()
    }
  }

  private mutating func readText(_ key: ModelKey) throws(ModelFileError) -> String? {
    try located(at: "model.\(key.rawValue)") { (json) throws(JSONError) in
      try json.readNullIfPresent() ? nil : try json.readString()
    }
  }

  private mutating func readFlag(_ key: ModelKey) throws(ModelFileError) -> Bool {
    try located(at: "model.\(key.rawValue)") { (json) throws(JSONError) in
      try json.readNullIfPresent() ? false : try json.readBool()
    }
  }

  private mutating func readDropout() throws(ModelFileError) -> Double? {
    let (value, offset) = try located(at: "model.dropout") { (json) throws(JSONError) in
      let isNull = try json.readNullIfPresent()
      return (isNull ? nil : try json.readFraction(), json.position)
    }
    guard let value else { return nil }
    guard (0...1).contains(value) else {
      throw .malformed("model.dropout: the number is not of 0...1", at: file.location(offset))
    }
    // Hugging Face keeps 32 bits of it; the shortest decimal of those reads as the same again.
    return Double(Float(value).description)
  }

  /// Looks ahead for the type: another model's members are not to be read as BPE's.
  private func checkModelType() throws(ModelFileError) {
    var ahead = json
    let found: (type: String, offset: Int)?
    // What is malformed is met again on the way through.
    do { found = try Self.modelType(&ahead) } catch { return }
    guard let (type, offset) = found else { return }
    if type.utf8.elementsEqual("BPE".utf8) { return }
    throw .unsupported(part: "the model \"\(excerpt(type))\"", at: file.location(offset))
  }

  /// The type of the model that comes next, and where it says so.
  ///
  /// Old files have none. There the members tell, as they tell Hugging Face.
  private static func modelType(
    _ json: inout JSONReader
  ) throws(JSONError) -> (type: String, offset: Int)? {
    var type = "WordLevel"
    var key: [UInt8] = []
    _ = try json.peek()
    let offset = json.position
    try json.enterObject()
    while try json.nextKey(appendingTo: &key) {
      let kind = try json.peek()
      switch String(decoding: key, as: UTF8.self) {
      case "type": return (try json.readString(), json.keyOffset)
      case "merges": type = "BPE"
      case "max_input_chars_per_word": type = "WordPiece"
      case "vocab" where kind == .array: type = "Unigram"
      default: break
      }
      try json.skipValue()
      key.removeAll(keepingCapacity: true)
    }
    // What has nothing of a model is no other model.
    return type == "WordLevel" ? nil : (type, offset)
  }

  // MARK: Vocabulary and merges

  /// Reads an object of spellings and identifiers.
  mutating func readVocabulary(
    into model: inout RawBPE, _ path: String
  ) throws(ModelFileError) {
    let fault = try located(at: path) { (json) throws(JSONError) -> Int? in
      try json.enterObject()
      while try json.nextKey(appendingTo: &model.spellings.bytes) {
        model.offsets.append(json.keyOffset)
        model.ids.append(try json.readInteger())
        if !model.spellings.end() { return json.keyOffset }
      }
      return nil
    }
    if let fault {
      throw .malformed("\(path): more than 4 GiB of tokens", at: file.location(fault))
    }
    if let number = model.spellings.index() {
      let spelling = model.spellings.bytes[model.spellings.range(number)]
      throw .duplicateToken(
        String(decoding: spelling, as: UTF8.self), at: file.location(model.offsets[number]))
    }
  }

  /// Merges come as lists of two strings, or in older files as one string with a space between.
  private mutating func readMerges(into model: inout RawBPE) throws(ModelFileError) {
    let fault = try located(at: "model.merges") { (json) throws(JSONError) -> Int? in
      try json.enterArray()
      while try json.nextElement() {
        let kind = try json.peek()
        let offset = json.position
        let isMerge =
          kind == .string
          ? try Self.readJoinedMerge(&json, into: &model)
          : try Self.readMergePair(&json, into: &model)
        if !isMerge { return offset }
      }
      return nil
    }
    guard let fault else { return }
    throw .badMerge("this merge is malformed", at: file.location(fault))
  }

  private static func readMergePair(
    _ json: inout JSONReader, into model: inout RawBPE
  ) throws(JSONError) -> Bool {
    let offset = json.position
    try json.enterArray()
    guard try json.nextElement() else { return false }
    try json.readString(appendingTo: &model.mergeSpellings)
    let middle = model.mergeSpellings.count
    guard try json.nextElement() else { return false }
    try json.readString(appendingTo: &model.mergeSpellings)
    model.merges.append(
      RawBPE.Merge(middle: middle, end: model.mergeSpellings.count, offset: offset))
    return try !json.nextElement()
  }

  private static func readJoinedMerge(
    _ json: inout JSONReader, into model: inout RawBPE
  ) throws(JSONError) -> Bool {
    let (offset, start) = (json.position, model.mergeSpellings.count)
    try json.readString(appendingTo: &model.mergeSpellings)
    return model.endJoinedMerge(from: start, at: offset)
  }
}

extension RawBPE {
  /// Makes a merge of the text from `start` on: two spellings with a space between. A comment such as
  /// `#version: 0.2` is none, and goes.
  ///
  /// - Returns: `false` for other text.
  mutating func endJoinedMerge(from start: Int, at offset: Int) -> Bool {
    // Indices, no slice: a slice would keep the array from being changed in place.
    if Self.isComment(mergeSpellings.span.extracting(start...)) {
      mergeSpellings.removeLast(mergeSpellings.count - start)
      return true
    }
    guard let space = Self.onlySpace(mergeSpellings.span.extracting(start...)) else { return false }
    mergeSpellings.remove(at: start + space)
    merges.append(Merge(middle: start + space, end: mergeSpellings.count, offset: offset))
    return true
  }

  private static func isComment(_ text: Span<UInt8>) -> Bool {
    text.count >= commentMark.count
      && areEqual(text.extracting(first: commentMark.count), commentMark.span)
  }

  private static let commentMark = Array("#version".utf8)

  /// Where the one space stands; `nil` for none and for several.
  private static func onlySpace(_ text: Span<UInt8>) -> Int? {
    var place: Int?
    for index in text.indices where text[index] == UInt8(ascii: " ") {
      if place != nil { return nil }
      place = index
    }
    return place
  }
}
