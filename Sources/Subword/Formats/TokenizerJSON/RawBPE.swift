// A BPE model as a file has it, before its tokens have bytes.
//
//     TokenizerJSON+BPE, VocabularyAndMerges  ──▶  RawBPE  ──▶  BPEAssembly  ──▶  BPEModel

/// Spellings, identifiers and merges in the order of the file.
struct RawBPE {
  /// A merge's two spellings lie one behind the other in ``mergeSpellings``.
  struct Merge {
    /// Where the left one ends, and the right one starts.
    var middle: Int
    /// Where the right one ends.
    var end: Int
    /// Where the merge stands in its file.
    var offset: Int
  }

  /// The tokens.
  var spellings = SpellingTable()
  /// For each token its identifier.
  var ids: [Int] = []
  /// For each token where it stands in the file.
  var offsets: [Int] = []
  /// The spellings of the tokens of all merges.
  var mergeSpellings: [UInt8] = []
  /// The merges by falling preference.
  var merges: [Merge] = []
  /// The spelling of the unknown token.
  var unknown: String?
  /// What is unusual, with prefix and suffix as the file spells them.
  var options = BPEModel.Options()
  /// Whether bytes have tokens of their own, `<0x00>` to `<0xFF>`.
  var byteFallback = false
  /// Where the model stands in the file.
  var offset = 0
}

/// An added token as a file has it.
struct RawAddedToken {
  /// The token, with the identifier of the file.
  var token: AddedToken
  /// Where it stands in the file.
  var offset: Int
}
