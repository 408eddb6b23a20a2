// What encoding gives.

/// The identifiers of a text, and what was asked for beside them.
///
/// What wasn't asked for is `nil`. What stands beside each token has one entry for each identifier.
public struct Encoding: Hashable, Sendable {
  /// One identifier for each token, first to last.
  public internal(set) var ids: [TokenID]
  /// The type of each token: which text it belongs to, as the post-processor numbers them.
  public internal(set) var typeIDs: [Int]?
  /// Whether each token was added by the post-processor or by padding.
  public internal(set) var specialTokensMask: [Bool]?
  /// Whether each token is to be looked at; those that only fill aren't.
  public internal(set) var attentionMask: [Bool]?
  /// The number of the word of each token in its text: which pretoken, or which of the words that
  /// the caller gave; `nil` for tokens that are in no text.
  public internal(set) var words: [Int?]?
  /// Which text each token is of, 0 or 1; `nil` for tokens that are in none.
  public internal(set) var sequences: [Int?]?
  /// Which stretch of its text each token stands for; empty at 0 for tokens that are in no text.
  ///
  /// Of words that the caller gave, each has its own offsets from 0 on.
  public internal(set) var offsets: [Range<Int>]?
  /// The spelling of each token as files have it, of added tokens as the text has it.
  public internal(set) var tokens: [String]?
  /// What truncation cut off, as more encodings of the same length.
  public internal(set) var windows: [Encoding]?

  /// Where each text's tokens are.
  var ranges = SequenceRanges()

  /// An encoding of these identifiers.
  public init(ids: [TokenID]) { self.ids = ids }
}
