// Writes a file of ranks, and the encoding that stands beside it.
//
//     Tokenizer  ──▶  NAME.tiktoken, NAME.encoding.json

extension BPETokenizer {
  /// The tokens of the model by rising identifier, which is their rank: what isn't an added token.
  func ranksFile() -> [UInt8] {
    var file: [UInt8] = []
    let added = Set(addedTokens.map(\.id))
    for id in vocabulary.identifiers where !added.contains(id) {
      // What isn't found by its bytes is no token of ranks.
      guard let token = vocabulary.bytes(of: id), vocabulary.id(of: token.span) == id else {
        continue
      }
      Base64.encode(token, into: &file)
      file.append(contentsOf: " \(id)\n".utf8)
    }
    return file
  }

  /// What the ranks don't say; `nil` where the pretokenizer is no pattern.
  func encodingFile() -> EncodingFile? {
    TiktokenPattern.spelling(of: tokenizer.pretokenizer).map { pattern in
      EncodingFile(
        pattern: pattern,
        special: addedTokens.map { (content: $0.content, id: $0.id.index) })
    }
  }
}
