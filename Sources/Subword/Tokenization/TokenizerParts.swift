// What a tokenizer is made of, as described and ready to run.
//
//     descriptions  ──▶  TokenizerParts  ◀──  Tokenizer, any number of copies

/// The parts of a tokenizer, held once: a copy of the tokenizer is a reference to them.
final class TokenizerParts: Sendable {
  let normalizer: Normalizer?
  let pretokenizer: Pretokenizer
  let segmentation: SegmentationModel
  let detokenizer: Detokenizer
  let postProcessor: PostProcessor
  let truncation: Truncation?
  let padding: Padding?
  let specialTokenNames: SpecialTokenNames?
  let provenance: [UInt8]?
  let notes: [TokenizerNote]

  // What runs them.
  let addedTokens: AddedTokens
  let normalization: NormalizationPipeline?
  let cutter: CompiledPretokenizer
  let segmenter: ModelSegmenter
  let wordCuts: WordMarkCuts?
  let decoding: CompiledDetokenizer
  let scratches = ScratchPool()

  init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor, detokenizer: Detokenizer, truncation: Truncation?,
    padding: Padding?, specialTokenNames: SpecialTokenNames?, provenance: [UInt8]?,
    notes: [TokenizerNote], cutter: CompiledPretokenizer? = nil
  ) throws(TokenEncodingError) {
    self.normalizer = normalizer
    self.pretokenizer = pretokenizer
    self.segmentation = segmentation
    self.postProcessor = postProcessor
    self.detokenizer = detokenizer
    self.truncation = truncation
    self.padding = padding
    self.specialTokenNames = specialTokenNames
    self.provenance = provenance
    self.notes = notes
    try postProcessor.check()
    segmenter = ModelSegmenter(segmentation)
    wordCuts = WordMarkCuts(segmentation)
    if let cutter {
      self.cutter = cutter
    } else {
      do { self.cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    }
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
}
