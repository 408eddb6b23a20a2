// Writes a file of ranks, and the encoding that stands beside it.
//
//     Tokenizer  ──▶  NAME.tiktoken, NAME.encoding.json

extension Tokenizer {
  /// The tokens of the model by rising identifier, which is their rank: what isn't an added token.
  func ranksFile() -> [UInt8] {
    var file: [UInt8] = []
    for id in vocabulary.identifiers {
      guard let token = vocabulary.bytes(of: id), isModelToken(id, token) else { continue }
      Base64.encode(token, into: &file)
      file.append(contentsOf: " \(id)\n".utf8)
    }
    return file
  }

  /// Whether a token is the model's: an added one has its own bytes, or isn't found by them.
  func isModelToken(_ id: TokenID, _ token: ArraySlice<UInt8>) -> Bool {
    vocabulary.id(of: token.span) == id && !addedIdentifiers.contains(id)
  }

  private var addedIdentifiers: Set<TokenID> { Set(addedTokens.all.map(\.id)) }

  /// What the ranks don't say; `nil` where the pretokenizer is no pattern.
  func encodingFile() -> EncodingFile? {
    TiktokenPattern.spelling(of: pretokenizer).map { pattern in
      EncodingFile(
        pattern: pattern,
        special: addedTokens.all.map { (content: $0.content, id: $0.id.index) })
    }
  }
}
