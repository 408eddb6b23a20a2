// What a text is made of before the first merge, in a SentencePiece model.
//
//     SentencePieceBPEModel  ──▶  SymbolTable: characters and user-defined pieces as symbols
//                            └─▶  MergeTable: which two symbols spell a piece, best score first
//
// A symbol is a piece; or a character that is none but occurs in pieces, since two such may spell a
// piece together; or one that occurs in none. Its number is the piece's, or one behind all pieces'.

/// The symbols of a model.
struct SymbolTable: Sendable {
  private var ofScalar = ScalarTable()
  private let userDefined: PrefixMatcher
  /// The first number that is no piece's; it is the symbol of what occurs in no piece.
  let stranger: TokenID
  /// How many symbols there are.
  private(set) var count: Int

  /// Set in the symbol of a user-defined piece that was found in a text: nothing merges with it.
  static let frozen: UInt32 = 1 << 31

  init(_ model: SentencePieceBPEModel) {
    let vocabulary = model.vocabulary
    userDefined = PrefixMatcher(
      vocabulary.identifiers.lazy.filter { model.types[$0.index] == .userDefined }
        .compactMap { id in vocabulary.bytes(of: id).map { ($0, id) } })
    stranger = TokenID(vocabulary.identifierBound)
    count = vocabulary.identifierBound + 1
    for id in vocabulary.identifiers where model.isText(id) {
      guard let piece = vocabulary.bytes(of: id), vocabulary.id(of: piece.span) == id else {
        continue
      }
      enterCharacters(of: piece, id)
    }
  }

  /// Gives each character of a piece a symbol; the piece itself is that of its only character.
  private mutating func enterCharacters(of piece: ArraySlice<UInt8>, _ id: TokenID) {
    let bytes = piece.span
    var index = 0
    while index < bytes.count {
      let (scalar, width) = UTF8Scalar.value(bytes, at: index)
      if width == bytes.count {
        ofScalar[scalar] = id
      } else if ofScalar[scalar] == nil {
        ofScalar[scalar] = TokenID(count)
        count += 1
      }
      index += width
    }
  }

  /// Whether a symbol is a piece.
  func isPiece(_ symbol: TokenID) -> Bool { symbol < stranger }

  func symbol(of scalar: UInt32) -> TokenID { ofScalar[scalar] ?? stranger }

  /// The symbols of a text: user-defined pieces where one starts, else characters.
  func symbols(of text: Span<UInt8>) -> [TokenID] {
    var symbols: [TokenID] = []
    var userDefined = userDefined.matches(in: text)
    var index = 0
    while index < text.count {
      if let (piece, length) = userDefined.match(at: index) {
        symbols.append(TokenID(rawValue: piece.rawValue | Self.frozen))
        index += length
      } else {
        let (scalar, width) = UTF8Scalar.value(text, at: index)
        symbols.append(symbol(of: scalar))
        index += width
      }
    }
    return symbols
  }

  /// Every way in which two symbols spell a piece, ranked by the piece's score.
  func merges(_ model: SentencePieceBPEModel) -> MergeTable {
    let vocabulary = model.vocabulary
    var table = MergeTable(expecting: vocabulary.count * 2)
    let lengths = Self.lengths(of: vocabulary)
    for id in vocabulary.identifiers where model.isText(id) {
      guard let piece = vocabulary.bytes(of: id), vocabulary.id(of: piece.span) == id else {
        continue
      }
      let bytes = piece.span
      // An empty piece, which GGUF files may have, is no text's.
      if bytes.isEmpty { continue }
      let value = MergeTable.value(rank: Self.rank(model.scores[id.index]), result: id)
      var middle = UTF8Scalar.width(bytes[0])
      while middle < bytes.count {
        // Most cuts of a long piece leave a half that is as long as no symbol.
        if lengths[middle], lengths[bytes.count - middle],
          let left = symbol(spelling: bytes.extracting(..<middle), model),
          let right = symbol(spelling: bytes.extracting(middle...), model)
        {
          table.insert(left, right, value)
        }
        middle += UTF8Scalar.width(bytes[middle])
      }
    }
    return table
  }

  /// By number of bytes: whether symbols have so many; characters have four at most.
  private static func lengths(of vocabulary: Vocabulary) -> [Bool] {
    let counts = vocabulary.identifiers.map { vocabulary.range(of: $0).count }
    var lengths = [Bool](repeating: false, count: max(4, counts.max() ?? 0) + 1)
    for count in counts { lengths[count] = true }
    for count in 1...4 { lengths[count] = true }
    return lengths
  }

  /// The symbol with these bytes, if a text can come to have it.
  private func symbol(spelling bytes: Span<UInt8>, _ model: SentencePieceBPEModel) -> TokenID? {
    let (scalar, width) = UTF8Scalar.value(bytes, at: 0)
    if width == bytes.count { return ofScalar[scalar] }
    return model.vocabulary.id(of: bytes).flatMap { model.isText($0) ? $0 : nil }
  }

  /// Numbers in the order in which scores fall, by the bits of a score: 0 comes before -0, and what
  /// is no number has its place, too. Two scores are equal only if their bits are.
  static func rank(_ score: Float) -> UInt32 {
    let bits = score.bitPattern
    return bits >> 31 == 0 ? ~(bits | 1 << 31) : bits
  }
}
