// The whole way from text to identifiers and back.
//
//     text ─▶ AddedTokens ─▶ Normalizer ─▶ Pretokenizer ─▶ Segmenter ─▶ ids ─▶ Detokenizer ─▶ text
//
// The loops are in `TokenizerSession`; files are read and written in Formats/.

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
  /// What else a file says that has no meaning here.
  package var keptMembers: [KeptMember] = []

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
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]? = nil
  ) throws(EncodingError) {
    try self.init(
      normalizer: normalizer, pretokenizer: pretokenizer, segmentation: .bpe(model),
      postProcessor: postProcessor, detokenizer: detokenizer, truncation: truncation,
      padding: padding, specialTokenNames: specialTokenNames, provenance: provenance)
  }

  /// Puts a tokenizer with any kind of model together from its parts.
  ///
  /// - Throws: `pattern` or `normalization` when a part can't be made to run.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, segmentation: SegmentationModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil,
    specialTokenNames: SpecialTokenNames? = nil, provenance: [UInt8]? = nil
  ) throws(EncodingError) {
    self.normalizer = normalizer
    self.pretokenizer = pretokenizer
    self.segmentation = segmentation
    model = segmentation.asBPE
    self.detokenizer = detokenizer
    self.provenance = provenance
    self.postProcessor = postProcessor
    self.truncation = truncation
    self.padding = padding
    self.specialTokenNames = specialTokenNames
    addedTokens = AddedTokens(model.addedTokens)
    segmenter = ModelSegmenter(segmentation)
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    do {
      normalization = try normalizer.map { (normalizer) throws(NormalizationError) in
        try NormalizationPipeline(normalizer)
      }
    } catch {
      throw .normalization(error)
    }
  }

  /// The tokens and their identifiers.
  public var vocabulary: Vocabulary { model.vocabulary }

  /// The identifiers of `text`; spellings of special tokens are text.
  ///
  /// Never fails: where the tokenizer's own regular expression gives up on a text, which only those
  /// can that need ICU, or where the text can't be normalized, the whole text is one pretoken,
  /// neither normalized nor searched for added tokens. ``encode(_:options:)`` throws there.
  public func encode(_ text: String) -> Encoding {
    var session = TokenizerSession(self)
    var ids: [TokenID] = []
    session.encodeWithoutFail(text, into: &ids)
    return Encoding(ids: ids)
  }

  /// The identifiers of `text`.
  ///
  /// - Throws: ``EncodingError`` as the options ask for, or when the pattern gives up on the text.
  public func encode(
    _ text: String, options: EncodingOptions
  ) throws(EncodingError) -> Encoding {
    var session = TokenizerSession(self)
    var ids: [TokenID] = []
    try session.encode(Array(text.utf8).span, options: options, into: &ids)
    return Encoding(ids: ids)
  }

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
