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

  /// All tokens.
  public let vocabulary: Vocabulary
  /// The merges by falling preference.
  public let merges: [Merge]
  /// What merging starts from.
  public let units: Units
  /// The token that stands in for what the vocabulary can't spell.
  public let unknown: TokenID?
  /// Tokens that are never part of text.
  public let specialTokens: [AddedToken]

  package init(
    vocabulary: Vocabulary, merges: [Merge], units: Units, unknown: TokenID?,
    specialTokens: [AddedToken]
  ) {
    self.vocabulary = vocabulary
    self.merges = merges
    self.units = units
    self.unknown = unknown
    self.specialTokens = specialTokens
  }
}
