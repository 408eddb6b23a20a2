// A tokenizer from the metadata of a GGUF file.
//
//     GGUFMetadata  ──▶  GGUFTokenizer  ──▶  byte-level BPE by merges ("gpt2")
//                                      └─▶  SentencePiece BPE by scores ("llama")
//
// Source: src/llama-vocab.cpp of llama.cpp.

/// The parts of one file's tokenizer.
struct GGUFTokenizer {
  let metadata: GGUFMetadata
  let path: String
  /// Where the spelling of each token lies.
  private(set) var tokens: [Range<Int>] = []
  private(set) var types: [TokenType] = []

  /// What a token is for. The numbers are those of the file format, and of sentencepiece.
  enum TokenType: Int {
    case undefined = 0
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  static let prefix = "tokenizer.ggml."

  /// The keys that are read here.
  private static let readKeys: Set<String> = [
    "model", "pre", "tokens", "token_type", "scores", "merges", "bos_token_id", "eos_token_id",
    "add_bos_token", "add_eos_token", "add_space_prefix",
  ]

  /// The keys that llama.cpp doesn't ask about when it cuts text by merges or by scores. They say
  /// what ends a turn, what fills a gap, which tokens mustn't be drawn; or something about other
  /// models, which have a normalizer or separators. Of two of them it has never read a word:
  /// `added_tokens`, which stand among the tokens, and `eos_token_ids`, which Ollama writes.
  static let keysWithoutEffect: Set<String> = [
    "eot_token_id", "eom_token_id", "unknown_token_id", "seperator_token_id", "padding_token_id",
    "cls_token_id", "mask_token_id", "eos_token_ids", "prefix_token_id", "suffix_token_id",
    "middle_token_id", "fim_pre_token_id", "fim_suf_token_id", "fim_mid_token_id",
    "fim_pad_token_id", "fim_rep_token_id", "fim_sep_token_id", "suppress_tokens",
    "added_tokens", "token_type_count", "add_sep_token", "remove_extra_whitespaces",
    "precompiled_charsmap", "normalizer.lowercase", "normalizer.strip_accents",
  ]

  /// The tokenizer of the file at `path`, of which `bytes` are the start.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> Tokenizer {
    let metadata: GGUFMetadata
    do { metadata = try GGUFMetadata(bytes) } catch { throw .gguf(error, path: path) }
    return try read(metadata, path: path)
  }

  /// The tokenizer of the file at `path`, which has this metadata.
  static func read(_ metadata: GGUFMetadata, path: String) throws(ModelFileError) -> Tokenizer {
    try GGUFTokenizer(metadata, path: path).tokenizer()
  }

  private init(_ metadata: GGUFMetadata, path: String) {
    self.metadata = metadata
    self.path = path
  }

  private func tokenizer() throws(ModelFileError) -> Tokenizer {
    var copy = self
    switch try text("model") {
    case "gpt2"?:
      try copy.readTokens()
      return try copy.byteLevelTokenizer()
    case "llama"?:
      try copy.readTokens()
      return try copy.sentencePieceTokenizer()
    case let name?:
      throw unsupported("the model \(onOneLine(name)) of a GGUF file", at: value("model"))
    case nil: throw .missing(part: Self.prefix + "model", at: start)
    }
  }

  // MARK: Values

  var start: FileLocation { .inBinary(shown(path), byteOffset: 0) }

  func value(_ name: String) -> GGUFValue? { metadata[Self.prefix + name] }

  func place(_ value: GGUFValue?) -> FileLocation {
    .inBinary(shown(path), byteOffset: value?.start ?? 0)
  }

  func place(ofToken range: Range<Int>) -> FileLocation {
    .inBinary(shown(path), byteOffset: range.lowerBound)
  }

  func unsupported(_ part: String, at value: GGUFValue?) -> ModelFileError {
    .unsupported(part: part, at: place(value))
  }

  private func wrongKind(_ name: String, _ value: GGUFValue) -> ModelFileError {
    .malformed("\(Self.prefix)\(name) is a value of another kind.", at: place(value))
  }

  func text(_ name: String) throws(ModelFileError) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = metadata.text(value) else { throw wrongKind(name, value) }
    return text
  }

  func bool(_ name: String) throws(ModelFileError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard value.kind == .bool else { throw wrongKind(name, value) }
    return metadata.integer(value) != 0
  }

  /// The token whose identifier the file has under `name`.
  func token(_ name: String) throws(ModelFileError) -> TokenID? {
    guard let value = value(name) else { return nil }
    guard value.kind == .uint32 || value.kind == .int32, let id = metadata.integer(value) else {
      throw wrongKind(name, value)
    }
    guard tokens.indices.contains(id) else {
      throw .badIdentifier(
        "\(Self.prefix)\(name) is \(id), and there are \(tokens.count) tokens", at: place(value))
    }
    return TokenID(id)
  }

  /// An array, of a value for each token if it isn't of merges.
  func array(
    _ name: String, of kinds: [GGUFKind], forEachToken: Bool = true
  ) throws(ModelFileError) -> GGUFValue? {
    guard let value = value(name) else { return nil }
    guard value.kind == .array, let element = value.element, kinds.contains(element) else {
      throw wrongKind(name, value)
    }
    if forEachToken && value.count != tokens.count {
      throw .malformed(
        "\(Self.prefix)\(name) has \(value.count) values for \(tokens.count) tokens.",
        at: place(value))
    }
    return value
  }

  /// Checks that no key says what nobody here reads: it could change identifiers.
  private func checkKeys() throws(ModelFileError) {
    let prefix = Array(Self.prefix.utf8)
    let known = (Self.readKeys.union(Self.keysWithoutEffect)).map { prefix + Array($0.utf8) }
    let strangers = metadata.values.filter { key, _ in
      key.starts(with: prefix) && !known.contains(key)
    }
    guard let first = strangers.min(by: { $0.value.start < $1.value.start }) else { return }
    let name = String(decoding: first.key, as: UTF8.self)
    throw unsupported("the key \(excerpt(name)) of a GGUF file", at: first.value)
  }

  // MARK: Tokens

  private mutating func readTokens() throws(ModelFileError) {
    try checkKeys()
    guard let list = try array("tokens", of: [.string], forEachToken: false) else {
      throw .missing(part: Self.prefix + "tokens", at: start)
    }
    tokens = metadata.strings(list)
    types = [TokenType](repeating: .normal, count: tokens.count)
    if let kinds = try array("token_type", of: [.int32, .uint32]) {
      for index in tokens.indices {
        let number = Int(Int32(bitPattern: metadata.bits(kinds, index)))
        guard let type = TokenType(rawValue: number) else {
          throw .malformed("a token has the type \(number).", at: place(kinds))
        }
        types[index] = type
      }
    }
    for index in tokens.indices where Self.marks.contains(Array(spelling(index))) {
      types[index] = .control
    }
  }

  func spelling(_ index: Int) -> ArraySlice<UInt8> { metadata.bytes[tokens[index]] }

  func content(_ index: Int) -> String { String(decoding: spelling(index), as: UTF8.self) }

  /// Tokens that end a turn or mark a gap are no text, whatever their type says.
  private static let marks: Set<[UInt8]> = Set(
    [
      "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>",
      "<|endoftext|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>",
      "<end_of_utterance>", "<|eom_id|>", "<｜end▁of▁sentence｜>", "<|fim_prefix|>",
      "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|fim_suffix|>",
      "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|fim_middle|>",
      "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|fim_pad|>",
      "<fim-pad>", "<fim_pad>", "<PAD>", "<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>",
      "<reponame>", "<|file_sep|>",
    ].map { Array($0.utf8) })

  /// Marks are special; what a user has defined is found in every text.
  var addedTokens: [AddedToken] {
    types.indices.compactMap { index in
      switch types[index] {
      case .control, .unknown: AddedToken(id: TokenID(index), content: content(index))
      case .userDefined:
        AddedToken(id: TokenID(index), content: content(index), isSpecial: false)
      case .normal, .unused, .byte, .undefined: nil
      }
    }
  }

  /// The tokens around a text, as far as the file has and wants them.
  func postProcessor(addsStart: Bool, addsEnd: Bool) throws(ModelFileError) -> PostProcessor {
    let (start, end) = (try token("bos_token_id"), try token("eos_token_id"))
    let adds = (
      start: try bool("add_bos_token") ?? addsStart, end: try bool("add_eos_token") ?? addsEnd
    )
    func added(_ id: TokenID?) -> AddedToken? {
      id.map { AddedToken(id: $0, content: content($0.index)) }
    }
    return .around(
      start: adds.start ? added(start) : nil, end: adds.end ? added(end) : nil)
  }

  func assembled(
    _ make: () throws(TokenEncodingError) -> Tokenizer
  ) throws(ModelFileError) -> Tokenizer {
    do { return try make() } catch { throw .unusable(error, path: path) }
  }
}

// MARK: Byte-level BPE

extension GGUFTokenizer {
  private func byteLevelTokenizer() throws(ModelFileError) -> Tokenizer {
    let name = try text("pre") ?? "default"
    guard let way = GGUFPretokenizer(named: name) else {
      throw unsupported("the pretokenizer \(onOneLine(name)) of a GGUF file", at: value("pre"))
    }
    let vocabulary = try byteLevelVocabulary()
    let model = BPEModel(
      vocabulary: vocabulary, merges: try merges(vocabulary), units: .bytes, unknown: nil,
      options: BPEModel.Options(ignoresMerges: way.ignoresMerges), addedTokens: addedTokens)
    let processor = try postProcessor(addsStart: way.addsStart, addsEnd: false)
    let steps =
      way.patterns.map { Pretokenizer.Step.split(.regex($0), .isolated, inverted: false) }
      + [.byteLevel(addsPrefixSpace: false, trimsOffsets: true, usesPattern: false)]
    return try assembled { () throws(TokenEncodingError) in
      try Tokenizer(
        normalizer: nil, pretokenizer: Pretokenizer(steps), model: model,
        postProcessor: processor, detokenizer: .byteLevel)
    }
  }

  private func byteLevelVocabulary() throws(ModelFileError) -> Vocabulary {
    var builder = VocabularyBuilder(expecting: tokens.count)
    for index in tokens.indices {
      let spelling = Array(spelling(index))
      let start = builder.bytes.count
      let isText = types[index] == .normal || types[index] == .unused || types[index] == .byte
      let isBytes = isText && ByteAlphabet.read(spelling.span, into: &builder.bytes)
      if !isBytes {
        builder.bytes.removeSubrange(start...)
        builder.bytes.append(contentsOf: spelling)
      }
      if !builder.endToken(isReachable: isBytes && !spelling.isEmpty) {
        throw .duplicateToken(onOneLine(content(index)), at: place(ofToken: tokens[index]))
      }
    }
    return builder.build()
  }

  private func merges(_ vocabulary: Vocabulary) throws(ModelFileError) -> [BPEModel.Merge] {
    guard let list = try array("merges", of: [.string], forEachToken: false) else {
      throw .missing(part: Self.prefix + "merges", at: start)
    }
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(list.count)
    for range in metadata.strings(list) { merges.append(try merge(range, vocabulary)) }
    return merges
  }

  private func merge(
    _ range: Range<Int>, _ vocabulary: Vocabulary
  ) throws(ModelFileError) -> BPEModel.Merge {
    let place = FileLocation.inBinary(shown(path), byteOffset: range.lowerBound)
    let spelling = metadata.bytes[range]
    guard let space = spelling.dropFirst().firstIndex(of: UInt8(ascii: " ")),
      space + 1 < range.upperBound
    else {
      throw .badMerge(
        "the merge \(onOneLine(String(decoding: spelling, as: UTF8.self)))", at: place)
    }
    let (left, right) = (Array(spelling[..<space]), Array(spelling[(space + 1)...]))
    var bytes: [UInt8] = []
    let isLeft = ByteAlphabet.read(left.span, into: &bytes)
    let middle = bytes.count
    guard isLeft, ByteAlphabet.read(right.span, into: &bytes),
      let first = vocabulary.id(of: bytes[..<middle]),
      let second = vocabulary.id(of: bytes[middle...]), let joined = vocabulary.id(of: bytes)
    else {
      throw .mergeOutsideVocabulary(
        left: String(decoding: left, as: UTF8.self), right: String(decoding: right, as: UTF8.self),
        at: place)
    }
    return BPEModel.Merge(left: first, right: second, result: joined)
  }
}

// MARK: SentencePiece BPE

extension GGUFTokenizer {
  private func sentencePieceTokenizer() throws(ModelFileError) -> Tokenizer {
    guard let scores = try array("scores", of: [.float32]) else {
      throw .missing(part: Self.prefix + "scores", at: start)
    }
    let addsSpace = try bool("add_space_prefix") ?? true
    let model = try sentencePieceModel(scores)
    let processor = try postProcessor(addsStart: true, addsEnd: false)
    // llama.cpp writes bytes as they come, and takes one space off the first token.
    let decoding = SentencePieceDecoding(
      leadingSpaces: addsSpace ? .oneRemoved : .kept, hasBytes: true, surfaces: [:])
    return try assembled { () throws(TokenEncodingError) in
      try Tokenizer(
        normalizer: Normalizer(
          (addsSpace ? [.prepend("▁")] : []) + [.replace(.literal(" "), content: "▁")]),
        pretokenizer: .whole, segmentation: .sentencePieceBPE(model), postProcessor: processor,
        detokenizer: Detokenizer([.sentencePiece(decoding)]))
    }
  }

  private func failure(_ error: VocabularyError) -> ModelFileError {
    switch error {
    case .duplicateToken(_, let second):
      .duplicateToken(onOneLine(content(second)), at: place(ofToken: tokens[second]))
    case .tokenTooLong(let count):
      .longPiece(count, at: place(value("tokens")))
    case .duplicateIdentifier, .identifierOutOfRange, .tooManyBytes:
      .malformed("there are too many tokens.", at: place(value("tokens")))
    }
  }

  private func sentencePieceModel(
    _ scores: GGUFValue
  ) throws(ModelFileError) -> SentencePieceBPEModel {
    for token in tokens where token.count > SentencePieceBPEModel.longestPiece {
      throw .longPiece(token.count, at: place(ofToken: token))
    }
    if let index = SentencePieceBPEModel.firstBeyondSquares(tokens.lazy.map(\.count)) {
      throw .longPieces(at: place(ofToken: tokens[index]))
    }
    var builder = SparseVocabularyBuilder(expecting: tokens.count)
    let vocabulary: Vocabulary
    do {
      for index in tokens.indices {
        builder.bytes.append(contentsOf: spelling(index))
        try builder.endToken(index)
      }
      vocabulary = try builder.build()
    } catch {
      throw failure(error)
    }
    for byte in UInt8.min...UInt8.max {
      let name = ByteFallback.spelling(of: byte)
      if vocabulary.id(of: name.utf8) == nil {
        throw .missing(part: "the byte token \(name)", at: place(value("tokens")))
      }
    }
    return SentencePieceBPEModel(
      vocabulary: vocabulary,
      scores: tokens.indices.map { Float(bitPattern: metadata.bits(scores, $0)) },
      types: types.map { SentencePieceBPEModel.PieceType(rawValue: UInt8($0.rawValue)) ?? .normal },
      fallsBackToBytes: true, addedTokens: addedTokens)
  }
}
