// How files spell the tokens of a vocabulary, and which tokens stand in the model's vocabulary.
//
//     Vocabulary, added tokens  ──▶  Spellings  ──▶  `vocab` and `merges` of a file
//
// An added token stands outside of the model wherever readers number it as we do, and in it otherwise:
// what a file says of its identifier is not what readers use (see `AddedTokenNumbering`).

/// The spelling of each token.
struct Spellings {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  /// The tokens that the model lacks.
  private var outside: Set<Int> = []

  init(_ tokenizer: BPETokenizer) {
    let vocabulary = tokenizer.vocabulary
    let isByteLevel = tokenizer.model.units == .bytes
    let added = Dictionary(
      tokenizer.addedTokens.map { ($0.id.index, $0.content) },
      uniquingKeysWith: { first, _ in first })
    let all = vocabulary.allBytes
    for index in 0..<vocabulary.identifierBound {
      let token = all.span.extracting(vocabulary.range(of: TokenID(index)))
      if let content = added[index] {
        bytes.append(contentsOf: content.utf8)
      } else if isByteLevel && vocabulary.id(of: token) == TokenID(index) {
        ByteAlphabet.spell(token, into: &bytes)
      } else {
        // What no text becomes is spelled as it is.
        bytes.append(copying: token)
      }
      ends.append(bytes.count)
    }
    outside = Self.outside(tokenizer)
  }

  subscript(id: Int) -> ArraySlice<UInt8> { bytes[(id == 0 ? 0 : ends[id - 1])..<ends[id]] }

  /// The added tokens beyond the model, if numbering on from the model's count gives them. It is the
  /// count that readers number from, also where the model's identifiers have holes.
  private static func outside(_ tokenizer: BPETokenizer) -> Set<Int> {
    let vocabulary = tokenizer.vocabulary
    var ids = tokenizer.addedTokens.map(\.id.index).sorted()
    ids.removeAll { id in
      guard let token = vocabulary.bytes(of: TokenID(id)) else { return true }
      return vocabulary.id(of: token) == TokenID(id)
    }
    let start = vocabulary.count - ids.count
    return ids.elementsEqual(start..<vocabulary.count) ? Set(ids) : []
  }

  /// Writes `vocab`.
  func writeVocabulary(_ vocabulary: Vocabulary, to json: inout JSONWriter) throws(JSONError) {
    json.beginObject()
    for id in vocabulary.identifiers where !outside.contains(id.index) {
      try json.key(utf8: self[id.index])
      json.integer(id.index)
    }
    json.endObject()
  }
}
