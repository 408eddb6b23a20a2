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
    /// What every unit but the first of a pretoken starts with (`continuing_subword_prefix`), as
    /// files spell it: in a model of bytes, in stand-ins.
    public var continuingPrefix: String
    /// What the last unit of a pretoken ends with (`end_of_word_suffix`), spelled likewise.
    public var endOfWordSuffix: String
    /// How likely a merge is left out, from 0 to 1; `nil` for a model without (`dropout`).
    public var dropout: Double?
    /// Whether in a model of bytes a byte that the vocabulary lacks is spelled by the tokens `<0x00>`
    /// to `<0xFF>` of its stand-in's bytes (`byte_fallback` beside byte-level pretokens).
    public var spellsMissingBytes: Bool
    /// Whether merges that make one token have one rank, so that the leftmost of them is done first.
    /// They then stand side by side (tiktoken's ranks).
    public var ranksTokens: Bool

    /// Nothing unusual unless said otherwise.
    public init(
      fusesUnknown: Bool = false, ignoresMerges: Bool = false, continuingPrefix: String = "",
      endOfWordSuffix: String = "", dropout: Double? = nil, spellsMissingBytes: Bool = false,
      ranksTokens: Bool = false
    ) {
      self.fusesUnknown = fusesUnknown
      self.ignoresMerges = ignoresMerges
      self.continuingPrefix = continuingPrefix
      self.endOfWordSuffix = endOfWordSuffix
      self.dropout = dropout
      self.spellsMissingBytes = spellsMissingBytes
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
}

extension BPEModel {
  /// The rank of each merge: its place, or where merges share ranks, how many ranks come before.
  var ranks: [UInt32] {
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

  /// What merges make, by their rank.
  var resultOfRank: [TokenID] {
    var results: [TokenID] = []
    for (merge, rank) in zip(merges, ranks) where Int(rank) == results.count {
      results.append(merge.result)
    }
    return results
  }

  /// What missing units are spelled with.
  var fallsBackToBytes: Bool {
    units == .bytes ? options.spellsMissingBytes : units == .characters(byteFallback: true)
  }

  /// The bytes of prefix and suffix, as tokens have them; `nil` for one that no token can have.
  var affixes: (prefix: [UInt8]?, suffix: [UInt8]?) {
    (
      Self.bytes(ofAffix: options.continuingPrefix, units: units),
      Self.bytes(ofAffix: options.endOfWordSuffix, units: units)
    )
  }

  /// The bytes that an affix adds to a unit.
  ///
  /// - Returns: `nil` for an affix that a model of bytes can't have, since it isn't made of stand-ins.
  ///   A file with such a one is a model of characters, whose pretokens are written in stand-ins.
  package static func bytes(ofAffix affix: String, units: Units) -> [UInt8]? {
    guard units == .bytes else { return Array(affix.utf8) }
    var bytes: [UInt8] = []
    let spelling = Array(affix.utf8)
    return ByteAlphabet.read(spelling.span, into: &bytes) ? bytes : nil
  }

  /// Whether a merge makes a token that is no longer than its left one. No trained model has that.
  var hasMergesWithoutGrowth: Bool {
    merges.contains { vocabulary.range(of: $0.result).count <= vocabulary.range(of: $0.left).count }
  }
}
