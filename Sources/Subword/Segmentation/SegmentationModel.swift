// What a tokenizer has learnt, whatever kind of model it is, and the segmenter that goes with it.
//
//     Formats  ──▶  SegmentationModel  ──▶  ModelSegmenter  ──▶  TokenizerSession

/// The model of a tokenizer: one case for each kind.
public enum SegmentationModel: Sendable {
  /// Tokens and merges by rank.
  case bpe(BPEModel)
  /// Pieces and scores.
  case sentencePieceBPE(SentencePieceBPEModel)

  /// All tokens.
  public var vocabulary: Vocabulary {
    switch self {
    case .bpe(let model): model.vocabulary
    case .sentencePieceBPE(let model): model.vocabulary
    }
  }

  /// The token that stands in for what the vocabulary can't spell.
  public var unknown: TokenID? {
    switch self {
    case .bpe(let model): model.unknown
    case .sentencePieceBPE(let model): model.unknown
    }
  }

  /// The model if it is one of merges. A SentencePiece model has scores instead, so that whoever needs
  /// merges, such as a writer of files, has to say what becomes of such a one.
  package var bpe: BPEModel? {
    switch self {
    case .bpe(let model): model
    case .sentencePieceBPE: nil
    }
  }

  /// What a pretoken is made of before anything is merged.
  package var units: BPEModel.Units {
    switch self {
    case .bpe(let model): model.units
    case .sentencePieceBPE(let model): .characters(byteFallback: model.fallsBackToBytes)
    }
  }

  /// Tokens that are found in text before it is cut.
  public var addedTokens: [AddedToken] {
    switch self {
    case .bpe(let model): model.addedTokens
    case .sentencePieceBPE(let model): model.addedTokens
    }
  }
}

/// Segments as its model does. The model's kind is looked at once for each pretoken; a copy is one
/// reference.
package enum ModelSegmenter: Segmenter {
  case bpe(BPESegmenter)
  case sentencePieceBPE(SentencePieceBPESegmenter)

  package init(_ model: SegmentationModel) {
    self =
      switch model {
      case .bpe(let model): .bpe(BPESegmenter(model))
      case .sentencePieceBPE(let model): .sentencePieceBPE(SentencePieceBPESegmenter(model))
      }
  }

  package func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    switch self {
    case .bpe(let segmenter): segmenter.segment(pretoken, into: &ids)
    case .sentencePieceBPE(let segmenter): segmenter.segment(pretoken, into: &ids)
    }
  }

  package func segment(_ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    switch self {
    case .bpe(let segmenter): segmenter.segment(pretoken, into: &tokens)
    case .sentencePieceBPE(let segmenter): segmenter.segment(pretoken, into: &tokens)
    }
  }

  /// Whether chance decides about merges, so that one text has many segmentations.
  package var isRandom: Bool {
    switch self {
    case .bpe(let segmenter): segmenter.isRandom
    case .sentencePieceBPE: false
    }
  }

  /// Segments with `chance` deciding, where the model leaves something to chance.
  package func segment(
    _ pretoken: Span<UInt8>, into ids: inout [TokenID], by chance: inout MergeChance
  ) {
    switch self {
    case .bpe(let segmenter): segmenter.segment(pretoken, into: &ids, by: &chance)
    case .sentencePieceBPE(let segmenter): segmenter.segment(pretoken, into: &ids)
    }
  }

  /// Segments with `chance` deciding, where the model leaves something to chance.
  package func segment(
    _ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken], by chance: inout MergeChance
  ) {
    switch self {
    case .bpe(let segmenter): segmenter.segment(pretoken, into: &tokens, by: &chance)
    case .sentencePieceBPE(let segmenter): segmenter.segment(pretoken, into: &tokens)
    }
  }
}
