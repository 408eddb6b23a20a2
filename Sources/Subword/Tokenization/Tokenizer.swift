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
  package let normalizer: Normalizer?
  package let pretokenizer: Pretokenizer
  /// What it has learnt.
  package let segmentation: SegmentationModel
  /// The same as a BPE model; that of a SentencePiece model has no merges, for those are in its
  /// scores.
  package let model: BPEModel
  package let detokenizer: Detokenizer
  package let addedTokens: AddedTokens
  package let postProcessor: PostProcessor
  package let truncation: Truncation?
  package let padding: Padding?
  /// What its special tokens are for, if a file says it.
  public let specialTokenNames: SpecialTokenNames?
  /// What the vocabulary was trained from: a JSON object, as the file has it.
  package let provenance: [UInt8]?
  /// What else the file says, for writing it again in its own format.
  package let notes: [TokenizerNote]

  let normalization: NormalizationPipeline?
  let cutter: CompiledPretokenizer
  let segmenter: ModelSegmenter

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
  /// - Throws: `pattern` or `normalization` when a part can't be made to run.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]? = nil,
    notes: [TokenizerNote] = []
  ) throws(EncodingError) {
    self.normalizer = normalizer
    self.pretokenizer = pretokenizer
    self.segmentation = segmentation
    model = segmentation.asBPE
    self.detokenizer = detokenizer
    self.provenance = provenance
    self.notes = notes
    self.postProcessor = postProcessor
    self.truncation = truncation
    self.padding = padding
    self.specialTokenNames = specialTokenNames
    segmenter = ModelSegmenter(segmentation)
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    do {
      normalization = try normalizer.map { (normalizer) throws(NormalizationError) in
        try NormalizationPipeline(normalizer)
      }
      addedTokens = try AddedTokens(model.addedTokens, normalizedBy: normalization)
    } catch {
      throw .normalization(error)
    }
  }

  /// The tokens and their identifiers.
  public var vocabulary: Vocabulary { model.vocabulary }

  /// The text of `ids`; what the vocabulary lacks is left out.
  ///
  /// Bytes that are not UTF-8, as a single token can hold them, become U+FFFD.
  public func decode(_ ids: some Sequence<TokenID>, skipSpecialTokens: Bool = false) -> String {
    String(decoding: bytes(of: ids, skipSpecialTokens: skipSpecialTokens), as: UTF8.self)
  }

  /// The bytes of the text of `ids`, as they are.
  public func bytes(
    of ids: some Sequence<TokenID>, skipSpecialTokens: Bool = false
  ) -> [UInt8] {
    var joiner = joiner(skipSpecialTokens: skipSpecialTokens)
    var bytes: [UInt8] = []
    joiner.append(ids, to: &bytes)
    joiner.finish(into: &bytes)
    return bytes
  }

  /// Joins the tokens of a text that comes in parts.
  package func joiner(skipSpecialTokens: Bool) -> TextJoiner {
    let special = skipSpecialTokens ? Set(addedTokens.all.filter(\.isSpecial).map(\.id)) : []
    return TextJoiner(detokenizer, of: vocabulary, hiding: special)
  }

  /// How files spell a token, bytes by their stand-ins: `Ġthe`; `nil` when there is none such.
  public func spelling(of id: TokenID) -> String? {
    guard let bytes = vocabulary.bytes(of: id) else { return nil }
    if let added = addedTokens.all.first(where: { $0.id == id }) { return added.content }
    guard model.units == .bytes else { return String(decoding: bytes, as: UTF8.self) }
    var spelling: [UInt8] = []
    ByteAlphabet.spell(Array(bytes).span, into: &spelling)
    return String(decoding: spelling, as: UTF8.self)
  }
}
