// BPE vocabularization: from counted pretokens to tokens and merges.
//
//     PretokenCounts  ──▶  BPEAlphabet  ──▶  Words  ──▶  MergeLoop  ──▶  BPEModel

import Subword
import SubwordMemory

/// Learns a BPE vocabulary: the alphabet, and merges of the most frequent pair of tokens, again and
/// again.
///
/// Merges and identifiers are those of Hugging Face's `BpeTrainer`: special tokens first, then the
/// alphabet by code point (of the stand-ins, for bytes), then merges in order; of two pairs of
/// equal count the one of smaller identifiers is merged first. Counts have 64 bits.
///
/// Sources: Gage 1994; Sennrich, Haddow, Birch 2016.
public struct BPEVocabularizer: Hashable, Sendable {
  /// What merging starts from.
  public enum Alphabet: Hashable, Sendable {
    /// All 256 bytes: nothing is ever unknown.
    case bytes
    /// The characters of the corpus.
    ///
    /// - Parameters:
    ///   - limit: Only so many, the most frequent ones (Hugging Face's `limit_alphabet`).
    ///   - coverage: Only the most frequent ones that make up this share of all text, from 0 to 1
    ///     (sentencepiece's `character_coverage`).
    ///   - byteFallback: 256 tokens `<0x00>` to `<0xFF>` spell what the alphabet lacks.
    case characters(limit: Int? = nil, coverage: Double = 1, byteFallback: Bool = false)
  }

  /// How many tokens there are to be in all: special tokens, alphabet and merges.
  ///
  /// There are fewer when no pair is left that is frequent enough.
  public var vocabularySize: Int
  /// What merging starts from.
  public var alphabet: Alphabet
  /// A pair is merged only while it occurs at least so often.
  public var minimumFrequency: Int
  /// Tokens that are never part of text, in the order of their identifiers.
  public var specialTokens: [String]
  /// The special token that stands in for what the vocabulary can't spell.
  public var unknownToken: String?
  /// Tokens are made shorter than this, in units of the alphabet.
  ///
  /// As in Hugging Face's trainer: `max_token_length` is exclusive, and pairs of two units pass.
  public var maximumTokenLength: Int?

  /// A vocabularizer with the defaults of Hugging Face's trainer for all but the size.
  public init(
    vocabularySize: Int, alphabet: Alphabet = .bytes, minimumFrequency: Int = 0,
    specialTokens: [String] = [], unknownToken: String? = nil, maximumTokenLength: Int? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.alphabet = alphabet
    self.minimumFrequency = minimumFrequency
    self.specialTokens = specialTokens
    self.unknownToken = unknownToken
    self.maximumTokenLength = maximumTokenLength
  }

  /// The largest vocabulary size.
  public static let largestVocabulary = 1 << 28

  /// Learns a vocabulary from `counts`.
  ///
  /// - Parameters:
  ///   - threads: With more than one, provenance is worked out beside the merges.
  ///   - memory: How many bytes may be in use for it at once, `counts` included.
  ///   - progress: Is told now and then how many tokens there are.
  /// - Throws: `vocabularyTooSmall`, `vocabularyTooLarge`, `badSpecialToken`, `countOverflow`,
  ///   `tooManyPretokens`, `memoryExceeded`.
  public func vocabularize(
    _ counts: PretokenCounts, threads: Int = 1, memory: Int = .max,
    progress: (@Sendable (Int) -> Void)? = nil
  ) throws(VocabularizationError) -> TrainedTokenizer {
    let digest = PendingDigest(of: counts, besides: threads > 1)
    let (model, tokenCount) = try learn(counts, memory: memory, progress: progress)
    return try TrainedTokenizer(model, tokenCount, self, counts, digest: digest.value)
  }

  /// The model, and how many tokens the corpus has with it.
  func learn(
    _ counts: PretokenCounts, memory: Int, progress: ((Int) -> Void)?
  ) throws(VocabularizationError) -> (BPEModel, Int) {
    guard vocabularySize <= Self.largestVocabulary else {
      throw .vocabularyTooLarge(asked: vocabularySize, limit: Self.largestVocabulary)
    }
    if counts.count == 0 { throw .emptyCorpus }
    let alphabet = try BPEAlphabet(self, counts)
    if alphabet.tokens.count > vocabularySize {
      throw .vocabularyTooSmall(asked: vocabularySize, needed: alphabet.tokens.count)
    }
    var budget = MemoryBudget(memory)
    try budget.take(counts.memory)
    try budget.check(Words.memory(words: counts.count))
    let words = Words(counts, alphabet.symbols)
    guard words.bound != nil else { throw .countOverflow }
    let (model, tokenCount) =
      if CompactPosition.fits(words) {
        try merge(words, alphabet, with: CompactPosition.self, budget, progress)
      } else {
        try merge(words, alphabet, with: WidePosition.self, budget, progress)
      }
    // Merging leaves out what the alphabet lacks. The tokenizer may spell it: as the unknown token,
    // or by byte tokens.
    return (model, alphabet.isIncomplete ? try counts.tokenCount(with: model) : tokenCount)
  }

  private func merge<Position: PositionRecord>(
    _ words: consuming Words, _ alphabet: BPEAlphabet, with position: Position.Type,
    _ budget: MemoryBudget, _ progress: ((Int) -> Void)?
  ) throws(VocabularizationError) -> (BPEModel, Int) {
    let symbolCount = Int(words.bound ?? 0)
    // Every merge leaves fewer symbols: there are no more merges than symbols to begin with.
    let size = min(vocabularySize, alphabet.tokens.count + words.symbolCount)
    var loop = try MergeLoop<Position>(
      words, alphabetCount: alphabet.tokens.count, symbolCount: size,
      lengthLimit: maximumTokenLength ?? .max, budget)
    var tokens = alphabet.tokens
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(size - tokens.count)
    let minimum = Int64(max(minimumFrequency, 1))
    while tokens.count < size, let pair = loop.next(minimum: minimum) {
      let left = TokenID(rawValue: UInt32(truncatingIfNeeded: pair.key >> 32))
      let right = TokenID(rawValue: UInt32(truncatingIfNeeded: pair.key))
      guard let joined = tokens.join(left.index, right.index) else { continue }
      let result = TokenID(joined)
      try budget.check(loop.memory(merging: pair) + tokens.memory)
      try loop.merge(pair, into: result.rawValue)
      merges.append(BPEModel.Merge(left: left, right: right, result: result))
      if merges.count % 256 == 0 { progress?(tokens.count) }
    }
    return (alphabet.model(tokens, merges), symbolCount - Int(loop.saved))
  }
}

extension PretokenCounts {
  /// How many tokens a model cuts the pretokens into.
  fileprivate func tokenCount(with model: BPEModel) throws(VocabularizationError) -> Int {
    let segmenter = BPESegmenter(model)
    var ids: [TokenID] = []
    var total: UInt64 = 0
    for index in 0..<count {
      ids.removeAll(keepingCapacity: true)
      segmenter.segment(bytes.span.extracting(range(index)), into: &ids)
      let (product, overflows) = counts[index].multipliedReportingOverflow(by: UInt64(ids.count))
      let (sum, carries) = total.addingReportingOverflow(product)
      if overflows || carries { throw .countOverflow }
      total = sum
    }
    guard let result = Int(exactly: total) else { throw .countOverflow }
    return result
  }
}
