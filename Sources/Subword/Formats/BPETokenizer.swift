// What files of merges and files of ranks are written from: a tokenizer that has merges.
//
//     Tokenizer  ──▶  BPETokenizer, if its model has merges  ──▶  TokenizerJSONWriter, RanksWriter, …
//
// Writers are members of this type, so that no other kind of tokenizer can be handed to one.

/// A tokenizer together with its merges.
struct BPETokenizer {
  let tokenizer: Tokenizer
  let model: BPEModel

  /// `nil` for a tokenizer whose model has no merges.
  init?(_ tokenizer: Tokenizer) {
    guard let model = tokenizer.segmentation.bpe else { return nil }
    self.tokenizer = tokenizer
    self.model = model
  }

  var vocabulary: Vocabulary { model.vocabulary }
  var addedTokens: [AddedToken] { tokenizer.addedTokens.all }
}
