// SentencePiece's BPE: join the two neighbours that spell the piece with the best score, the
// leftmost first, until no two neighbours spell a piece.
//
//     normalized text  ──▶  SymbolTable: symbols  ──▶  PairMerger  ──▶  pieces, unknown characters
//                                                         └─ UnusedPieces: taken apart again
//
// Start with `ReferenceSentencePieceBPESegmenter`: it says the same in plain words.

/// Segments texts as a ``SentencePieceBPEModel`` has learnt it.
///
/// It sees a normalized text as a whole, so a pretoken here is the text. Time is linear in its length
/// times the logarithm of it. An immutable object: a copy is a reference.
///
/// Source: sentencepiece's `bpe::Model` and `SentencePieceProcessor::Encode`.
public final class SentencePieceBPESegmenter: Segmenter {
  private let model: SentencePieceBPEModel
  private let symbols: SymbolTable
  private let merger: PairMerger
  private let hasUnused: Bool
  /// The byte pieces, where the model falls back to them.
  private let pieceOfByte: [TokenID?]

  /// A segmenter for `model`.
  public init(_ model: SentencePieceBPEModel) {
    self.model = model
    symbols = SymbolTable(model)
    merger = PairMerger(symbols.merges(model))
    hasUnused = model.types.contains(.unused)
    pieceOfByte = (0...255).map { (byte: UInt8) in
      model.fallsBackToBytes
        ? model.vocabulary.id(of: ByteFallback.spelling(of: byte).utf8) : nil
    }
  }

  /// Appends the identifiers of the tokens of a normalized text, first to last.
  public func segment(_ text: Span<UInt8>, into ids: inout [TokenID]) { append(text, to: &ids) }

  /// Appends the tokens of a normalized text.
  ///
  /// Neighbouring unknown characters are one token. Of the byte pieces of a character the last one
  /// stands for all of it, the others for nothing in front of it.
  public func segment(_ text: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    append(text, to: &tokens)
  }

  @inline(__always)
  private func append<Unit: SegmentationUnit>(_ text: Span<UInt8>, to tokens: inout [Unit]) {
    var row = symbols.symbols(of: text)
    if hasUnused {
      var unused = UnusedPieces(model, symbols)
      merger.merge(&row, from: 0, &unused)
      row = unused.takenApart(row)
    } else {
      var observer = NoMergeObserver()
      merger.merge(&row, from: 0, &observer)
    }
    spell(row, text, to: &tokens)
  }

  /// Appends the tokens that the symbols of `text` are.
  @inline(__always)
  private func spell<Unit: SegmentationUnit>(
    _ row: [TokenID], _ text: Span<UInt8>, to tokens: inout [Unit]
  ) {
    var (position, isBehindUnknown) = (0, false)
    for symbol in row {
      let piece = TokenID(rawValue: symbol.rawValue & ~SymbolTable.frozen)
      let start = position
      if symbols.isPiece(piece) {
        position += model.vocabulary.range(of: piece).count
        tokens.append(Unit(piece, from: start, to: position))
        isBehindUnknown = false
      } else {
        position = min(start + UTF8Scalar.width(text[start]), text.count)
        appendUnknown(text, start..<position, joined: isBehindUnknown, to: &tokens)
        isBehindUnknown = true
      }
    }
  }

  /// Appends an unknown character: its bytes; or the unknown piece, which a run of them shares.
  private func appendUnknown<Unit: SegmentationUnit>(
    _ text: Span<UInt8>, _ range: Range<Int>, joined isBehindUnknown: Bool, to tokens: inout [Unit]
  ) {
    if model.fallsBackToBytes {
      for index in range {
        guard let piece = pieceOfByte[Int(text[index])] ?? model.unknown else { continue }
        let end = index + 1 == range.upperBound ? range.upperBound : range.lowerBound
        tokens.append(Unit(piece, from: range.lowerBound, to: end))
      }
    } else if let unknown = model.unknown {
      let unit = Unit(unknown, from: range.lowerBound, to: range.upperBound)
      if isBehindUnknown, let last = tokens.indices.last {
        tokens[last] = tokens[last].joined(with: unit, as: unknown)
      } else {
        tokens.append(unit)
      }
    }
  }
}
