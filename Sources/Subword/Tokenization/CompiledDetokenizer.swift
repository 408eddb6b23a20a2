// A detokenizer that is ready to run.
//
//     Detokenizer  ──▶  CompiledDetokenizer  ──▶  TextJoiner: tokens of a text  ──▶  bytes, text

/// Makes what the steps of a ``Detokenizer`` need. Immutable: any number of threads may use one.
package struct CompiledDetokenizer: Sendable {
  let detokenizer: Detokenizer
  let spellings: TokenSpellings
  /// The patterns of the steps, by the step's number.
  private let patterns: [Int: TextSearch]
  /// The tokens that ``DecodingOptions/skipSpecialTokens`` leaves out.
  let special: Set<TokenID>

  /// - Throws: When a pattern can't be run.
  init(_ detokenizer: Detokenizer, _ spellings: TokenSpellings) throws(PatternError) {
    self.detokenizer = detokenizer
    self.spellings = spellings
    special = spellings.special()
    var patterns: [Int: TextSearch] = [:]
    for (number, step) in detokenizer.steps.enumerated() {
      guard case .replace(.regex(let pattern), _) = step else { continue }
      patterns[number] = try TextSearch(.regex(pattern))
    }
    self.patterns = patterns
  }

  /// Whether the stages take the bytes of tokens, not the stand-ins for them.
  var takesBytes: Bool {
    if case .byteLevel = detokenizer.steps.first { true } else { false }
  }

  /// The texts of tokens that aren't their spellings.
  var surfaces: [TokenID: String] {
    if case .sentencePiece(let decoding) = detokenizer.steps.first {
      decoding.surfaces
    } else {
      [:]
    }
  }

  /// New stages for one text.
  func stages(_ context: DetokenizerContext, cleansUpSpaces: Bool) -> [any DetokenizerStage] {
    var stages: [any DetokenizerStage] = []
    for (number, step) in detokenizer.steps.enumerated() {
      stages.append(stage(for: step, number: number, context))
    }
    if stages.isEmpty { stages.append(SpacingDetokenizerStage()) }
    guard cleansUpSpaces else { return stages }
    stages.append(FuseDetokenizerStage())
    for (text, content) in CleanUp.Rules.ofTexts.replacements {
      stages.append(
        LiteralReplacementDetokenizerStage(Array(text.utf8), by: Array(content.utf8), context))
    }
    return stages
  }

  private func stage(
    for step: Detokenizer.Step, number: Int, _ context: DetokenizerContext
  ) -> any DetokenizerStage {
    switch step {
    case .byteLevel: ByteLevelDetokenizerStage(takesBytes: number == 0, context)
    case .byteFallback: ByteFallbackDetokenizerStage(context)
    case .metaspace(let mark, let prepends, _):
      MetaspaceDetokenizerStage(mark: mark, dropsFirst: prepends != .never, context)
    case .wordPiece(let prefix, let cleansUp):
      WordPieceDetokenizerStage(prefix: prefix, cleansUp: cleansUp, context)
    case .bpe(let suffix): SuffixDetokenizerStage(suffix: suffix, context)
    case .ctc(let padding, let delimiter, let cleansUp):
      CTCDetokenizerStage(padding: padding, delimiter: delimiter, cleansUp: cleansUp, context)
    case .fuse: FuseDetokenizerStage()
    case .strip(let content, let start, let stop):
      StripDetokenizerStage(content: content, start: start, stop: stop, context)
    case .replace(let pattern, let content):
      replacement(pattern, by: Array(content.utf8), number: number, context)
    case .sentencePiece(let decoding): SentencePieceDetokenizerStage(decoding, context)
    }
  }

  private func replacement(
    _ pattern: TextPattern, by content: [UInt8], number: Int, _ context: DetokenizerContext
  ) -> any DetokenizerStage {
    if let matches = patterns[number] {
      return RegexReplacementDetokenizerStage(matches, by: content, context)
    }
    guard case .literal(let literal) = pattern, !literal.isEmpty else {
      return EmptyLiteralDetokenizerStage(by: content, context)
    }
    return LiteralReplacementDetokenizerStage(Array(literal.utf8), by: content, context)
  }
}

/// Joins the tokens of one text, which may come in parts.
///
/// What parts make together is what they would make as one.
package struct TextJoiner: Sendable {
  private let detokenizer: CompiledDetokenizer
  private let options: DecodingOptions
  private let surfaces: [TokenID: String]
  private var stages: [any DetokenizerStage]
  private let tracksOrigins: Bool
  /// How many identifiers there were.
  private var count = 0
  private var unknown: TokenDecodingError?

  init(_ detokenizer: CompiledDetokenizer, _ options: DecodingOptions, tracksOrigins: Bool = false)
  {
    self.detokenizer = detokenizer
    self.options = options
    self.tracksOrigins = tracksOrigins
    surfaces = detokenizer.surfaces
    let context = DetokenizerContext(invalid: options.invalid, tracksOrigins: tracksOrigins)
    stages = detokenizer.stages(context, cleansUpSpaces: options.cleansUpSpaces)
  }

  /// How many bytes wait: what becomes of them isn't known yet.
  package var heldByteCount: Int { stages.reduce(0) { $0 + $1.heldByteCount } }

  /// What went wrong, first of all an identifier that isn't there.
  package var failure: TokenDecodingError? {
    unknown ?? stages.lazy.compactMap(\.failure).first
  }

  /// Appends what can be said of the text of `ids` to `bytes`.
  package mutating func append(_ ids: some Sequence<TokenID>, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: run(tokens(of: ids), isLast: false).bytes)
  }

  /// Appends what still waits, and is ready for the next text.
  package mutating func finish(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: run(TokenList(tracksOrigins: tracksOrigins), isLast: true).bytes)
    let failure = self.failure
    self = TextJoiner(detokenizer, options, tracksOrigins: tracksOrigins)
    unknown = failure
  }

  /// The whole text of `ids`, and which of them each byte comes from.
  mutating func whole(_ ids: some Sequence<TokenID>) -> TokenList {
    run(tokens(of: ids), isLast: true)
  }

  private mutating func run(_ tokens: TokenList, isLast: Bool) -> TokenList {
    var tokens = tokens
    for index in stages.indices {
      var result = TokenList(tracksOrigins: tracksOrigins)
      stages[index].run(tokens, isLast: isLast, into: &result)
      tokens = result
    }
    return tokens
  }

  private mutating func tokens(of ids: some Sequence<TokenID>) -> TokenList {
    var tokens = TokenList(tracksOrigins: tracksOrigins)
    for id in ids {
      let origin = UInt32(truncatingIfNeeded: count)
      count += 1
      if options.skipSpecialTokens && detokenizer.special.contains(id) { continue }
      var isThere = true
      tokens.append(from: origin) { isThere = append(id, to: &$0) }
      if isThere {
        tokens.endToken()
      } else if unknown == nil && options.unknown == .error {
        unknown = .unknownIdentifier(id, position: count - 1)
      }
    }
    return tokens
  }

  private func append(_ id: TokenID, to bytes: inout [UInt8]) -> Bool {
    if let surface = surfaces[id] {
      bytes.append(contentsOf: surface.utf8)
      return true
    }
    return detokenizer.takesBytes
      ? detokenizer.spellings.appendBytes(of: id, to: &bytes)
      : detokenizer.spellings.appendSpelling(of: id, to: &bytes)
  }
}
