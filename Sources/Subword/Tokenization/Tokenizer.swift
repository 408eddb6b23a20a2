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
  /// What is done to a text before it is cut.
  public let normalizer: Normalizer?
  /// How a text is cut into pretokens.
  public let pretokenizer: Pretokenizer
  /// What it has learnt.
  public let segmentation: SegmentationModel
  /// How tokens become text.
  public let detokenizer: Detokenizer
  package let addedTokens: AddedTokens
  /// What is put around the tokens of a text, for a call that asks for it.
  public let postProcessor: PostProcessor
  /// How its file shortens texts; a call may say otherwise.
  public let truncation: Truncation?
  /// How its file fills up short texts; a call may say otherwise.
  public let padding: Padding?
  /// What its special tokens are for, if a file says it.
  public let specialTokenNames: SpecialTokenNames?
  /// What the vocabulary was trained from: a JSON object, as the file has it.
  package let provenance: [UInt8]?
  /// What else the file says, for writing it again in its own format.
  package let notes: [TokenizerNote]

  let normalization: NormalizationPipeline?
  let cutter: CompiledPretokenizer
  let segmenter: ModelSegmenter
  /// How long pretokens may be cut without a change, if they may.
  let wordCuts: WordMarkCuts?
  let decoding: CompiledDetokenizer

  /// Puts a tokenizer together from its parts.
  ///
  /// - Throws: `pattern` or `normalization` when a part can't be made to run.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, model: BPEModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]? = nil,
    notes: [TokenizerNote] = []
  ) throws(EncodingError) {
    try self.init(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: .bpe(model),
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: provenance, notes: notes)
  }

  /// Puts a tokenizer with any kind of model together from its parts.
  ///
  /// - Throws: What keeps a part from running: `pattern`, `normalization`, or what
  ///   ``PostProcessor/check()`` says.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]?,
    notes: [TokenizerNote] = []
  ) throws(EncodingError) {
    self.normalizer = normalizer
    self.pretokenizer = pretokenizer
    self.segmentation = segmentation
    self.detokenizer = detokenizer
    self.provenance = provenance
    self.notes = notes
    self.postProcessor = postProcessor
    self.truncation = truncation
    self.padding = padding
    self.specialTokenNames = specialTokenNames
    try postProcessor.check()
    segmenter = ModelSegmenter(segmentation)
    wordCuts = WordMarkCuts(segmentation)
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    do {
      normalization = try normalizer.map { (normalizer) throws(NormalizationError) in
        try NormalizationPipeline(normalizer)
      }
      addedTokens = try AddedTokens(segmentation.addedTokens, normalizedBy: normalization)
    } catch {
      throw .normalization(error)
    }
    let spellings = TokenSpellings(segmentation, normalization: normalization)
    do { decoding = try CompiledDetokenizer(detokenizer, spellings) } catch {
      throw .pattern(error)
    }
  }

  /// Puts a tokenizer together from its parts.
  ///
  /// - Throws: `pattern` or `normalization` when a part can't be made to run.
  public init(
    normalizer: Normalizer? = nil, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil
  ) throws(EncodingError) {
    try self.init(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: segmentation,
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: nil)
  }

  /// The tokens and their identifiers.
  public var vocabulary: Vocabulary { segmentation.vocabulary }
}
