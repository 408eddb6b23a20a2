// What a BPE tokenizer has learnt: tokens, and the merges that make them.
//
//     BPEVocabularizer, Formats  ──▶  BPEModel  ──▶  BPESegmenter, Formats

/// The tokens and merges of a BPE tokenizer.
public struct BPEModel: Sendable {
  /// What a pretoken is made of before the first merge.
  public enum Units: Hashable, Sendable {
    /// Its bytes.
    case bytes
    /// Its characters.
    ///
    /// - Parameter byteFallback: What the vocabulary lacks is spelled by the tokens `<0x00>` to
    ///   `<0xFF>`.
    case characters(byteFallback: Bool)
  }

  /// Two tokens that become one. Its place in ``merges`` is its rank.
  public struct Merge: Hashable, Sendable, BitwiseCopyable {
    /// The token on the left.
    public let left: TokenID
    /// The token on the right.
    public let right: TokenID
    /// What they become.
    public let result: TokenID

    package init(left: TokenID, right: TokenID, result: TokenID) {
      self.left = left
      self.right = right
      self.result = result
    }
  }

  /// What is unusual about a model.
  public struct Options: Hashable, Sendable {
    /// Whether neighbouring unknown characters are one unknown token (`fuse_unk`).
    public var fusesUnknown: Bool
    /// Whether a pretoken that is a token is taken whole, whatever the merges (`ignore_merges`).
    public var ignoresMerges: Bool
    /// What every unit but the first of a pretoken starts with (`continuing_subword_prefix`).
    public var continuingPrefix: String
    /// What the last unit of a pretoken ends with (`end_of_word_suffix`).
    public var endOfWordSuffix: String
    /// How likely a merge is left out, from 0 to 1; `nil` for a model without (`dropout`).
    public var dropout: Double?
    /// Whether merges that make one token have one rank, so that the leftmost of them is done first.
    /// They then stand side by side (tiktoken's ranks).
    public var ranksTokens: Bool

    /// Nothing unusual unless said otherwise.
    public init(
      fusesUnknown: Bool = false, ignoresMerges: Bool = false, continuingPrefix: String = "",
      endOfWordSuffix: String = "", dropout: Double? = nil, ranksTokens: Bool = false
    ) {
      self.fusesUnknown = fusesUnknown
      self.ignoresMerges = ignoresMerges
      self.continuingPrefix = continuingPrefix
      self.endOfWordSuffix = endOfWordSuffix
      self.dropout = dropout
      self.ranksTokens = ranksTokens
    }
  }

  /// All tokens.
  public let vocabulary: Vocabulary
  /// The merges by falling preference.
  public let merges: [Merge]
  /// What merging starts from.
  public let units: Units
  /// The token that stands in for what the vocabulary can't spell.
  public let unknown: TokenID?
  /// What is unusual about it.
  public let options: Options
  /// Tokens that are found in text before it is cut.
  public let addedTokens: [AddedToken]

  package init(
    vocabulary: Vocabulary, merges: [Merge], units: Units, unknown: TokenID?,
    options: Options = Options(), addedTokens: [AddedToken]
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.units = units
    self.unknown = unknown
    self.options = options
    self.addedTokens = addedTokens
  }

  /// The rank of each merge: its place, or how many tokens are made before its own.
  package var ranks: [UInt32] {
    var (ranks, rank): ([UInt32], UInt32) = ([], 0)
    ranks.reserveCapacity(merges.count)
    for index in merges.indices {
      let sharesRank =
        index > 0 && options.ranksTokens && merges[index].result == merges[index - 1].result
      if index > 0 && !sharesRank { rank += 1 }
      ranks.append(rank)
    }
    return ranks
  }
}
