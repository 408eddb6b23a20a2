// What a SentencePiece model of type BPE has learnt: pieces, and how good each is.
//
//     .model, GGUF  ──▶  SentencePieceBPEModel  ──▶  SentencePieceBPESegmenter
//
// There are no merges: two neighbours become one wherever they spell a piece together, the piece
// with the best score first. And there are no pretokens: a text is segmented as a whole.

/// The pieces of a SentencePiece BPE model.
public struct SentencePieceBPEModel: Sendable {
  /// What a piece is for. The numbers are those of the file format.
  public enum PieceType: UInt8, Hashable, Sendable {
    /// Text.
    case normal = 1
    /// Stands in for what the pieces can't spell.
    case unknown = 2
    /// A mark, such as the start of a text: no text makes it.
    case control = 3
    /// Text that is always one piece, found before anything is merged.
    case userDefined = 4
    /// Text that may be made on the way to another piece, and is taken apart again if it is left.
    case unused = 5
    /// A byte, spelled `<0x00>` to `<0xFF>`.
    case byte = 6
  }

  /// The most bytes of a piece: sentencepiece refuses longer ones. Each place within a piece is one
  /// where two symbols may meet.
  package static let longestPiece = 7_999

  /// The most that the squares of all lengths in bytes may sum up to, a hundred times as much as
  /// Llama 2's: every part in front of and behind every such place is looked up.
  package static let mostSquares = 1 << 28

  /// The first piece with which the squares of these lengths exceed ``mostSquares``.
  package static func firstBeyondSquares(_ lengths: some Sequence<Int>) -> Int? {
    var rest = mostSquares
    for (index, length) in lengths.enumerated() {
      rest -= length * length
      if rest < 0 { return index }
    }
    return nil
  }

  /// All pieces; their identifiers have no holes.
  public let vocabulary: Vocabulary
  /// How good each piece is, by identifier: the largest is merged first.
  public let scores: [Float]
  /// What each piece is for, by identifier.
  public let types: [PieceType]
  /// Whether what the pieces can't spell is spelled by byte pieces (`byte_fallback`).
  public let fallsBackToBytes: Bool
  /// Tokens that are found in text before it is cut, if the caller asks for it: the marks.
  public let addedTokens: [AddedToken]
  /// The piece that stands in for what the pieces can't spell.
  public let unknown: TokenID?

  /// - Parameters:
  ///   - vocabulary: All pieces, each found by its bytes, without holes.
  ///   - scores: One for each piece. What is missing counts as 0.
  ///   - types: One for each piece. What is missing counts as normal.
  ///   - fallsBackToBytes: Only where all 256 byte pieces are there.
  package init(
    vocabulary: Vocabulary, scores: [Float], types: [PieceType], fallsBackToBytes: Bool = false,
    addedTokens: [AddedToken] = []
  ) {
    self.vocabulary = vocabulary
    let missing = max(0, vocabulary.identifierBound - min(scores.count, types.count))
    self.scores = scores + [Float](repeating: 0, count: missing)
    self.types = types + [PieceType](repeating: .normal, count: missing)
    self.fallsBackToBytes = fallsBackToBytes
    self.addedTokens = addedTokens
    unknown = types.firstIndex(of: .unknown).map { TokenID($0) }
  }

  /// Whether text may be merged into a piece: no text makes a mark, a byte piece or the unknown one.
  func isText(_ piece: TokenID) -> Bool {
    switch types[piece.index] {
    case .normal, .userDefined, .unused: true
    case .unknown, .control, .byte: false
    }
  }
}
