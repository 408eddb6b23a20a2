// The folder of a model, as Hugging Face's hub has them.
//
//     folder ─▶ tokenizer.json, or vocab.json + merges.txt, or another tokenizer's file
//                 └─ with what tokenizer_config.json and the like say beside it ─▶ Tokenizer
//
// What transformers 5 does with the files beside a tokenizer.json: tokens of `added_tokens_decoder` and
// special tokens, those with a name and those in a list of more, are added where they aren't, and
// `add_prefix_space` replaces the switch of a lone ByteLevel. `add_bos_token` and `add_eos_token` count
// where there is no tokenizer.json. added_tokens.json counts only where nothing newer does.
// `clean_up_tokenization_spaces` is the caller's to ask for: it loses text.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a tokenizer from a folder.
struct TokenizerFolder {
  let path: String

  /// Files of other formats by the order in which they are taken.
  private static let others = ["tokenizer.model", "tekken.json", "tiktoken.model"]

  func read() throws(ModelFileError) -> Tokenizer {
    if !SystemCalls.canRead(inFolder: path) { throw .file(.cannotOpen(path: path, .last)) }
    let config = try TokenizerConfig(inFolder: path)
    let tokenizerJSON = path + "/tokenizer.json"
    if SystemCalls.isFile(tokenizerJSON) {
      var reader = TokenizerJSONReader(try SourceFile(contentsOfFile: tokenizerJSON))
      try reader.readParts()
      if let config { reader.apply(config) }
      return try reader.assemble()
    }
    if let pair = VocabularyAndMerges(inFolder: path) { return try pair.tokenizer(config) }
    guard let file = try otherFile() else { throw .nothingInFolder(path: path) }
    guard let config else { return try Tokenizer(contentsOfFile: file) }
    if file.hasSuffix(Self.bigEnd) {
      let tokenizer = try Tokenizer(contentsOfFile: file)
      try config.check(tokenizer, in: file)
      return tokenizer
    }
    let bytes: [UInt8]
    do { bytes = try InputFile.bytes(of: file) } catch { throw .file(error) }
    if FileKind(of: bytes) == .sentencePiece {
      return try SentencePieceAssembly.read(bytes, path: file, config)
    }
    let tokenizer = try Tokenizer(bytes, path: file)
    try config.check(tokenizer, in: file)
    return tokenizer
  }

  /// Ends of the names of files that are taken if there is one of them.
  private static let ends = [".tiktoken", ".model", bigEnd]
  /// Such a file isn't read whole.
  private static let bigEnd = ".gguf"

  /// A file of another format: one by its name, or the only one whose name ends as theirs do.
  private func otherFile() throws(ModelFileError) -> String? {
    let files = Self.others.map { path + "/" + $0 }
    if let file = files.first(where: SystemCalls.isFile) { return file }
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch { return nil }
    let found = names.filter { name in Self.ends.contains { name.hasSuffix($0) } }.sorted()
    if found.count > 1 { throw .severalInFolder(found, path: path) }
    return found.first.map { SystemCalls.path(of: $0, in: path) }
  }
}

extension VocabularyAndMerges {
  /// The tokenizer of the pair.
  func tokenizer(_ config: TokenizerConfig?) throws(ModelFileError) -> Tokenizer {
    try Self.tokenizer(
      SourceFile(contentsOfFile: vocabularyPath), SourceFile(contentsOfFile: mergesPath), config,
      provenance: ProvenanceFile.read(beside: vocabularyPath))
  }

  /// The tokenizer of two files in memory.
  static func tokenizer(
    _ vocabulary: SourceFile, _ merges: SourceFile, _ config: TokenizerConfig?,
    provenance: [UInt8]? = nil
  ) throws(ModelFileError) -> Tokenizer {
    let model = try model(vocabulary, merges)
    var reader = TokenizerJSONReader(vocabulary)
    reader.take(model, merges, try PairPipeline(config, vocabulary))
    reader.provenance = provenance
    if let config {
      reader.apply(config)
      reader.takeEnds(of: config)
    }
    return try reader.assemble()
  }
}

extension TokenizerConfig {
  /// Checks that a file of a format that has all of its tokens has these, too.
  fileprivate func check(_ tokenizer: Tokenizer, in file: String) throws(ModelFileError) {
    for token in addedTokens.map(\.token) + specialTokens
    where tokenizer.vocabulary.id(of: Array(token.content.utf8).span) == nil
      && !tokenizer.addedTokens.all.contains(where: {
        $0.content.utf8.elementsEqual(token.content.utf8)
      })
    {
      throw .unsupported(
        part: "the token \"\(excerpt(token.content))\" of the files beside, which is missing here,",
        at: FileLocation(file: shown(file), line: 1, byteOffset: 0))
    }
  }
}

extension TokenizerJSONReader {
  /// Takes what files beside the tokenizer's own say.
  mutating func apply(_ config: TokenizerConfig) {
    added += config.addedTokens
    let names = config.names
    var known = Set(added.map { Array($0.token.content.utf8) })
    for token in config.specialTokens where known.insert(Array(token.content.utf8)).inserted {
      // The identifier comes with all others.
      added.append(RawAddedToken(token: token, offset: 0))
    }
    specialTokenNames = names
    if let addsPrefixSpace = config.addsPrefixSpace { take(addsPrefixSpace: addsPrefixSpace) }
  }

  /// Takes which tokens stand around a text, if anything is said of them.
  mutating func takeEnds(of config: TokenizerConfig) {
    guard config.addsBOS != nil || config.addsEOS != nil else { return }
    let names = config.names
    ends = (config.addsBOS == true ? names.bos : nil, config.addsEOS == true ? names.eos : nil)
  }

  /// Takes whether a space comes in front of a text, where bytes are all that the pretokenizer cares
  /// for: transformers rebuilds it only then.
  private mutating func take(addsPrefixSpace: Bool) {
    guard let steps = pretokenizer, steps.count == 1,
      case .byteLevel(_, let trimsOffsets, let usesPattern) = steps[0]
    else { return }
    pretokenizer = [
      .byteLevel(
        addsPrefixSpace: addsPrefixSpace, trimsOffsets: trimsOffsets, usesPattern: usesPattern)
    ]
  }

  /// Takes a model of two files, and what is done around it.
  mutating func take(_ model: RawBPE, _ merges: SourceFile, _ pipeline: PairPipeline) {
    self.model = model
    mergeFile = merges
    normalizer = pipeline.normalizer?.steps
    pretokenizer = pipeline.pretokenizer.steps
    postProcessor = pipeline.postProcessor.steps
    detokenizer = Detokenizer.byteLevel.steps
  }
}
