// From a file's model to one that runs: every token gets its bytes, every added token its identifier.
//
//     RawBPE, added tokens  ──▶  BPEAssembly  ──▶  BPEModel
//
// Where tokens are bytes, a spelling such as `Ġthe` stands for ` the`; a spelling that holds other
// characters stands for nothing that text can become, and stays as it is, met by its identifier only.

/// Puts a ``BPEModel`` together.
struct BPEAssembly {
  private let raw: RawBPE
  private let isByteLevel: Bool
  private let file: SourceFile
  /// The file of the merges, where they have one of their own.
  private let mergeFile: SourceFile
  private let added: [RawAddedToken]

  /// Numbers the added tokens.
  init(
    _ raw: RawBPE, added: [RawAddedToken], isByteLevel: Bool, in file: SourceFile,
    mergesIn mergeFile: SourceFile? = nil
  ) {
    self.raw = raw
    self.isByteLevel = isByteLevel
    self.file = file
    self.mergeFile = mergeFile ?? file
    self.added = AddedTokenNumbering.number(added, beside: raw)
  }

  /// The model.
  func model() throws(ModelFileError) -> BPEModel {
    try checkAffixes()
    let vocabulary = try vocabulary(try orderByIdentifier())
    if isByteLevel && raw.byteFallback { try checkAllBytes(vocabulary) }
    return BPEModel(
      vocabulary: vocabulary, merges: try merges(),
      units: isByteLevel ? .bytes : .characters(byteFallback: raw.byteFallback),
      unknown: try unknown(vocabulary), options: raw.options, addedTokens: added.map(\.token))
  }

  // MARK: Tokens

  /// What stands at each identifier: the number of a token of the model, of an added token behind
  /// those, or `nil`.
  private func orderByIdentifier() throws(ModelFileError) -> [Int?] {
    // An array by identifier has to stay in proportion to the file.
    let limit = max(1 << 20, 8 * (raw.ids.count + added.count))
    var order: [Int?] = []
    order.reserveCapacity(raw.ids.count + added.count)
    for (number, id) in raw.ids.enumerated() {
      try place(number, at: id, below: limit, raw.offsets[number], in: &order)
    }
    for (index, (token, offset)) in added.map({ ($0.token, $0.offset) }).enumerated()
    where raw.spellings.number(of: token.content.utf8.array.span) == nil {
      try place(raw.ids.count + index, at: token.id.index, below: limit, offset, in: &order)
    }
    return order
  }

  private func place(
    _ number: Int, at id: Int, below limit: Int, _ offset: Int, in order: inout [Int?]
  ) throws(ModelFileError) {
    guard id >= 0, id < limit else {
      throw .badIdentifier("the identifier \(id) is out of range", at: file.location(offset))
    }
    while order.count <= id { order.append(nil) }
    guard order[id] == nil else {
      throw .badIdentifier("the identifier \(id) is used twice", at: file.location(offset))
    }
    order[id] = number
  }

  private func vocabulary(_ order: [Int?]) throws(ModelFileError) -> Vocabulary {
    var builder = VocabularyBuilder(expecting: order.count)
    for (id, number) in order.enumerated() {
      guard let number else {
        throw .badIdentifier("the identifier \(id) is missing", at: file.location(raw.offset))
      }
      let isFree = number < raw.ids.count ? add(number, to: &builder) : addAdded(number, &builder)
      if !isFree {
        throw .duplicateToken(spelling(number), at: file.location(raw.offset))
      }
    }
    return builder.build()
  }

  private func add(_ number: Int, to builder: inout VocabularyBuilder) -> Bool {
    let spelling = raw.spellings.bytes.span.extracting(raw.spellings.range(number))
    let start = builder.bytes.count
    guard isByteLevel, !ByteAlphabet.read(spelling, into: &builder.bytes) else {
      if !isByteLevel { builder.bytes.append(copying: spelling) }
      return builder.endToken()
    }
    builder.bytes.removeLast(builder.bytes.count - start)
    builder.bytes.append(copying: spelling)
    return builder.endToken(isReachable: false)
  }

  private func addAdded(_ number: Int, _ builder: inout VocabularyBuilder) -> Bool {
    builder.bytes.append(contentsOf: added[number - raw.ids.count].token.content.utf8)
    return builder.endToken(isReachable: false)
  }

  private func spelling(_ number: Int) -> String {
    if number >= raw.ids.count { return added[number - raw.ids.count].token.content }
    return String(decoding: raw.spellings.bytes[raw.spellings.range(number)], as: UTF8.self)
  }

  // MARK: Merges

  private func merges() throws(ModelFileError) -> [BPEModel.Merge] {
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(raw.merges.count)
    let prefix = Array(raw.options.continuingPrefix.utf8)
    var start = 0
    for merge in raw.merges {
      let spellings = raw.mergeSpellings.span
      let left = raw.spellings.number(of: spellings.extracting(start..<merge.middle))
      let right = raw.spellings.number(of: spellings.extracting(merge.middle..<merge.end))
      let result =
        prefix.isEmpty
        ? raw.spellings.number(of: spellings.extracting(start..<merge.end))
        : number(ofMerged: start..<merge.middle, merge.middle..<merge.end, prefix)
      guard let left, let right, let result else { throw outside(merge, from: start) }
      merges.append(
        BPEModel.Merge(
          left: TokenID(raw.ids[left]), right: TokenID(raw.ids[right]),
          result: TokenID(raw.ids[result])))
      start = merge.end
    }
    return merges
  }

  /// The token that a merge makes where every token but a pretoken's first has a prefix.
  ///
  /// As many bytes as the prefix has are left out, whatever they are, as Hugging Face does.
  private func number(
    ofMerged left: Range<Int>, _ right: Range<Int>, _ prefix: [UInt8]
  ) -> Int? {
    guard right.count >= prefix.count else { return nil }
    var joined = Array(raw.mergeSpellings[left])
    joined.append(contentsOf: raw.mergeSpellings[right].dropFirst(prefix.count))
    return raw.spellings.number(of: joined.span)
  }

  private func outside(_ merge: RawBPE.Merge, from start: Int) -> ModelFileError {
    .mergeOutsideVocabulary(
      left: String(decoding: raw.mergeSpellings[start..<merge.middle], as: UTF8.self),
      right: String(decoding: raw.mergeSpellings[merge.middle..<merge.end], as: UTF8.self),
      at: mergeFile.location(merge.offset))
  }

  // MARK: Options

  /// The token for what can't be spelled.
  ///
  /// Hugging Face fails where such a text comes and the token isn't the model's; where the model
  /// can spell everything, no text does.
  private func unknown(_ vocabulary: Vocabulary) throws(ModelFileError) -> TokenID? {
    guard let unknown = raw.unknown else { return nil }
    if let number = raw.spellings.number(of: unknown.utf8.array.span) {
      return TokenID(raw.ids[number])
    }
    if isByteLevel ? hasAllBytes(vocabulary) : raw.byteFallback && hasAllByteTokens { return nil }
    throw .missing(
      part: "model.vocab for the unk_token \"\(excerpt(unknown))\"", at: file.location(raw.offset))
  }

  private func hasAllBytes(_ vocabulary: Vocabulary) -> Bool {
    (0...255).allSatisfy { (byte: UInt8) in vocabulary.id(of: CollectionOfOne(byte)) != nil }
  }

  private var hasAllByteTokens: Bool {
    (0...255).allSatisfy { (byte: UInt8) in
      raw.spellings.number(of: ByteFallback.spelling(of: byte).utf8.array.span) != nil
    }
  }

  /// Where all bytes are tokens, `byte_fallback` can't come to anything.
  private func checkAllBytes(_ vocabulary: Vocabulary) throws(ModelFileError) {
    if hasAllBytes(vocabulary) { return }
    throw .unsupported(
      part: "model.byte_fallback beside ByteLevel without all bytes", at: file.location(raw.offset))
  }

  /// Prefix and suffix have to be the same as spellings and as bytes.
  private func checkAffixes() throws(ModelFileError) {
    guard isByteLevel else { return }
    for (name, affix) in [
      ("continuing_subword_prefix", raw.options.continuingPrefix),
      ("end_of_word_suffix", raw.options.endOfWordSuffix),
    ] where !affix.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
      throw .unsupported(
        part: "model.\(name) \"\(excerpt(affix))\" beside ByteLevel",
        at: file.location(raw.offset))
    }
  }
}

extension String.UTF8View {
  fileprivate var array: [UInt8] { Array(self) }
}
