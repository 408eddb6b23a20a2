// The whole way from text to identifiers and back.
//
//     text ─▶ AddedTokens ─▶ Normalizer ─▶ Pretokenizer ─▶ Segmenter ─▶ ids ─▶ Detokenizer ─▶ text
//
// What it does with texts is in `Tokenizer+Encoding`, the loops in `TokenizerSession`; files are read and
// written in Formats/.

/// Turns text into identifiers and back.
///
/// An immutable value that any number of threads may share; copies are cheap.
public struct Tokenizer: Sendable {
  private let parts: TokenizerParts

  /// Puts a tokenizer together from its parts.
  ///
  /// - Throws: What keeps a part from running: `pattern`, `normalization`, or what is wrong with a
  ///   template of `postProcessor`.
  public init(
    normalizer: Normalizer? = nil, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil
  ) throws(TokenEncodingError) {
    try self.init(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: segmentation,
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: nil)
  }

  /// The same with what a file says beside.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]?, notes: [TokenizerNote] = []
  ) throws(TokenEncodingError) {
    parts = try TokenizerParts(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: segmentation,
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: provenance, notes: notes)
  }

  /// The same for a BPE model.
  ///
  /// - Parameter cutter: The pretokenizer, if it is compiled already.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, model: BPEModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]? = nil,
    notes: [TokenizerNote] = [], cutter: CompiledPretokenizer? = nil
  ) throws(TokenEncodingError) {
    parts = try TokenizerParts(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: .bpe(model),
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: provenance, notes: notes,
      cutter: cutter)
  }
}

// MARK: - Parts

extension Tokenizer {
  /// What is done to a text before it is cut.
  public var normalizer: Normalizer? { parts.normalizer }

  /// How a text is cut into pretokens.
  public var pretokenizer: Pretokenizer { parts.pretokenizer }

  /// What it has learnt.
  public var segmentation: SegmentationModel { parts.segmentation }

  /// The tokens and their identifiers.
  public var vocabulary: Vocabulary { parts.segmentation.vocabulary }

  /// How tokens become text.
  public var detokenizer: Detokenizer { parts.detokenizer }

  /// What is put around the tokens of a text, for a call that asks for it.
  public var postProcessor: PostProcessor { parts.postProcessor }

  /// How its file shortens texts; a call may say otherwise.
  public var truncation: Truncation? { parts.truncation }

  /// How its file fills up short texts; a call may say otherwise.
  public var padding: Padding? { parts.padding }

  /// What its special tokens are for, if a file says it.
  public var specialTokenNames: SpecialTokenNames? { parts.specialTokenNames }

  /// What the vocabulary was trained from: a JSON object, as the file has it.
  package var provenance: [UInt8]? { parts.provenance }

  /// What else the file says, for writing it again in its own format.
  package var notes: [TokenizerNote] { parts.notes }

  package var addedTokens: AddedTokens { parts.addedTokens }
  var normalization: NormalizationPipeline? { parts.normalization }
  var cutter: CompiledPretokenizer { parts.cutter }
  var segmenter: ModelSegmenter { parts.segmenter }
  /// How long pretokens may be cut without a change, if they may.
  var wordCuts: WordMarkCuts? { parts.wordCuts }
  var decoding: CompiledDetokenizer { parts.decoding }
  var scratches: ScratchPool { parts.scratches }
}
