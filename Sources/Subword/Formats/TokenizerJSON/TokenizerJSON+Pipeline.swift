// The parts of a tokenizer.json beside the model: what is done to text on its way in and out.

/// One pretokenizer of the file.
enum PretokenizerPart: Hashable {
  case step(Pretokenizer.Step)
  /// The pretokens become bytes.
  case byteLevel
}

/// One decoder of the file.
private enum DecoderPart: Hashable {
  case byteLevel, fuse, byteFallback
}

extension TokenizerJSONReader {
  private func unsupported(_ part: Part, _ what: String) -> ModelFileError {
    .unsupported(part: "the \(what) \(part.type)", at: location(part.offset))
  }

  /// Refuses a switch that is set otherwise than this program does it.
  private func require(
    _ part: Part, _ name: String, _ value: Bool, default standard: Bool
  ) throws(ModelFileError) {
    if part.switches[name] ?? standard != value {
      throw .unsupported(
        part: "\(part.type) with \(name) \(!value)", at: location(part.offset))
    }
  }

  // MARK: Normalizer

  mutating func readNormalizer() throws(ModelFileError) -> Normalizer? {
    guard let part = try readPart() else { return nil }
    return Normalizer(try steps(of: part))
  }

  private func steps(of part: Part) throws(ModelFileError) -> [Normalizer.Step] {
    switch part.type {
    case "NFC": return [.nfc]
    case "NFD": return [.nfd]
    case "NFKC": return [.nfkc]
    case "NFKD": return [.nfkd]
    case "Sequence":
      var steps: [Normalizer.Step] = []
      for inner in part.parts { steps += try self.steps(of: inner) }
      return steps
    default: throw unsupported(part, "normalizer")
    }
  }

  // MARK: Pretokenizer

  mutating func readPretokenizer() throws(ModelFileError) -> [PretokenizerPart] {
    guard let part = try readPart() else { return [] }
    return try pretokenizerParts(of: part)
  }

  private func pretokenizerParts(of part: Part) throws(ModelFileError) -> [PretokenizerPart] {
    switch part.type {
    case "Whitespace": return [.step(.whitespace)]
    case "WhitespaceSplit": return [.step(.whitespaceSplit)]
    case "Split":
      return [.step(.split(.regex(try splitPattern(of: part)), .isolated, inverted: false))]
    case "ByteLevel":
      try require(part, "add_prefix_space", false, default: true)
      let usesRegex = part.switches["use_regex"] ?? true
      return (usesRegex ? Pretokenizer.gpt2.steps.map { .step($0) } : []) + [.byteLevel]
    case "Sequence":
      var parts: [PretokenizerPart] = []
      for inner in part.parts { parts += try pretokenizerParts(of: inner) }
      return parts
    default: throw unsupported(part, "pretokenizer")
    }
  }

  private func splitPattern(of part: Part) throws(ModelFileError) -> String {
    guard let pattern = part.strings["pattern.Regex"] else {
      throw .unsupported(part: "Split without a regular expression", at: location(part.offset))
    }
    if part.strings["behavior"] != "Isolated" {
      throw .unsupported(
        part: "Split with the behavior \(part.strings["behavior"] ?? "")",
        at: location(part.offset))
    }
    try require(part, "invert", false, default: false)
    return pattern
  }

  /// The pretokenizer that all parts together are.
  func pretokenizer(from parts: [PretokenizerPart]) throws(ModelFileError) -> Pretokenizer {
    let steps = parts.compactMap { part in
      if case .step(let step) = part { step } else { nil }
    }
    if steps.count > 1 || parts.filter({ $0 == .byteLevel }).count > 1
      || (parts.contains(.byteLevel) && parts.last != .byteLevel)
    {
      throw .unsupported(part: "a sequence of several pretokenizers", at: location(0))
    }
    return Pretokenizer(steps)
  }

  // MARK: Post-processor

  /// Takes what changes nothing about identifiers.
  mutating func readPostProcessor() throws(ModelFileError) {
    guard let part = try readPart() else { return }
    if part.type != "ByteLevel" { throw unsupported(part, "post-processor") }
  }

  // MARK: Decoder

  mutating func readDecoder() throws(ModelFileError) {
    guard let part = try readPart() else { return }
    let parts = try decoderParts(of: part)
    switch parts {
    case [.byteLevel]: decoder = .byteLevel
    case [.fuse]: decoder = Detokenizer([.fuse])
    case [.byteFallback, .fuse], [.byteFallback]: decoder = Detokenizer([.byteFallback, .fuse])
    default: throw .unsupported(part: "this sequence of decoders", at: location(part.offset))
    }
    hasByteLevelDecoder = parts == [.byteLevel]
  }

  private func decoderParts(of part: Part) throws(ModelFileError) -> [DecoderPart] {
    switch part.type {
    case "ByteLevel": return [.byteLevel]
    case "Fuse": return [.fuse]
    case "ByteFallback": return [.byteFallback]
    case "Sequence":
      var parts: [DecoderPart] = []
      for inner in part.parts { parts += try decoderParts(of: inner) }
      return parts
    default: throw unsupported(part, "decoder")
    }
  }
}
