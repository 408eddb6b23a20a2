// From one format to another, with a list of what the other can't say.
//
//     Tokenizer  ──▶  Conversion: files, losses  ──▶  the tokenizer that the files hold, to compare
//
// Nothing is written here before its contents are known to be whole.

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
    switch format {
    case .tokenizerJSON: try makeTokenizerJSON(tokenizer)
    case .tiktoken: try makeRanks(tokenizer)
    case .tekken: try makeTekken(tokenizer)
    case .vocabularyAndMerges:
      // A pair of files has a way of its own: `Tokenizer.write(to:as:)`.
      throw .notExpressible("two files", format: "a conversion", path: path)
    }
  }

  private mutating func lose(_ part: String, changesIdentifiers: Bool = false) {
    losses.append(Loss(part: part, changesIdentifiers: changesIdentifiers))
  }

  // MARK: Formats

  private mutating func makeTokenizerJSON(_ tokenizer: Tokenizer) throws(ModelFileError) {
    if case .sentencePieceBPE = tokenizer.segmentation {
      throw .notExpressible(
        "the scores of a SentencePiece model", format: "tokenizer.json", path: path)
    }
    if tokenizer.model.options.ranksTokens {
      lose("the equal ranks of merges that make one token")
    }
    if let normalizer = tokenizer.normalizer, normalizer.unicode != .normalization {
      lose("that normal forms are of Unicode \(normalizer.unicode)", changesIdentifiers: true)
    }
    let bytes: [UInt8]
    do { bytes = try tokenizer.tokenizerJSON() } catch {
      throw .malformed(error.reason, at: FileLocation(file: path, line: 1, byteOffset: 0))
    }
    files = [(path, bytes)]
  }

  private mutating func makeRanks(_ tokenizer: Tokenizer) throws(ModelFileError) {
    try checkBytes(tokenizer, "a file of ranks")
    guard let encoding = tokenizer.encodingFile() else {
      throw .notExpressible("the pretokenizer", format: "a file of ranks", path: path)
    }
    listRankLosses(of: tokenizer)
    if !tokenizer.postProcessor.addsTokens.isEmpty { lose("the tokens around a text") }
    files = [
      (path, tokenizer.ranksFile()), (EncodingFile.path(beside: path), encoding.json),
    ]
    if let provenance = tokenizer.provenance {
      files.append((Self.provenancePath(beside: path), provenance + [UInt8(ascii: "\n")]))
    }
  }

  private mutating func makeTekken(_ tokenizer: Tokenizer) throws(ModelFileError) {
    try checkBytes(tokenizer, "tekken.json")
    guard let pattern = TiktokenPattern.spelling(of: tokenizer.pretokenizer) else {
      throw .notExpressible("the pretokenizer", format: "tekken.json", path: path)
    }
    guard let count = tokenizer.tekkenSpecialCount() else {
      throw .notExpressible(
        "identifiers other than special tokens, bytes, merges in this order",
        format: "tekken.json", path: path)
    }
    listRankLosses(of: tokenizer)
    files = [(path, tokenizer.tekkenFile(pattern: pattern, specialCount: count))]
  }

  private func checkBytes(
    _ tokenizer: Tokenizer, _ name: String
  ) throws(ModelFileError) {
    guard tokenizer.model.units == .bytes, case .bpe = tokenizer.segmentation else {
      throw .notExpressible("a vocabulary that isn't of bytes", format: name, path: path)
    }
  }

  /// What ranks leave out, beside the tokens around a text.
  private mutating func listRankLosses(of tokenizer: Tokenizer) {
    if tokenizer.normalizer.map({ !$0.steps.isEmpty }) ?? false {
      lose("the normalizer", changesIdentifiers: true)
    }
    let options = tokenizer.model.options
    if options.dropout != nil { lose("dropout", changesIdentifiers: true) }
    if !options.continuingPrefix.isEmpty || !options.endOfWordSuffix.isEmpty {
      lose("prefix and suffix of tokens", changesIdentifiers: true)
    }
    let added = tokenizer.addedTokens.all
    if added.contains(where: { !$0.isSpecial }) {
      lose("that some added tokens are found in every text", changesIdentifiers: true)
    }
    if added.contains(where: { $0.isSingleWord || $0.stripsLeft || $0.stripsRight }) {
      lose("what added tokens do to the text beside them")
    }
    if tokenizer.truncation != nil { lose("truncation") }
    if tokenizer.padding != nil { lose("padding") }
    if case .byteLevel = tokenizer.detokenizer.steps.first {} else { lose("the decoder") }
  }

  /// `NAME.provenance.json` for `NAME.tiktoken`.
  static func provenancePath(beside path: String) -> String {
    EncodingFile.path(beside: path).replacing(".encoding.json", with: ".provenance.json")
  }

  // MARK: Afterwards

  /// The tokenizer that the files hold, read from memory.
  package func reread() throws(ModelFileError) -> Tokenizer {
    guard format == .tiktoken, files.count > 1 else {
      return try Tokenizer(files[0].bytes, path: path)
    }
    let encoding = try EncodingFile.read(files[1].bytes, path: files[1].path)
    return try Tokenizer(ranks: files[0].bytes, path: path, encoding)
  }

  /// Writes the files: those beside first, so that the one that was asked for finds them.
  package func write() throws(ModelFileError) {
    for (path, bytes) in files.reversed() {
      do { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
    }
  }
}

extension PostProcessor {
  /// The tokens that it puts around texts.
  fileprivate var addsTokens: [TokenID] {
    steps.flatMap { step -> [TokenID] in
      switch step {
      case .template(let template): template.specialTokens.flatMap(\.ids)
      case .bert(let separator, let classifier): [separator.id, classifier.id]
      case .roberta(let separator, let classifier, _, _): [separator.id, classifier.id]
      case .byteLevel: []
      }
    }
  }
}
