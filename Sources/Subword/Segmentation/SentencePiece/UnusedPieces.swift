// Pieces that may be made, but not left.

/// Remembers from which two symbols each unused piece was last proposed to be made, and takes those
/// that are left apart the same way.
///
/// All places of a text share what is remembered, as in sentencepiece: the piece at one place may be
/// taken apart as it was made at another.
struct UnusedPieces: MergeObserver {
  private let model: SentencePieceBPEModel
  private let symbols: SymbolTable
  private var halves: [TokenID: (left: TokenID, right: TokenID)] = [:]

  /// What is nested deeper stays whole, as in sentencepiece.
  private static let deepest = 100

  init(_ model: SentencePieceBPEModel, _ symbols: SymbolTable) {
    self.model = model
    self.symbols = symbols
  }

  @inline(__always)
  mutating func proposed(_ left: TokenID, _ right: TokenID, as result: TokenID) {
    if isUnused(result) { halves[result] = (left, right) }
  }

  private func isUnused(_ symbol: TokenID) -> Bool {
    symbols.isPiece(symbol) && model.types[symbol.index] == .unused
  }

  /// The symbols of which no piece is unused; an unused character becomes one that is no piece.
  func takenApart(_ row: [TokenID]) -> [TokenID] {
    var result: [TokenID] = []
    var waiting: [(symbol: TokenID, depth: Int)] = []
    for symbol in row {
      waiting.append((symbol, 0))
      while let (symbol, depth) = waiting.popLast() {
        if depth > Self.deepest || !isUnused(symbol) {
          result.append(symbol)
        } else if let (left, right) = halves[symbol] {
          waiting.append((right, depth + 1))
          waiting.append((left, depth + 1))
        } else {
          result.append(symbols.stranger)
        }
      }
    }
    return result
  }
}
