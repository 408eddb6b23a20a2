// What sentencepiece makes of the pieces of its models.

/// How the pieces of a SentencePiece model become text.
public struct SentencePieceDecoding: Hashable, Sendable {
  /// What becomes of the spaces that a text starts with.
  public enum LeadingSpaces: Hashable, Sendable {
    /// They stay.
    case kept
    /// The first one goes: the model puts one there (`add_dummy_prefix`).
    case oneRemoved
    /// All go that pieces start with while there is no text (`remove_extra_whitespaces`).
    case removed
  }

  /// What becomes of the spaces that a text starts with.
  public var leadingSpaces: LeadingSpaces
  /// Whether there are pieces that stand for bytes.
  public var hasBytes: Bool
  /// The text of pieces whose text isn't their spelling: none for control symbols, ` ⁇ ` for the
  /// unknown piece.
  public var surfaces: [TokenID: String]

  /// As a model says.
  public init(leadingSpaces: LeadingSpaces, hasBytes: Bool, surfaces: [TokenID: String]) {
    self.leadingSpaces = leadingSpaces
    self.hasBytes = hasBytes
    self.surfaces = surfaces
  }
}

/// Spaces instead of `▁`, characters instead of pieces that stand for bytes.
struct SentencePieceDetokenizerStage: DetokenizerStage {
  private let decoding: SentencePieceDecoding
  private let space = LiteralSearch(Array("▁".utf8))
  private var whole: WholeTokens
  private var characters: CharacterAssembly
  private var hasText = false
  private var hasRemovedSpace = false

  init(_ decoding: SentencePieceDecoding, _ context: DetokenizerContext) {
    self.decoding = decoding
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
    characters = CharacterAssembly(replacesEachByte: true, context)
  }

  var heldByteCount: Int { whole.heldByteCount + characters.heldByteCount }
  var failure: TokenDecodingError? { characters.failure }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      var piece = TokenList(tracksOrigins: tokens.tracksOrigins)
      let byte = decoding.hasBytes ? ByteFallback.byte(of: tokens.bytes[range]) : nil
      if let byte {
        piece.append(CollectionOfOne(byte), from: tokens.origin(at: range.lowerBound))
        characters.run(piece, isLast: false, into: &result)
        hasText = true
      } else {
        characters.run(piece, isLast: true, into: &result)
        append(range, of: tokens, to: &result)
      }
    }
    self.whole = whole
    guard isLast else { return }
    characters.run(TokenList(tracksOrigins: tokens.tracksOrigins), isLast: true, into: &result)
    result.endToken()
  }

  private mutating func append(
    _ range: Range<Int>, of tokens: TokenList, to result: inout TokenList
  ) {
    var start = range.lowerBound
    let mark = "▁".utf8
    if !hasText && !hasRemovedSpace && decoding.leadingSpaces != .kept,
      tokens.bytes[range].starts(with: mark)
    {
      start += mark.count
      hasRemovedSpace = decoding.leadingSpaces == .oneRemoved
    }
    if start < range.upperBound { hasText = true }
    let rest = result.append(
      start..<range.upperBound, of: tokens, replacing: space, by: [UInt8(ascii: " ")])
    result.append(rest..<range.upperBound, of: tokens)
  }
}
