// The model of a tokenizer.json: vocabulary, merges, and the tokens added to it.

/// The BPE model as the file has it.
struct RawBPE {
  /// The spellings of all tokens, one behind the other, in the order of the file.
  var spellings: [UInt8] = []
  /// For each token in the order of the file: where its spelling ends, its identifier, its place.
  var tokens: [(end: Int, id: Int, offset: Int)] = []
  /// The spellings of the two tokens of each merge: `merges[i]` of `mergeSpellings`.
  var mergeSpellings: [UInt8] = []
  var merges: [(middle: Int, end: Int, offset: Int)] = []
  var unknown: String?
  var byteFallback = false
  var hasVocabulary = false
  var hasMerges = false
  var provenance: [UInt8]?
  var offset = 0
}

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
    var model = RawBPE()
    model.offset = json.position
    var members = JSONMembers<ModelKey>()
    try located { (reader) throws(JSONError) in try members.enter(&reader.json) }
    while let member = try located({ (reader) throws(JSONError) in try members.next(&reader.json) })
    {
      guard case .known(let key) = member else {
        guard case .unknown(let name) = member else { continue }
        throw .unsupported(part: "the key \(String(decoding: name, as: UTF8.self))", at: here)
      }
      try readMember(key, of: &model)
    }
    let place = location(model.offset)
    if !model.hasVocabulary { throw .missing(part: "model.vocab", at: place) }
    if !model.hasMerges { throw .missing(part: "model.merges", at: place) }
    return model
  }

  private mutating func readMember(
    _ key: ModelKey, of model: inout RawBPE
  ) throws(ModelFileError) {
    switch key {
    case .type:
      let type = try located { (reader) throws(JSONError) in try reader.json.readString() }
      if type != "BPE" { throw .unsupported(part: "the model \(type)", at: here) }
    case .vocab:
      model.hasVocabulary = true
      try readVocabulary(into: &model)
    case .merges:
      model.hasMerges = true
      try readMerges(into: &model)
    case .unknown:
      if try located({ (reader) throws(JSONError) in try !reader.json.readNullIfPresent() }) {
        model.unknown = try located { (reader) throws(JSONError) in try reader.json.readString() }
      }
    case .byteFallback:
      model.byteFallback = try located { (reader) throws(JSONError) in try reader.json.readBool() }
    case .fuseUnknown, .ignoreMerges:
      let isSet = try located { (reader) throws(JSONError) in try reader.json.readBool() }
      if isSet { throw .unsupported(part: key.rawValue, at: here) }
    case .dropout:
      let isNull = try located { (reader) throws(JSONError) in try reader.json.readNullIfPresent() }
      if !isNull { throw .unsupported(part: key.rawValue, at: here) }
    case .prefix, .suffix:
      let isNull = try located { (reader) throws(JSONError) in try reader.json.readNullIfPresent() }
      if isNull { return }
      // GPT-2's file has empty ones.
      let affix = try located { (reader) throws(JSONError) in try reader.json.readString() }
      if !affix.isEmpty { throw .unsupported(part: key.rawValue, at: here) }
    case .provenance:
      let range = try located { (reader) throws(JSONError) in try reader.json.captureValue() }
      model.provenance = Array(json.bytes[range])
    }
  }

  private mutating func readVocabulary(into model: inout RawBPE) throws(ModelFileError) {
    do {
      try json.enterObject()
      while try json.nextKey(appendingTo: &model.spellings) {
        let place = json.keyOffset
        model.tokens.append((model.spellings.count, try json.readInteger(), place))
      }
    } catch {
      throw malformed(error)
    }
  }

  /// Merges come as lists of two strings, or in older files as one string with a space between.
  private mutating func readMerges(into model: inout RawBPE) throws(ModelFileError) {
    do {
      try json.enterArray()
      while try json.nextElement() {
        let place = json.position
        if try json.peek() == .string {
          try readJoinedMerge(into: &model)
        } else {
          try readMergePair(into: &model)
        }
        guard model.merges.count < model.mergeSpellings.count else { throw badMerge(place) }
        model.merges[model.merges.count - 1].offset = place
      }
    } catch let error as JSONError {
      throw malformed(error)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw badMerge(json.position)
    }
  }

  private func badMerge(_ offset: Int) -> ModelFileError {
    .badMerge("this merge is malformed", at: location(offset))
  }

  private mutating func readMergePair(into model: inout RawBPE) throws {
    let place = json.position
    try json.enterArray()
    var ends: [Int] = []
    while try json.nextElement() {
      try json.readString(appendingTo: &model.mergeSpellings)
      ends.append(model.mergeSpellings.count)
    }
    guard ends.count == 2 else { throw badMerge(place) }
    model.merges.append((ends[0], ends[1], place))
  }

  private mutating func readJoinedMerge(into model: inout RawBPE) throws {
    let place = json.position
    let start = model.mergeSpellings.count
    try json.readString(appendingTo: &model.mergeSpellings)
    let spaces = model.mergeSpellings[start...].indices.filter {
      model.mergeSpellings[$0] == UInt8(ascii: " ")
    }
    guard spaces.count == 1 else { throw badMerge(place) }
    model.mergeSpellings.remove(at: spaces[0])
    model.merges.append((spaces[0], model.mergeSpellings.count, place))
  }

  // MARK: Added tokens

  private enum AddedKey: String, CaseIterable {
    case id, content, special, normalized, lstrip, rstrip
    case singleWord = "single_word"
  }

  mutating func readAddedTokens() throws(ModelFileError) {
    var members = JSONMembers<AddedKey>()
    try located { (reader) throws(JSONError) in try reader.json.enterArray() }
    while try located({ (reader) throws(JSONError) in try reader.json.nextElement() }) {
      let place = json.position
      try located { (reader) throws(JSONError) in try members.enter(&reader.json) }
      added.append((try readAddedToken(&members, at: place), place))
    }
  }

  private mutating func readAddedToken(
    _ members: inout JSONMembers<AddedKey>, at place: Int
  ) throws(ModelFileError) -> AddedToken {
    var (id, content, isSpecial): (Int?, String?, Bool) = (nil, nil, false)
    do {
      while let member = try members.next(&json) {
        guard case .known(let key) = member else {
          guard case .unknown(let name) = member else { continue }
          let key = String(decoding: name, as: UTF8.self)
          throw ModelFileError.unsupported(part: "an added token with \(key)", at: here)
        }
        switch key {
        case .id: id = try json.readInteger()
        case .content: content = try json.readString()
        case .special: isSpecial = try json.readBool()
        case .normalized:
          if try json.readBool() { normalizedToken = normalizedToken ?? place }
        case .lstrip, .rstrip, .singleWord:
          if try json.readBool() {
            throw ModelFileError.unsupported(part: "an added token with \(key.rawValue)", at: here)
          }
        }
      }
    } catch let error as JSONError {
      throw malformed(error)
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw .malformed("an added token is malformed", at: location(place))
    }
    guard let id, let content, !content.isEmpty, let identifier = UInt32(exactly: id) else {
      throw .malformed("an added token without id or content", at: location(place))
    }
    return AddedToken(id: TokenID(rawValue: identifier), content: content, isSpecial: isSpecial)
  }
}

extension RawBPE {
  /// The model, with all tokens found and numbered without holes.
  func assemble(
    isByteLevel: Bool, added: [(token: AddedToken, offset: Int)], in file: TokenizerJSONReader
  ) throws(ModelFileError) -> BPEModel {
    let order = try orderByIdentifier(added: added, in: file)
    let vocabulary = try self.vocabulary(order, isByteLevel: isByteLevel, added: added, in: file)
    let units: BPEModel.Units =
      isByteLevel ? .bytes : .characters(byteFallback: byteFallback)
    if isByteLevel && byteFallback {
      throw .unsupported(part: "byte_fallback among bytes", at: file.location(offset))
    }
    var unknownID: TokenID?
    if let unknown {
      unknownID = vocabulary.id(of: bytes(of: Array(unknown.utf8)[...], isByteLevel).bytes)
      if unknownID == nil {
        throw .missing(part: "unk_token \(unknown)", at: file.location(offset))
      }
    }
    return BPEModel(
      vocabulary: vocabulary,
      merges: try merges(vocabulary, isByteLevel: isByteLevel, in: file), units: units,
      unknown: unknownID, addedTokens: added.map(\.token))
  }

  private func spelling(_ token: Int) -> ArraySlice<UInt8> {
    spellings[(token == 0 ? 0 : tokens[token - 1].end)..<tokens[token].end]
  }

  /// What a spelling stands for, and whether the model can meet it.
  private func bytes(
    of spelling: ArraySlice<UInt8>, _ isByteLevel: Bool
  ) -> (bytes: [UInt8], isReachable: Bool) {
    let spelling = Array(spelling)
    var bytes: [UInt8] = []
    if !isByteLevel { return (spelling, true) }
    return ByteAlphabet.read(spelling.span, into: &bytes) ? (bytes, true) : (spelling, false)
  }

  /// By identifier: the number of a token in the file, or of an added token behind those.
  private func orderByIdentifier(
    added: [(token: AddedToken, offset: Int)], in file: TokenizerJSONReader
  ) throws(ModelFileError) -> [Int] {
    var order: [Int] = []
    func place(_ number: Int, at id: Int, _ offset: Int) throws(ModelFileError) {
      guard id >= 0, id < (tokens.count + added.count) else {
        throw .badIdentifier("the identifier \(id) is out of range", at: file.location(offset))
      }
      while order.count <= id { order.append(-1) }
      if order[id] >= 0 {
        throw .badIdentifier("the identifier \(id) is used twice", at: file.location(offset))
      }
      order[id] = number
    }
    for (number, token) in tokens.enumerated() { try place(number, at: token.id, token.offset) }
    for (index, (token, offset)) in added.enumerated() {
      let id = token.id.index
      if id < order.count, order[id] >= 0, order[id] < tokens.count {
        // The model has it too: both have to mean the same token.
        if !spelling(order[id]).elementsEqual(token.content.utf8) {
          throw .badIdentifier(
            "the added token \(token.content) has the identifier of another token",
            at: file.location(offset))
        }
      } else {
        try place(tokens.count + index, at: id, offset)
      }
    }
    if let hole = order.firstIndex(of: -1) {
      throw .badIdentifier("the identifier \(hole) is missing", at: file.location(offset))
    }
    return order
  }

  private func vocabulary(
    _ order: [Int], isByteLevel: Bool, added: [(token: AddedToken, offset: Int)],
    in file: TokenizerJSONReader
  ) throws(ModelFileError) -> Vocabulary {
    var builder = VocabularyBuilder(expecting: order.count)
    for number in order {
      let isAdded = number >= tokens.count
      let spelling =
        isAdded
        ? Array(added[number - tokens.count].token.content.utf8)[...] : self.spelling(number)
      let (bytes, isReachable) = bytes(of: spelling, isByteLevel)
      builder.bytes.append(contentsOf: isAdded ? Array(spelling) : bytes)
      if !builder.endToken(isReachable: isReachable && !isAdded) {
        let offset = isAdded ? added[number - tokens.count].offset : tokens[number].offset
        throw .duplicateToken(
          String(decoding: spelling, as: UTF8.self), at: file.location(offset))
      }
    }
    return builder.build()
  }

  private func merges(
    _ vocabulary: Vocabulary, isByteLevel: Bool, in file: TokenizerJSONReader
  ) throws(ModelFileError) -> [BPEModel.Merge] {
    var result: [BPEModel.Merge] = []
    result.reserveCapacity(merges.count)
    var start = 0
    for merge in merges {
      let left = bytes(of: mergeSpellings[start..<merge.middle], isByteLevel).bytes
      let right = bytes(of: mergeSpellings[merge.middle..<merge.end], isByteLevel).bytes
      guard let leftID = vocabulary.id(of: left.span), let rightID = vocabulary.id(of: right.span),
        let joined = vocabulary.id(of: (left + right).span)
      else {
        throw .mergeOutsideVocabulary(
          left: String(decoding: mergeSpellings[start..<merge.middle], as: UTF8.self),
          right: String(decoding: mergeSpellings[merge.middle..<merge.end], as: UTF8.self),
          at: file.location(merge.offset))
      }
      result.append(BPEModel.Merge(left: leftID, right: rightID, result: joined))
      start = merge.end
    }
    return result
  }
}
