// `Metaspace`: a mark instead of each space, one in front of the text, and cuts in front of marks.

import SubwordMemory

struct MetaspaceStage: RewritingStage {
  private let mark: Unicode.Scalar
  private let scheme: Pretokenizer.PrependScheme
  /// Cuts in front of each mark; `nil` where nothing is cut.
  private let cut: CompiledPattern?

  init(
    _ mark: Unicode.Scalar, _ scheme: Pretokenizer.PrependScheme, cuts: Bool
  ) throws(PatternError) {
    self.mark = mark
    self.scheme = scheme
    cut = cuts ? try CompiledPattern(at: ScalarSet(mark), .mergedWithNext) : nil
  }

  func pretokenize(_ text: inout PretokenizedText) throws(PatternError) {
    text.rewrite { source, number, result in
      let piece = source.pieces[number]
      let startsText = source.stretches[number].start == 0
      let isAsked = scheme == .always || scheme == .first && startsText
      if isAsked && !startsWithMark(source.bytes, piece) {
        result.append(mark, for: piece.start, of: source)
      }
      replaceSpaces(in: piece, of: source, into: &result)
    }
    if let cut { try text.cut(by: cut) }
  }

  /// Whether the piece starts with the mark, or with a space, which becomes one.
  private func startsWithMark(_ bytes: borrowing Buffer<UInt8>, _ piece: PretokenRange) -> Bool {
    if bytes[piece.start] == 0x20 { return true }
    var place = piece.start
    for byte in UTF8.encode(mark) ?? .init() {
      guard place < piece.end, bytes[place] == byte else { return false }
      place += 1
    }
    return true
  }

  private func replaceSpaces(
    in piece: PretokenRange, of source: borrowing PretokenizedText,
    into result: inout PretokenizedText
  ) {
    var start = piece.start
    for place in piece.start..<piece.end where source.bytes[place] == 0x20 {
      result.append(source, start..<place)
      result.append(mark, for: place, of: source)
      start = place + 1
    }
    result.append(source, start..<piece.end)
  }
}
