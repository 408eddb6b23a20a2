// Reads Hugging Face's tokenizer.json.
//
//     bytes  ──▶  JSONReader  ──▶  TokenizerJSONReader  ──▶  Tokenizer
//                                     ├─ TokenizerJSON+Pipeline: normalizer, pre_tokenizer, decoder
//                                     └─ TokenizerJSON+BPE: vocab and merges
//
// What could change identifiers and isn't known here is an error that names it.

/// A walk through one file.
struct TokenizerJSONReader {
  let path: String
  var json: JSONReader

  /// The parts of the file, read in whatever order they come.
  var normalizer: Normalizer?
  var split: [PretokenizerPart] = []
  var decoder: Detokenizer?
  var hasByteLevelDecoder = false
  var added: [(token: AddedToken, offset: Int)] = []
  /// Where the first added token is that is looked for in normalized text.
  var normalizedToken: Int?
  var model: RawBPE?

  private enum Key: String, CaseIterable {
    case version, truncation, padding, normalizer, model, decoder
    case addedTokens = "added_tokens"
    case pretokenizer = "pre_tokenizer"
    case postProcessor = "post_processor"
  }

  init(_ bytes: [UInt8], path: String) {
    json = JSONReader(bytes)
    self.path = path
  }

  /// Reads the whole file.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> Tokenizer {
    var reader = TokenizerJSONReader(bytes, path: path)
    try reader.readParts()
    return try reader.assemble()
  }

  private mutating func readParts() throws(ModelFileError) {
    var members = JSONMembers<Key>()
    try located { (reader) throws(JSONError) in try members.enter(&reader.json) }
    while let member = try located({ (reader) throws(JSONError) in try members.next(&reader.json) })
    {
      switch member {
      case .known(let key): try readPart(key)
      case .unknown(let key):
        throw .unsupported(part: "the key \(String(decoding: key, as: UTF8.self))", at: here)
      }
    }
    try located { (reader) throws(JSONError) in try reader.json.finish() }
  }

  private mutating func readPart(_ key: Key) throws(ModelFileError) {
    switch key {
    case .version:
      let version = try located { (reader) throws(JSONError) in try reader.json.readString() }
      if version != "1.0" { throw .unsupported(part: "version \(version)", at: here) }
    case .truncation, .padding:
      let isNull = try located { (reader) throws(JSONError) in try reader.json.readNullIfPresent() }
      if !isNull { throw .unsupported(part: key.rawValue, at: here) }
    case .normalizer: normalizer = try readNormalizer()
    case .pretokenizer: split = try readPretokenizer()
    case .postProcessor: try readPostProcessor()
    case .decoder: try readDecoder()
    case .addedTokens: try readAddedTokens()
    case .model: model = try readModel()
    }
  }

  private func assemble() throws(ModelFileError) -> Tokenizer {
    guard let model else { throw .missing(part: "model", at: location(0)) }
    if normalizer != nil, let normalizedToken {
      throw .unsupported(
        part: "an added token that is normalized, beside a normalizer",
        at: location(normalizedToken))
    }
    let isByteLevel = split.contains(.byteLevel)
    let bpe = try model.assemble(isByteLevel: isByteLevel, added: added, in: self)
    let pretokenizer = try pretokenizer(from: split)
    let tokenizer: Tokenizer
    do {
      tokenizer = try Tokenizer(
        normalizer: normalizer, pretokenizer: pretokenizer, model: bpe,
        detokenizer: decoder ?? Detokenizer([]), provenance: model.provenance)
    } catch {
      throw .unusable(error, path: path)
    }
    if isByteLevel != hasByteLevelDecoder {
      throw .unsupported(part: "a decoder that doesn't fit the pretokenizer", at: location(0))
    }
    return tokenizer
  }

  // MARK: Places

  /// Where the walk is.
  var here: FileLocation { location(json.position) }

  func location(_ offset: Int) -> FileLocation {
    FileLocation(file: shown(path), byteOffset: offset, in: json.bytes)
  }

  /// Calls `body`; what goes wrong with the JSON there gets its place.
  mutating func located<Result>(
    _ body: (inout TokenizerJSONReader) throws(JSONError) -> Result
  ) throws(ModelFileError) -> Result {
    do { return try body(&self) } catch { throw malformed(error) }
  }

  func malformed(_ error: JSONError) -> ModelFileError {
    .malformed(error.reason, at: location(error.offset))
  }
}
