// Reads Hugging Face's tokenizer.json.
//
//     bytes ─▶ JSONReader ─▶ TokenizerJSONReader ─▶ Tokenizer
//                               ├─ small parts: PipelineTree ─▶ PipelineValue ─▶ steps
//                               │    TokenizerJSON+Normalizer, +Pretokenizer, +PostProcessor,
//                               │    +Detokenizer, +Lengths: each part read and written in one file
//                               ├─ TokenizerJSON+AddedTokens
//                               └─ TokenizerJSON+BPE ─▶ RawBPE ─▶ BPEAssembly ─▶ BPEModel
//
// What could change identifiers and isn't known here is an error that names it.

/// A walk through one file.
struct TokenizerJSONReader {
  let file: SourceFile
  var json: JSONReader

  /// The parts of the file, read in whatever order they come.
  var normalizer: [Normalizer.Step]?
  var pretokenizer: [Pretokenizer.Step]?
  var postProcessor: [PostProcessor.Step]?
  var detokenizer: [Detokenizer.Step]?
  /// The parts of these steps as they stand in the file, for messages.
  private var parts: [Key: PipelineValue] = [:]
  private var truncation: Truncation?
  private var padding: Padding?
  var model: RawBPE?
  /// The file of the merges, where they have one of their own.
  var mergeFile: SourceFile?
  /// What files beside say: the purposes of tokens, and the tokens around each text.
  var specialTokenNames: SpecialTokenNames?
  var ends: (bos: String?, eos: String?)?
  var added: [RawAddedToken] = []
  var provenance: [UInt8]?
  var notes: [TokenizerNote] = []

  private enum Key: String, CaseIterable {
    case version, truncation, padding, normalizer, model, decoder
    case addedTokens = "added_tokens"
    case pretokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }

  init(_ file: SourceFile) {
    json = JSONReader(file.bytes)
    self.file = file
  }

  /// Reads the whole file.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> Tokenizer {
    var reader = TokenizerJSONReader(SourceFile(path: path, bytes: bytes))
    try reader.readParts()
    return try reader.assemble()
  }

  mutating func readParts() throws(ModelFileError) {
    var members = JSONMembers<Key>()
    try located { (json) throws(JSONError) in try members.enter(&json) }
    while let member = try located({ (json) throws(JSONError) in try members.next(&json) }) {
      switch member {
      case .known(let key): try readPart(key)
      case .unknown(let name): try keep(name, in: nil)
      }
    }
    try located { (json) throws(JSONError) in try json.finish() }
  }

  private mutating func readPart(_ key: Key) throws(ModelFileError) {
    switch key {
    case .version: try readVersion()
    case .truncation: truncation = try value(key).unlessNull.map(Truncation.init)
    case .padding: padding = try value(key).unlessNull.map(Padding.init)
    case .normalizer: normalizer = try Normalizer.Step.steps(of: part(key))
    case .pretokenizer: pretokenizer = try Pretokenizer.Step.steps(of: part(key))
    case .postProcessor: postProcessor = try postProcessor(value(key))
    case .decoder: detokenizer = try Detokenizer.Step.steps(of: part(key))
    case .addedTokens: try readAddedTokens()
    case .model: model = try readModel()
    }
  }

  /// The value of a part whose steps may turn out not to run.
  private mutating func part(_ key: Key) throws(ModelFileError) -> PipelineValue {
    let value = try value(key)
    parts[key] = value
    return value
  }

  private mutating func value(_ key: Key) throws(ModelFileError) -> PipelineValue {
    let tree = try located { (json) throws(JSONError) in try PipelineTree.read(&json) }
    return PipelineValue(tree: tree, path: key.rawValue, file: file)
  }

  /// The steps of a post-processor that runs.
  private func postProcessor(
    _ value: PipelineValue
  ) throws(ModelFileError) -> [PostProcessor.Step]? {
    guard let steps = try PostProcessor.Step.steps(of: value) else { return nil }
    do { try PostProcessor(steps).check() } catch {
      throw .malformed("\(value.path): \(error.reasonInFile)", at: value.location)
    }
    return steps
  }

  private mutating func readVersion() throws(ModelFileError) {
    let value = try value(.version)
    _ = try value.choice([("1.0", ())])
  }

  // MARK: What has no meaning here

  /// Keeps a member that isn't known and can't change identifiers.
  mutating func keep(_ name: [UInt8], in part: String?) throws(ModelFileError) {
    let offset = json.keyOffset
    let key = String(decoding: name, as: UTF8.self)
    let path = [part, excerpt(key)].compactMap { $0 }.joined(separator: ".")
    guard TokenizerNote.isHarmless(key) else {
      throw .unsupported(
        part: part == nil ? "the key \"\(path)\"" : path, at: file.location(offset))
    }
    if key == "provenance" { return try readProvenance(at: offset) }
    guard !notes.contains(where: { $0.name.utf8.elementsEqual(key.utf8) }) else {
      throw standsTwice(key, at: offset)
    }
    notes.append(TokenizerNote(key, json: try readRaw()))
  }

  /// Reads what the vocabulary was trained from, which stands in the model or outside.
  mutating func readProvenance(at offset: Int) throws(ModelFileError) {
    if provenance != nil { throw standsTwice("provenance", at: offset) }
    provenance = try readRaw()
  }

  private func standsTwice(_ key: String, at offset: Int) -> ModelFileError {
    .malformed(
      "the key \"\(excerpt(key))\" stands in the model and outside", at: file.location(offset))
  }

  /// Reads a value and gives its bytes.
  mutating func readRaw() throws(ModelFileError) -> [UInt8] {
    let range = try located { (json) throws(JSONError) in try json.captureValue() }
    return Array(file.bytes[range])
  }

  // MARK: The whole

  /// The tokenizer that the parts make.
  func assemble() throws(ModelFileError) -> Tokenizer {
    guard let model else { throw .missing(part: "model", at: file.location(0)) }
    let pretokenizer = Pretokenizer(self.pretokenizer ?? [])
    let assembly = BPEAssembly(
      model, added: added, isByteLevel: pretokenizer.endsInBytes, in: file, mergesIn: mergeFile)
    let bpe = try assembly.model()
    func token(_ name: String?) -> AddedToken? {
      name.flatMap { name in bpe.addedTokens.first { $0.content.utf8.elementsEqual(name.utf8) } }
    }
    let postProcessor =
      ends.map { PostProcessor.around(start: token($0.bos), end: token($0.eos)) }
      ?? PostProcessor(self.postProcessor ?? [])
    do throws(TokenEncodingError) {
      return try Tokenizer(
        normalizer: normalizer.map { Normalizer($0) }, pretokenizer: pretokenizer, model: bpe,
        postProcessor: postProcessor, detokenizer: decoder, truncation: truncation,
        padding: padding, specialTokenNames: specialTokenNames, provenance: provenance, notes: notes
      )
    } catch {
      try checkSteps()
      throw .unusable(error, path: file.path)
    }
  }

  /// Looks for a step that can't run, and says where it stands.
  private func checkSteps() throws(ModelFileError) {
    if let normalizer = parts[.normalizer] { try Normalizer.Step.check(normalizer) }
    if let pretokenizer = parts[.pretokenizer] { try Pretokenizer.Step.check(pretokenizer) }
    if let decoder = parts[.decoder] { try Detokenizer.Step.check(decoder) }
  }

  /// No decoder puts spaces between tokens. A `Sequence` of none doesn't: that is `Fuse`.
  private var decoder: Detokenizer {
    guard let detokenizer else { return Detokenizer([]) }
    return Detokenizer(detokenizer.isEmpty ? [.fuse] : detokenizer)
  }

  // MARK: Places

  /// Calls `body`; what goes wrong there gets its place, and a value that isn't what it should be
  /// its path.
  mutating func located<Result>(
    at path: String? = nil, _ body: (inout JSONReader) throws(JSONError) -> Result
  ) throws(ModelFileError) -> Result {
    do { return try body(&json) } catch {
      guard let path, error.isAboutValue else { throw file.malformed(error) }
      throw .malformed("\(path): \(error.reason)", at: file.location(error.offset))
    }
  }
}
