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
    let vocabulary = try vocabulary()
    var options = raw.options
    options.spellsMissingBytes = isByteLevel && raw.byteFallback
    return BPEModel(
      vocabulary: vocabulary, merges: try merges(),
      units: isByteLevel ? .bytes : .characters(byteFallback: raw.byteFallback),
      unknown: try unknown(vocabulary), options: options, addedTokens: added.map(\.token))
  }

  // MARK: Tokens

  /// The tokens of the model, and the added ones that it lacks behind them.
  private func vocabulary() throws(ModelFileError) -> Vocabulary {
    var builder = SparseVocabularyBuilder(expecting: raw.ids.count + added.count)
    let beyond = added.filter { raw.spellings.number(of: $0.token.content.utf8.array.span) == nil }
    do {
      for number in raw.ids.indices { try add(number, to: &builder) }
      for added in beyond {
        builder.bytes.append(contentsOf: added.token.content.utf8)
        try builder.endToken(added.token.id.index, isReachable: false)
      }
      return try builder.build()
    } catch {
      throw fault(error, after: builder.count, beyond)
    }
  }

  /// The error of a vocabulary, with its place in the file.
  ///
  /// - Parameter count: How many tokens were there.
  private func fault(
    _ error: VocabularyError, after count: Int, _ beyond: [RawAddedToken]
  ) -> ModelFileError {
    func place(_ number: Int) -> FileLocation {
      let isOwn = number < raw.ids.count
      return file.location(
        isOwn ? raw.offsets[number] : beyond.dropFirst(number - raw.ids.count).first?.offset ?? 0)
    }
    switch error {
    case .duplicateIdentifier(let id, _, let second):
      return .badIdentifier("the identifier \(id) is used twice", at: place(second))
    case .identifierOutOfRange(let id, _):
      let number = raw.ids.firstIndex(of: id) ?? count
      return .badIdentifier("the identifier \(id) is out of range", at: place(number))
    case .duplicateToken(_, let second):
      return .duplicateToken(spelling(second, beyond), at: place(second))
    case .tokenTooLong(let length):
      return .malformed("a token of \(length) bytes is too long", at: place(count))
    case .tooManyBytes:
      return .malformed("all tokens together exceed 4 GiB", at: place(count))
    }
  }

  private func add(
    _ number: Int, to builder: inout SparseVocabularyBuilder
  ) throws(VocabularyError) {
    let spelling = raw.spellings.bytes.span.extracting(raw.spellings.range(number))
    let start = builder.bytes.count
    if !isByteLevel {
      builder.bytes.append(copying: spelling)
    } else if !ByteAlphabet.read(spelling, into: &builder.bytes) {
      builder.bytes.removeLast(builder.bytes.count - start)
      builder.bytes.append(copying: spelling)
      return try builder.endToken(raw.ids[number], isReachable: false)
    }
    try builder.endToken(raw.ids[number])
  }

  private func spelling(_ number: Int, _ beyond: [RawAddedToken]) -> String {
    if number < raw.ids.count {
      return String(decoding: raw.spellings.bytes[raw.spellings.range(number)], as: UTF8.self)
    }
    return beyond.dropFirst(number - raw.ids.count).first?.token.content ?? ""
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

  /// Prefix and suffix have to be stand-ins where tokens are bytes.
  private func checkAffixes() throws(ModelFileError) {
    let units: BPEModel.Units = isByteLevel ? .bytes : .characters(byteFallback: false)
    for (name, affix) in [
      ("continuing_subword_prefix", raw.options.continuingPrefix),
      ("end_of_word_suffix", raw.options.endOfWordSuffix),
    ] where BPEModel.bytes(ofAffix: affix, units: units) == nil {
      throw .unsupported(
        part: "model.\(name) \"\(excerpt(affix))\" beside ByteLevel",
        at: file.location(raw.offset))
    }
  }
}

extension String.UTF8View {
  fileprivate var array: [UInt8] { Array(self) }
}
