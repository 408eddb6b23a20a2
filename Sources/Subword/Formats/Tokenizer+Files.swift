// From files and to files.
//
//     file  ──▶  its first bytes tell the format  ──▶  TokenizerJSONReader  ──▶  Tokenizer

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The file formats that a tokenizer can be written in.
public enum ModelFormat: Hashable, Sendable {
  /// Hugging Face's tokenizer.json.
  case tokenizerJSON
  /// GPT-2's pair of files, vocab.json and merges.txt, in a folder or under one name: the model
  /// without what is done to text around it.
  case vocabularyAndMerges
  /// tiktoken's ranks, with what they don't say in `NAME.encoding.json` beside them.
  case tiktoken
  /// Mistral's tekken.json.
  case tekken

  /// The format that the name of a file asks for; `nil` for none that is written.
  package init?(path: String) {
    let name = SystemCalls.name(of: path)
    if name.hasSuffix(".tiktoken") {
      self = .tiktoken
    } else if name.hasSuffix("vocab.json") || name.hasSuffix("merges.txt")
      || SystemCalls.status(of: path)?.kind == .folder
    {
      self = .vocabularyAndMerges
    } else if name.hasSuffix(".json") {
      self = name.contains("tekken") ? .tekken : .tokenizerJSON
    } else {
      return nil
    }
  }
}

/// What becomes of a tokenizer that a format can't hold whole, so that identifiers will be others.
public enum LossPolicy: Hashable, Sendable {
  /// It is an error, and nothing is written.
  case refuse
  /// It is written without what the format can't hold.
  case accept
}

extension Tokenizer {
  /// Reads a tokenizer from a file. Its contents tell the format, not its name.
  ///
  /// - Throws: What is wrong with the file, and where.
  public init(contentsOf url: URL) throws(ModelFileError) {
    try self.init(contentsOfFile: url.path)
  }

  /// Reads a tokenizer from a file of ranks, as tiktoken has them.
  ///
  /// - Parameters:
  ///   - url: A file of lines, each with a token in base64 and its rank.
  ///   - encoding: Whose pattern and special tokens belong to the ranks, which have to be as many as its own.
  /// - Throws: What is wrong with the file, and where.
  public init(contentsOf url: URL, encoding: TiktokenEncoding) throws(ModelFileError) {
    try self.init(contentsOfFile: url.path, encoding: encoding)
  }

  /// Reads a tokenizer from the file at `path`.
  package init(
    contentsOfFile path: String, encoding: TiktokenEncoding? = nil
  ) throws(ModelFileError) {
    func checkThatNoneIsNamed(_ kind: String) throws(ModelFileError) {
      if encoding != nil { throw .encodingOfOther(kind, path: path) }
    }
    if SystemCalls.status(of: path)?.kind == .folder {
      try checkThatNoneIsNamed("folder")
      self = try TokenizerFolder(path: Self.withoutLastSlashes(path)).read()
      return
    }
    if let metadata = try Self.metadataOfGGUF(path) {
      try checkThatNoneIsNamed("GGUF")
      self = try GGUFTokenizer.read(metadata, path: path)
      return
    }
    let bytes: [UInt8]
    do { bytes = try InputFile.bytes(of: path) } catch { throw .file(error) }
    if let pair = VocabularyAndMerges(bytes, at: path) {
      try checkThatNoneIsNamed("vocab.json or merges.txt")
      self = try pair.tokenizer(TokenizerConfig(inFolder: SystemCalls.folder(of: path)))
      return
    }
    try self.init(bytes, path: path, encoding: encoding)
  }

  /// A folder's path as messages and files in it need it; that of the root stays.
  private static func withoutLastSlashes(_ path: String) -> String {
    let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
    return end.map { String(path[...$0]) } ?? path
  }

  /// The metadata of a GGUF file, for the tensors behind it may be many times what memory holds; `nil`
  /// for a file of another format, and for a pipe, which is read once.
  private static func metadataOfGGUF(_ path: String) throws(ModelFileError) -> GGUFMetadata? {
    guard path != "-", SystemCalls.status(of: path)?.kind == .regular else { return nil }
    var file: InputFile
    do { file = try InputFile(path) } catch { throw .file(error) }
    return try GGUFMetadata(startOf: &file)
  }

  /// Reads a tokenizer from the bytes of a file.
  package init(
    _ bytes: [UInt8], path: String, encoding: TiktokenEncoding? = nil
  ) throws(ModelFileError) {
    let kind = FileKind(of: bytes)
    if let name = kind?.nameOfOther, encoding != nil {
      throw .encodingOfOther(name, path: path)
    }
    switch kind {
    case .ranks: try self.init(ranks: bytes, path: path, encoding: encoding)
    case .tokenizerJSON: self = try TokenizerJSONReader.read(bytes, path: path)
    case .tekken: self = try TekkenReader.read(bytes, path: path)
    case .gguf: self = try GGUFTokenizer.read(bytes, path: path)
    case .sentencePiece: self = try SentencePieceAssembly.read(bytes, path: path)
    case .encodingFile: throw .ranksNeeded(path: path)
    case .gzip: throw .compressed(path: path)
    // Ranks that start with a fault: the reader says which.
    case nil where encoding != nil:
      try self.init(ranks: bytes, path: path, encoding: encoding)
    case nil: throw .notRecognised(path: path)
    }
  }

  /// Writes the tokenizer to a file: the old one or the new one stands there, never half of it.
  ///
  /// A SentencePiece model becomes one of merges, as Hugging Face converts it. What was written is read
  /// again and compared on some 20,000 texts and on every token, unless it is a tokenizer.json of merges,
  /// which says all of it.
  ///
  /// - Throws: What is wrong with the file, or `notExpressible` for what the format can't hold and
  ///   identifiers depend on, if such losses are refused.
  public func write(
    to url: URL, as format: ModelFormat, losses: LossPolicy = .refuse
  ) throws(ModelFileError) {
    try write(toFile: url.path, as: format, losses: losses)
  }

  /// The same for the file at `path`.
  ///
  /// - Returns: The files that were written: a format may have more than one, the one asked for comes first.
  @discardableResult
  package func write(
    toFile path: String, as format: ModelFormat, losses: LossPolicy = .refuse
  ) throws(ModelFileError) -> [String] {
    let conversion = try Conversion(self, as: format, to: path)
    switch losses {
    case .accept: break
    case .refuse: try check(conversion, format, path)
    }
    try conversion.write()
    return conversion.paths
  }

  /// Checks that the files of a conversion give this tokenizer's identifiers.
  private func check(
    _ conversion: Conversion, _ format: ModelFormat, _ path: String
  ) throws(ModelFileError) {
    if let loss = conversion.losses.first(where: \.changesIdentifiers) {
      throw .notExpressible(loss.part, format: format.name, path: path)
    }
    if segmentation.bpe == nil || format != .tokenizerJSON,
      let text = TokenizerComparison(self, try conversion.reread()).difference
    {
      throw .notExpressible(
        "what makes the identifiers of \"\(excerpt(text))\"", format: format.name, path: path)
    }
  }

  /// The tokenizer as a tokenizer.json; `notExpressible` for one whose model has no merges.
  package func tokenizerJSON() throws(ModelFileError) -> [UInt8] {
    let path = "tokenizer.json"
    guard let source = BPETokenizer(self) else {
      throw .notExpressible(
        "the scores of a SentencePiece model", format: ModelFormat.tokenizerJSON.name, path: path)
    }
    do { return try source.tokenizerJSON() } catch {
      throw .malformed(error.reason, at: FileLocation(file: path, line: 1, byteOffset: 0))
    }
  }
}
