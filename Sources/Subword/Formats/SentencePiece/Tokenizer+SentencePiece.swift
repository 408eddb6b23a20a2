// A tokenizer from sentencepiece's .model.
//
//     SentencePieceFile  ──▶  checks  ──▶  SentencePieceBPEModel + normalization  ──▶  Tokenizer
//     TokenizerConfig, in a model's folder: more tokens, and which stand around a text  ──▲
//
// Source: `ModelInterface::InitializePieces` and `SentencePieceProcessor::Load` of sentencepiece, for
// what a model must have.

/// Puts the parts of one file together.
struct SentencePieceAssembly {
  private let file: SentencePieceFile
  private let path: String
  private let config: TokenizerConfig?

  /// The tokenizer of the file at `path`.
  ///
  /// - Parameter config: What the files beside it say.
  static func read(
    _ bytes: [UInt8], path: String, _ config: TokenizerConfig? = nil
  ) throws(ModelFileError) -> Tokenizer {
    let file: SentencePieceFile
    do { file = try SentencePieceFile(bytes) } catch {
      throw .malformed(error.reason, at: .inBinary(shown(path), byteOffset: error.offset))
    }
    return try SentencePieceAssembly(file: file, path: path, config: config).tokenizer()
  }

  private func place(_ offset: Int) -> FileLocation { .inBinary(shown(path), byteOffset: offset) }

  private func tokenizer() throws(ModelFileError) -> Tokenizer {
    if file.trainer.modelType != .bpe {
      throw .unsupported(part: "the model \(file.trainer.modelType)", at: place(0))
    }
    if !file.denormalization.charsmap.isEmpty {
      throw .unsupported(part: "a denormalizer", at: place(file.denormalization.offset))
    }
    let model = try model()
    let tokenizer: Tokenizer
    do {
      tokenizer = try Tokenizer(
        normalizer: Normalizer([.sentencePiece(normalization)]), pretokenizer: .whole,
        segmentation: .sentencePieceBPE(model), postProcessor: postProcessor(model),
        detokenizer: detokenizer(model), specialTokenNames: names(model))
    } catch {
      throw .unusable(error, path: path)
    }
    try test(tokenizer)
    return tokenizer
  }

  // MARK: Pieces

  private func text(_ piece: SentencePieceFile.Piece) -> ArraySlice<UInt8> {
    file.bytes[piece.text]
  }

  private func content(_ piece: SentencePieceFile.Piece) -> String {
    String(decoding: text(piece), as: UTF8.self)
  }

  private func model() throws(ModelFileError) -> SentencePieceBPEModel {
    try checkPieces()
    var builder = SparseVocabularyBuilder(expecting: file.pieces.count)
    let texts = Set(file.pieces.filter(\.isText).map { Array(text($0)) })
    do {
      for (id, piece) in file.pieces.enumerated() {
        builder.bytes.append(contentsOf: text(piece))
        // A mark may be spelled as a piece of text is: that one is found then.
        let isFound = piece.isText || !texts.contains(Array(text(piece)))
        try builder.endToken(id, isReachable: isFound)
      }
      let addedTokens = addedTokens
      let beyond = addedTokens.filter { $0.id.index >= file.pieces.count }
      for token in beyond {
        builder.bytes.append(contentsOf: token.content.utf8)
        try builder.endToken(token.id.index, isReachable: false)
      }
      return SentencePieceBPEModel(
        vocabulary: try builder.build(), scores: file.pieces.map(\.score),
        types: file.pieces.map(\.type) + beyond.map { _ in .control },
        fallsBackToBytes: file.trainer.fallsBackToBytes,
        addedTokens: addedTokens)
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: VocabularyError) -> ModelFileError {
    switch error {
    case .duplicateToken(_, let second):
      .duplicateToken(
        onOneLine(content(file.pieces[second])), at: place(file.pieces[second].offset))
    case .tokenTooLong(let count):
      .longPiece(count, at: place(0))
    case .duplicateIdentifier, .identifierOutOfRange, .tooManyBytes:
      .malformed("there are too many pieces.", at: place(0))
    }
  }

  private func checkPieces() throws(ModelFileError) {
    var unknown: Int?
    var hasByte = [Bool](repeating: false, count: 256)
    for (id, piece) in file.pieces.enumerated() {
      let here = place(piece.offset)
      if piece.text.isEmpty { throw .malformed("a piece is empty.", at: here) }
      if piece.text.count > SentencePieceBPEModel.longestPiece {
        throw .longPiece(piece.text.count, at: here)
      }
      if piece.score.isNaN { throw .malformed("the score of a piece is no number.", at: here) }
      if piece.type == .unknown {
        if unknown != nil { throw .malformed("a second piece is the unknown one.", at: here) }
        unknown = id
      }
      guard piece.type == .byte else { continue }
      guard file.trainer.fallsBackToBytes, let byte = byte(piece) else {
        let name = onOneLine(content(piece))
        throw .malformed("the byte piece \(name) has no use.", at: here)
      }
      hasByte[Int(byte)] = true
    }
    if unknown == nil { throw .missing(part: "the unknown piece", at: place(0)) }
    if file.trainer.fallsBackToBytes, let byte = hasByte.firstIndex(of: false) {
      let name = ByteFallback.spelling(of: UInt8(byte))
      throw .missing(part: "the byte piece \(name)", at: place(0))
    }
  }

  /// The byte that a piece spells, in capital letters only.
  private func byte(_ piece: SentencePieceFile.Piece) -> UInt8? {
    guard let byte = ByteFallback.byte(of: text(piece)) else { return nil }
    return ByteFallback.spelling(of: byte).utf8.elementsEqual(text(piece)) ? byte : nil
  }

  /// The marks, and what stands beside the model. Pieces that the user has defined are its own affair.
  private var addedTokens: [AddedToken] {
    var tokens = file.pieces.enumerated().compactMap { id, piece -> AddedToken? in
      switch piece.type {
      case .control, .unknown: AddedToken(id: TokenID(id), content: content(piece))
      case .normal, .userDefined, .unused, .byte: nil
      }
    }
    guard let config else { return tokens }
    var places: [[UInt8]: Int] = [:]
    for (place, token) in tokens.enumerated() { places[Array(token.content.utf8)] = place }
    var pieces: [[UInt8]: Int] = [:]
    for (id, piece) in file.pieces.enumerated().reversed() { pieces[Array(text(piece))] = id }
    var next = file.pieces.count
    for token in config.addedTokens.map(\.token) + config.specialTokens {
      let bytes = Array(token.content.utf8)
      if let place = places[bytes] {
        tokens[place] = token.numbered(tokens[place].id, isSpecial: token.isSpecial)
        continue
      }
      places[bytes] = tokens.count
      // As everywhere, tokens that the model lacks are numbered on, whatever was said.
      tokens.append(
        token.numbered(TokenID(pieces[bytes] ?? next), isSpecial: token.isSpecial))
      if pieces[bytes] == nil { next += 1 }
    }
    return tokens.sorted { $0.id < $1.id }
  }

  // MARK: The rest

  private var normalization: SentencePieceNormalization {
    let spec = file.normalization
    let place: SentencePieceNormalization.DummySpace =
      file.trainer.treatsWhitespaceAsSuffix ? .suffix : .prefix
    return SentencePieceNormalization(
      charsmap: spec.charsmap, dummySpace: spec.addsDummyPrefix ? place : .none,
      removesExtraSpaces: spec.removesExtraWhitespace, marksSpaces: spec.escapesWhitespace,
      userDefined: file.pieces.filter { $0.type == .userDefined }.map(content))
  }

  /// The mark of this spelling.
  private func mark(_ name: String, _ model: SentencePieceBPEModel) -> AddedToken? {
    model.addedTokens.first { $0.content.utf8.elementsEqual(name.utf8) && $0.id != model.unknown }
  }

  private func postProcessor(_ model: SentencePieceBPEModel) -> PostProcessor {
    guard let config, config.addsBOS != nil || config.addsEOS != nil else {
      return .around(start: mark(file.trainer.start, model), end: mark(file.trainer.end, model))
    }
    func token(_ name: String?) -> AddedToken? { name.flatMap { mark($0, model) } }
    return .around(
      start: config.addsBOS == true ? token(config.names.bos ?? file.trainer.start) : nil,
      end: config.addsEOS == true ? token(config.names.eos ?? file.trainer.end) : nil)
  }

  private func names(_ model: SentencePieceBPEModel) -> SpecialTokenNames {
    if let config { return config.names }
    return SpecialTokenNames(
      bos: mark(file.trainer.start, model)?.content, eos: mark(file.trainer.end, model)?.content,
      unk: model.unknown.map { content(file.pieces[$0.index]) },
      pad: mark(file.trainer.padding, model)?.content)
  }

  private func detokenizer(_ model: SentencePieceBPEModel) -> Detokenizer {
    var surfaces: [TokenID: String] = [:]
    for (id, piece) in file.pieces.enumerated() {
      switch piece.type {
      case .control: surfaces[TokenID(id)] = ""
      case .unknown: surfaces[TokenID(id)] = file.trainer.unknownSurface ?? " ⁇ "
      case .normal, .userDefined, .unused, .byte: break
      }
    }
    let spec = file.normalization
    return Detokenizer([
      .sentencePiece(
        SentencePieceDecoding(
          leadingSpaces: spec.removesExtraWhitespace
            ? .removed : spec.addsDummyPrefix ? .oneRemoved : .kept,
          hasBytes: file.trainer.fallsBackToBytes, surfaces: surfaces))
    ])
  }

  /// Runs the texts that the model has for this purpose.
  private func test(_ tokenizer: Tokenizer) throws(ModelFileError) {
    for sample in file.samples {
      let ids = tokenizer.encode(sample.input).ids
      let pieces = ids.compactMap { tokenizer.vocabulary.bytes(of: $0) }
      // An unknown character stands there as it is, which is no piece.
      guard let unknown = tokenizer.segmentation.unknown, !ids.contains(unknown) else { continue }
      if !pieces.joined(separator: [UInt8(ascii: " ")]).elementsEqual(sample.expected.utf8) {
        throw .malformed(
          "the model's own test of \"\(onOneLine(sample.input))\" fails.", at: place(sample.offset))
      }
    }
  }
}

extension SentencePieceFile.Piece {
  /// Whether text can make it.
  var isText: Bool {
    switch type {
    case .normal, .userDefined, .unused: true
    case .unknown, .control, .byte: false
    }
  }
}

extension ModelFileError {
  /// A piece has so many bytes.
  static func longPiece(_ count: Int, at place: FileLocation) -> ModelFileError {
    .malformed(
      "a piece has \(count) bytes; the limit is \(SentencePieceBPEModel.longestPiece). Take it out.",
      at: place)
  }
}
