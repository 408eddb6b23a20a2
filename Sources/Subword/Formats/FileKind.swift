// Which format a file has: its contents tell, not its name.

/// The formats that are read.
enum FileKind: Hashable {
  /// Hugging Face's tokenizer.json.
  case tokenizerJSON
  /// Mistral's tekken.json.
  case tekken
  /// tiktoken's ranks.
  case ranks
  /// What stands beside ranks.
  case encodingFile
  /// ggml's GGUF.
  case gguf
  /// sentencepiece's .model.
  case sentencePiece
  /// What gzip has packed. Nothing unpacks it here.
  case gzip

  /// The format of a file that holds `bytes`; `nil` for none of these.
  init?(of bytes: [UInt8]) {
    let first = bytes.first { $0 != 0x20 && !(0x9...0xD).contains($0) }
    // A byte order mark has its own message, which the reader of JSON gives.
    if first == UInt8(ascii: "{") || bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = Self.kind(ofObject: bytes)
    } else if bytes.starts(with: GGUFReader.magic) {
      self = .gguf
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .gzip
    } else if RanksReader.recognises(bytes) {
      self = .ranks
    } else if SentencePieceFile.recognises(bytes) {
      self = .sentencePiece
    } else {
      return nil
    }
  }

  /// What messages call a tokenizer's file that isn't one of ranks; `nil` for any other.
  var nameOfOther: String? {
    switch self {
    case .tokenizerJSON: "tokenizer.json"
    case .tekken: "tekken.json"
    case .gguf: "GGUF"
    case .sentencePiece: "model of sentencepiece"
    case .ranks, .encodingFile, .gzip: nil
    }
  }

  /// The format of a JSON object: the first key that one format alone has tells.
  ///
  /// What can't be read as JSON is the error of the format that most files have.
  private static func kind(ofObject bytes: [UInt8]) -> FileKind {
    var json = JSONReader(bytes)
    var key: [UInt8] = []
    do {
      try json.enterObject()
      while try json.nextKey(appendingTo: &key) {
        switch String(decoding: key, as: UTF8.self) {
        case "config", "multimodal", "audio", "image": return .tekken
        case "vocab": return try json.peek() == .array ? .tekken : .tokenizerJSON
        case "pattern": return .encodingFile
        case "special_tokens": return try json.peek() == .array ? .tekken : .encodingFile
        case "name", "source", "explicit_n_vocab", "type": try json.skipValue()
        default: return .tokenizerJSON
        }
        key.removeAll(keepingCapacity: true)
      }
    } catch {
      return .tokenizerJSON
    }
    return .tokenizerJSON
  }
}
