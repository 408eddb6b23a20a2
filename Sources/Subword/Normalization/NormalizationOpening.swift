// From the steps that a file describes to stages that run.
//
//     Normalizer.Step  ──▶  NormalizationOpening  ──▶  one stage, or for BERT's up to five

/// Opens stages, and keeps what it has opened for steps that come again: a list of ten thousand
/// equal steps opens one normalizer of ICU's and compiles one pattern.
struct NormalizationOpening {
  let unicode: UnicodeVersion
  private var opened: [Normalizer.Step: [any NormalizationStage]] = [:]

  init(unicode: UnicodeVersion) { self.unicode = unicode }

  /// The stages that do what `step` describes, first to last.
  mutating func stages(
    for step: Normalizer.Step
  ) throws(NormalizationError) -> [any NormalizationStage] {
    if let stages = opened[step] { return stages }
    let stages = try open(step)
    opened[step] = stages
    return stages
  }

  private mutating func open(
    _ step: Normalizer.Step
  ) throws(NormalizationError) -> [any NormalizationStage] {
    switch step {
    case .nfc: [try NormalFormStage(.nfc, unicode: unicode)]
    case .nfd: [try NormalFormStage(.nfd, unicode: unicode)]
    case .nfkc: [try NormalFormStage(.nfkc, unicode: unicode)]
    case .nfkd: [try NormalFormStage(.nfkd, unicode: unicode)]
    case .lowercase: [LowercaseStage()]
    case .strip(let left, let right): [StripStage(left: left, right: right)]
    case .stripAccents: [MarkStage.combining]
    case .nmt: [NmtStage()]
    case .precompiled(let charsmap): [try PrecompiledStage(charsmap)]
    case .replace(let pattern, let content): [try ReplaceStage(pattern, content: content)]
    case .prepend(let text): [PrependStage(text)]
    case .byteLevel: [ByteLevelStage()]
    case .sentencePiece(let normalization): [try SentencePieceNormalizationStage(normalization)]
    case .bert(let cleans, let spaces, let strips, let lowercases):
      try bertStages(cleans, spaces, strips ?? lowercases, lowercases)
    }
  }

  private mutating func bertStages(
    _ cleans: Bool, _ spaces: Bool, _ strips: Bool, _ lowercases: Bool
  ) throws(NormalizationError) -> [any NormalizationStage] {
    var stages: [any NormalizationStage] = []
    if cleans { stages.append(BertCleaningStage()) }
    if spaces { stages.append(BertIdeographStage()) }
    if strips { stages += try self.stages(for: .nfd) + [MarkStage.nonspacing] }
    if lowercases { stages.append(LowercaseStage()) }
    return stages
  }
}
