// Cutting a text that has no pretokens where no token can cross.
//
//     pretoken of a whole text  ──▶  WordMarkCuts  ──▶  pretokens of a word  ──▶  PretokenCache
//
// SentencePiece-style tokenizers merge over the whole text, spaces written as `▁`. Where no token of the
// vocabulary has a `▁` behind another character, no merge ever joins what is in front of a `▁` with
// it: both sides merge as they would alone, and words repeat.

import SubwordMemory

/// Cuts in front of each `▁` that stands behind something else, for a model where that changes nothing.
struct WordMarkCuts: Sendable {
  private static let mark: [UInt8] = [0xE2, 0x96, 0x81]
  /// Pretokens up to this length aren't worth a cut.
  private static let shortest = PackedBytes.longest

  /// - Returns: `nil` for a model where a cut could change the tokens.
  init?(_ model: SegmentationModel) {
    switch model {
    case .bpe(let model):
      let options = model.options
      guard model.units != .bytes, options.dropout == nil, !options.ignoresMerges,
        options.continuingPrefix.isEmpty, options.endOfWordSuffix.isEmpty
      else { return nil }
    case .sentencePieceBPE(let model):
      let type = model.vocabulary.id(of: Self.mark.span).map { model.types[$0.index] }
      guard type == .normal || type == .userDefined else { return nil }
    }
    // The mark has a token of its own: it is in no run of unknown characters.
    guard model.vocabulary.id(of: Self.mark.span) != nil,
      !model.vocabulary.identifiers.contains(where: { id in
        Self.hasInnerMark(model.vocabulary.bytes(of: id) ?? [])
      })
    else { return nil }
  }

  /// Whether there is a mark behind something else.
  private static func hasInnerMark(_ token: ArraySlice<UInt8>) -> Bool {
    var rest = token
    while rest.starts(with: mark) { rest = rest.dropFirst(mark.count) }
    while let lead = rest.firstIndex(of: mark[0]) {
      rest = rest[lead...]
      if rest.starts(with: mark) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  /// Appends the parts of a pretoken, from `start` on, until `limit` of them are there.
  ///
  /// - Returns: Where to go on; the end of the pretoken when all is cut.
  func cut(
    _ pretoken: PretokenRange, from start: Int, of text: borrowing Buffer<UInt8>, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) -> Int {
    var start = start
    if pretoken.end - start <= Self.shortest {
      parts.append(PretokenRange(start, pretoken.end))
      return pretoken.end
    }
    while start < pretoken.end && parts.count < limit {
      let end = endOfWord(from: start, to: pretoken.end, of: text)
      parts.append(PretokenRange(start, end))
      start = end
    }
    return start
  }

  /// The first place within `range`, not its start, with a mark behind something else.
  func firstCut(in text: borrowing Buffer<UInt8>, _ range: Range<Int>) -> Int? {
    var place = range.lowerBound
    repeat {
      place = endOfWord(from: place, to: range.upperBound, of: text)
      if place == range.upperBound { return nil }
      // The range may start in the middle of a mark.
    } while place >= Self.mark.count && isMark(at: place - Self.mark.count, to: place, of: text)
    return place
  }

  /// Where the marks from `start` on, and what follows them, end.
  private func endOfWord(from start: Int, to end: Int, of text: borrowing Buffer<UInt8>) -> Int {
    var place = start
    while isMark(at: place, to: end, of: text) { place += Self.mark.count }
    while place < end {
      if text[place] == 0xE2 && isMark(at: place, to: end, of: text) { return place }
      place += 1
    }
    return end
  }

  @inline(__always)
  private func isMark(at place: Int, to end: Int, of text: borrowing Buffer<UInt8>) -> Bool {
    place + 3 <= end && text[place] == 0xE2 && text[place + 1] == 0x96 && text[place + 2] == 0x81
  }
}
