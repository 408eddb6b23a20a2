// Writes vocab.json and merges.txt as Hugging Face's `BPE.save` does.
//
//     Tokenizer  ──▶  vocab.json, merges.txt
//
// The pair holds the model and nothing else: the pipeline and the flags of added tokens are lost.

extension BPETokenizer {
  /// The tokens as a vocab.json.
  func vocabularyJSON() throws(JSONError) -> [UInt8] {
    var json = JSONWriter()
    try Spellings(self).writeVocabulary(vocabulary, to: &json)
    return json.bytes
  }

  /// The merges as a merges.txt.
  ///
  /// - Returns: `nil` where a token of a merge has a space or an end of a line, which the format can't
  ///   hold.
  func mergesText() -> [UInt8]? {
    let spellings = Spellings(self)
    var text = Array("#version: 0.2\n".utf8)
    for merge in model.merges {
      let (left, right) = (spellings[merge.left.index], spellings[merge.right.index])
      for token in [left, right] where token.contains(where: { [0x20, 0x0A, 0x0D].contains($0) }) {
        return nil
      }
      text.append(contentsOf: left)
      text.append(UInt8(ascii: " "))
      text.append(contentsOf: right)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }
}
