// From one format to another, with a list of what the other can't say.
//
//     Tokenizer  ──▶  Conversion: files, losses  ──▶  the tokenizer that the files hold, to compare
//
// Nothing is written here before its contents are known to be whole. What each format loses is in
// `Conversion+Losses.swift`.

/// Files for a tokenizer in one format.
package struct Conversion {
  /// Something that the format has no place for.
  package struct Loss: Hashable, Sendable {
    /// What it is, in the words of a message.
    package let part: String
    /// Whether identifiers may be others without it.
    package let changesIdentifiers: Bool
  }

  package private(set) var losses: [Loss] = []
  private let format: ModelFormat
  private let path: String
  /// The files by their paths, the one that was asked for first.
  private var files: [(path: String, bytes: [UInt8])] = []

  /// What `tokenizer` is in `format`, at `path`.
  ///
  /// - Throws: `notExpressible` where the format can't hold the tokens at all.
  package init(
    _ tokenizer: Tokenizer, as format: ModelFormat, to path: String
  ) throws(ModelFileError) {
    self.format = format
    self.path = path
    let source: BPETokenizer
    if let own = BPETokenizer(tokenizer) {
      source = own
    } else {
      source = try Self.withMerges(tokenizer, format, path)
      lose("how text of unknown pieces and marks is decoded")
    }
    switch format {
    case .tokenizerJSON: try makeTokenizerJSON(source)
    case .tiktoken: try makeRanks(source)
    case .tekken: try makeTekken(source)
    case .vocabularyAndMerges: try makePair(source)
    }
  }

  mutating func lose(_ part: String, changesIdentifiers: Bool = false) {
    losses.append(Loss(part: part, changesIdentifiers: changesIdentifiers))
  }

  /// A SentencePiece model with merges in the place of scores, which only a tokenizer.json can hold.
  private static func withMerges(
    _ tokenizer: Tokenizer, _ format: ModelFormat, _ path: String
  ) throws(ModelFileError) -> BPETokenizer {
    guard format == .tokenizerJSON, case .sentencePieceBPE(let model) = tokenizer.segmentation
    else {
      throw .notExpressible(
        "the scores of a SentencePiece model", format: format.name, path: path)
    }
    let converted = try SentencePieceMerges(tokenizer, model).converted(for: path)
    guard let result = BPETokenizer(converted) else {
      throw .notExpressible("the scores of this model", format: format.name, path: path)
    }
    return result
  }

  // MARK: Formats

  private mutating func makeTokenizerJSON(_ source: BPETokenizer) throws(ModelFileError) {
    if source.model.options.ranksTokens {
      lose("the equal ranks of merges that make one token")
    }
    listNames(of: source)
    if let normalizer = source.tokenizer.normalizer, normalizer.unicode != .normalization {
      lose("that normal forms are of Unicode \(normalizer.unicode)", changesIdentifiers: true)
    }
    do { files = [(path, try source.tokenizerJSON())] } catch { throw Self.failure(error, path) }
  }

  private mutating func makeRanks(_ source: BPETokenizer) throws(ModelFileError) {
    try checkBytes(source)
    guard let encoding = source.encodingFile() else { throw pretokenizerNotExpressible }
    listRankLosses(of: source)
    if !source.tokenizer.postProcessor.addedTokens.isEmpty { lose("the tokens around a text") }
    files = [
      (path, source.ranksFile()), (EncodingFile.path(beside: path), encoding.json),
    ]
    addProvenance(of: source, beside: path)
  }

  private mutating func makeTekken(_ source: BPETokenizer) throws(ModelFileError) {
    try checkBytes(source)
    guard let pattern = TiktokenPattern.spelling(of: source.tokenizer.pretokenizer) else {
      throw pretokenizerNotExpressible
    }
    guard let count = source.tekkenSpecialCount() else {
      throw .notExpressible(
        "identifiers other than special tokens, bytes, merges in this order",
        format: format.name, path: path)
    }
    listRankLosses(of: source)
    listTekkenLosses(of: source)
    files = [(path, source.tekkenFile(pattern: pattern, specialCount: count))]
  }

  private mutating func makePair(_ source: BPETokenizer) throws(ModelFileError) {
    let isFolder = SystemCalls.status(of: path)?.kind == .folder
    let pair = VocabularyAndMerges(
      at: isFolder ? SystemCalls.path(of: "vocab.json", in: path) : path)
    guard let merges = source.mergesText() else {
      throw .unsupported(
        part: "a token with a space or a line end in merges.txt",
        at: FileLocation(file: shown(pair.mergesPath), line: 1, byteOffset: 0))
    }
    listPairLosses(of: source)
    do { files = [(pair.vocabularyPath, try source.vocabularyJSON())] } catch {
      throw Self.failure(error, pair.vocabularyPath)
    }
    files.append((pair.mergesPath, merges))
    addProvenance(of: source, beside: pair.vocabularyPath)
  }

  /// Adds a file beside, for a format that has no room for where a vocabulary came from.
  private mutating func addProvenance(of source: BPETokenizer, beside path: String) {
    guard let provenance = source.tokenizer.provenance else { return }
    files.append((ProvenanceFile.path(beside: path), provenance + [UInt8(ascii: "\n")]))
  }

  private static func failure(_ error: JSONError, _ path: String) -> ModelFileError {
    .malformed(error.reason, at: FileLocation(file: shown(path), line: 1, byteOffset: 0))
  }

  private var pretokenizerNotExpressible: ModelFileError {
    .notExpressible("the pretokenizer", format: format.name, path: path)
  }

  private func checkBytes(_ source: BPETokenizer) throws(ModelFileError) {
    guard source.model.units == .bytes else {
      throw .notExpressible("a vocabulary that isn't of bytes", format: format.name, path: path)
    }
    for byte in UInt8.min...UInt8.max
    where source.vocabulary.id(of: CollectionOfOne(byte)) == nil {
      throw .notExpressible(
        "a vocabulary without the byte \(ByteFallback.spelling(of: byte))", format: format.name,
        path: path)
    }
  }

  // MARK: Afterwards

  /// The tokenizer that the files hold, read from memory.
  package func reread() throws(ModelFileError) -> Tokenizer {
    switch format {
    case .tokenizerJSON, .tekken: return try Tokenizer(files[0].bytes, path: files[0].path)
    case .tiktoken:
      let encoding = try EncodingFile.read(files[1].bytes, path: files[1].path)
      return try Tokenizer(ranks: files[0].bytes, path: files[0].path, encoding)
    case .vocabularyAndMerges:
      let (vocabulary, merges) = (files[0], files[1])
      return try VocabularyAndMerges.tokenizer(
        SourceFile(path: vocabulary.path, bytes: vocabulary.bytes),
        SourceFile(path: merges.path, bytes: merges.bytes), nil)
    }
  }

  /// Where the files will stand.
  package var paths: [String] { files.map(\.path) }

  /// Writes the files: all or, unless the system fails between two renames, none.
  package func write() throws(ModelFileError) {
    do { try AtomicFile.write(files[...]) } catch { throw .file(error) }
  }
}

extension ModelFormat {
  /// What messages call it.
  var name: String {
    switch self {
    case .tokenizerJSON: "tokenizer.json"
    case .vocabularyAndMerges: "a pair of vocab.json and merges.txt"
    case .tiktoken: "a file of ranks"
    case .tekken: "tekken.json"
    }
  }
}
