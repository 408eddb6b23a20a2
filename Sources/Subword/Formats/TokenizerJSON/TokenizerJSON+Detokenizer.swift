// The decoders of a tokenizer.json, read and written.

extension Detokenizer.Step: CheckableStep {
  static var noun: String { "decoder" }
  static var listName: String { "decoders" }
  static var untagged: [(type: String, members: [String])] {
    [
      ("BPEDecoder", ["suffix"]),
      ("WordPiece", ["prefix", "cleanup"]),
      ("CTC", ["pad_token", "word_delimiter_token", "cleanup"]),
      ("Replace", ["pattern", "content"]),
      ("Strip", ["content", "start", "stop"]),
    ]
  }

  init?(type: String, _ object: inout PipelineObject) throws(ModelFileError) {
    switch type {
    case "ByteFallback": self = .byteFallback
    case "Fuse": self = .fuse
    case "ByteLevel":
      let settings = try ByteLevelSettings(&object)
      self = .byteLevel(
        addsPrefixSpace: settings.addsPrefixSpace, trimsOffsets: settings.trimsOffsets,
        usesPattern: settings.usesPattern)
    case "Metaspace":
      let settings = try MetaspaceSettings(&object)
      self = .metaspace(
        replacement: settings.replacement, prepends: settings.prepends, cuts: settings.cuts)
    case "WordPiece":
      self = .wordPiece(
        prefix: try object.required("prefix").string(),
        cleansUp: try object.required("cleanup").bool())
    case "BPEDecoder": self = .bpe(suffix: try object.required("suffix").string())
    case "CTC":
      self = .ctc(
        padToken: try object.required("pad_token").string(),
        wordDelimiter: try object.required("word_delimiter_token").string(),
        cleansUp: try object.required("cleanup").bool())
    case "Strip":
      self = .strip(
        content: try object.required("content").scalar(),
        start: try object.required("start").count(), stop: try object.required("stop").count())
    case "Replace":
      self = .replace(try object.pattern(), content: try object.required("content").string())
    default: return nil
    }
  }

  func check() throws(TokenEncodingError) {
    guard case .replace(let pattern, _) = self else { return }
    do { _ = try TextSearch(pattern) } catch { throw .pattern(error) }
  }

  func writeMembers(to json: inout JSONWriter) {
    json.member("type", typeName)
    switch self {
    case .byteFallback, .fuse: break
    case .sentencePiece: break  // written as other steps: `stepsOfHuggingFace`
    case .byteLevel(let addsPrefixSpace, let trimsOffsets, let usesPattern):
      ByteLevelSettings(
        addsPrefixSpace: addsPrefixSpace, trimsOffsets: trimsOffsets, usesPattern: usesPattern
      ).write(to: &json)
    case .metaspace(let replacement, let prepends, let cuts):
      MetaspaceSettings(replacement: replacement, prepends: prepends, cuts: cuts).write(to: &json)
    case .wordPiece(let prefix, let cleansUp):
      json.member("prefix", prefix)
      json.member("cleanup", cleansUp)
    case .bpe(let suffix): json.member("suffix", suffix)
    case .ctc(let padToken, let wordDelimiter, let cleansUp):
      json.member("pad_token", padToken)
      json.member("word_delimiter_token", wordDelimiter)
      json.member("cleanup", cleansUp)
    case .strip(let content, let start, let stop):
      json.member("content", String(content))
      json.member("start", start)
      json.member("stop", stop)
    case .replace(let pattern, let content):
      json.pattern(pattern)
      json.member("content", content)
    }
  }

  private var typeName: String {
    switch self {
    case .byteLevel: "ByteLevel"
    case .byteFallback: "ByteFallback"
    case .metaspace: "Metaspace"
    case .wordPiece: "WordPiece"
    case .bpe: "BPEDecoder"
    case .ctc: "CTC"
    case .fuse: "Fuse"
    case .sentencePiece: "SentencePiece"
    case .strip: "Strip"
    case .replace: "Replace"
    }
  }
}
