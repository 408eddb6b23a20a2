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
  package let model: BPEModel
  package let detokenizer: Detokenizer
  package let addedTokens: AddedTokens
  package let postProcessor: PostProcessor
  package let truncation: Truncation?
  package let padding: Padding?
  /// What the vocabulary was trained from: a JSON object, as the file has it.
  package let provenance: [UInt8]?
  /// What else a file says that has no meaning here.
  package var keptMembers: [KeptMember] = []

  let normalization: NormalizationPipeline?
  let cutter: CompiledPretokenizer
  let segmenter: BPESegmenter
  let decoding: CompiledDetokenizer

  /// Puts a tokenizer together from its parts.
  ///
  /// - Throws: `pattern` or `normalization` when a part can't be made to run.
  package init(
    normalizer: Normalizer?, pretokenizer: Pretokenizer, model: BPEModel,
    postProcessor: PostProcessor = PostProcessor([]), detokenizer: Detokenizer,
    truncation: Truncation? = nil, padding: Padding? = nil, provenance: [UInt8]? = nil
  ) throws(EncodingError) {
    self.normalizer = normalizer
    self.pretokenizer = pretokenizer
    self.model = model
    self.detokenizer = detokenizer
    self.provenance = provenance
    self.postProcessor = postProcessor
    self.truncation = truncation
    self.padding = padding
    addedTokens = AddedTokens(model.addedTokens)
    segmenter = BPESegmenter(model)
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    do {
      normalization = try normalizer.map { (normalizer) throws(NormalizationError) in
        try NormalizationPipeline(normalizer)
      }
    } catch {
      throw .normalization(error)
    }
    let spellings = TokenSpellings(model, normalization: normalization)
    do { decoding = try CompiledDetokenizer(detokenizer, spellings) } catch {
      throw .pattern(error)
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
}
