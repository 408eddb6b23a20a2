// BPE segmentation: merge the pair of the lowest rank, the leftmost first, until none is left.
//
//     pretoken  ──▶  UnitTable  ──▶  UnitRow: units as tokens  ──▶  PairMerger  ──▶  tokens
//           ├─ is it a token as it stands? (`ignoresMerges`)
//           └─ is it long?  ──▶  BacktrackingMerger
//
// Start with `ReferenceBPESegmenter`: it says the same in plain words.

/// Segments pretokens as a ``BPEModel`` has learnt it.
///
/// Time is linear in the pretoken's length; for a model that has no trees of merges, times the logarithm
/// of it. An immutable object: a copy is a reference.
///
/// Source: Sennrich, Haddow, Birch 2016; Hugging Face's `BPE` for what is done with characters that
/// the vocabulary lacks.
public final class BPESegmenter: Segmenter {
  private let model: BPEModel
  private let units: UnitTable
  private let merger: PairMerger
  private let dropout: Dropout?
  private let fallsBackToBytes: Bool
  /// Whether places are counted in the stand-ins of bytes first: see `StandInPlaces`.
  private let countsStandIns: Bool

  /// Made after some hundreds of new pretokens, or some kilobytes of long ones.
  private let shortcuts: Deferred<MergeShortcuts>?

  /// A segmenter for `model`.
  public convenience init(_ model: BPEModel) {
    self.init(model, defersTables: true)
  }

  /// - Parameter defersTables: Whether what makes it fast waits until it is worth it.
  init(_ model: BPEModel, defersTables: Bool) {
    self.model = model
    let units = UnitTable(model)
    self.units = units
    let table = MergeTable(model)
    merger = PairMerger(
      table, resultOfRank: model.hasMergesWithoutGrowth ? model.resultOfRank : [])
    let isPlain =
      model.options.dropout ?? 0 == 0 && !units.lacksBytes
      && model.options.continuingPrefix.isEmpty && model.options.endOfWordSuffix.isEmpty
    let make = { @Sendable in MergeShortcuts(model, table, units, defersTrie: defersTables) }
    shortcuts = isPlain ? Deferred(workWorthIt: defersTables ? 512 : 0, make: make) : nil
    dropout = model.options.dropout.flatMap { $0 == 0 ? nil : Dropout($0) }
    fallsBackToBytes = model.fallsBackToBytes
    countsStandIns = units.lacksBytes && (model.unknown == nil || model.fallsBackToBytes)
  }

  /// Whether chance decides about merges, so that one pretoken has many segmentations.
  public var isRandom: Bool { dropout != nil }

  /// Appends the identifiers of the tokens of `pretoken`, first to last.
  ///
  /// A model with dropout draws from seed 0 for each pretoken anew: the same pretoken always gives
  /// the same tokens.
  public func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    var chance = MergeChance(seed: 0)
    append(pretoken, to: &ids, by: &chance)
  }

  /// Appends the tokens of `pretoken`, each with its place as Hugging Face counts it.
  ///
  /// Unknown characters that are one token are one place. A byte token has one byte, also where it
  /// spells an affix. What vanishes takes no place, so that all behind it move. So places may differ
  /// from where the text is, and end behind the pretoken.
  public func segment(_ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    var chance = MergeChance(seed: 0)
    segment(pretoken, into: &tokens, by: &chance)
  }

  /// The same with `chance` deciding which merges are left out, if the model has dropout.
  public func segment(
    _ pretoken: Span<UInt8>, into ids: inout [TokenID], by chance: inout MergeChance
  ) {
    append(pretoken, to: &ids, by: &chance)
  }

  /// The same with `chance` deciding which merges are left out, if the model has dropout.
  public func segment(
    _ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken], by chance: inout MergeChance
  ) {
    let start = tokens.count
    append(pretoken, to: &tokens, by: &chance)
    if countsStandIns { StandInPlaces(pretoken).translate(&tokens, from: start) }
  }

  // MARK: Whole tokens

  /// Whether ``isWhole(_:)`` can tell yet.
  var knowsWholeTokens: Bool {
    dropout == nil && (model.options.ignoresMerges || shortcuts?.object(for: 0) != nil)
  }

  /// The tokens that there are.
  var vocabulary: Vocabulary { model.vocabulary }

  /// Whether the bytes of a token are surely segmented into that token.
  func isWhole(_ token: TokenID) -> Bool {
    if model.options.ignoresMerges {
      return vocabulary.id(of: vocabulary.allBytes.span.extracting(vocabulary.range(of: token)))
        == token
    }
    return shortcuts?.object(for: 0)?.trees.isWhole(token) ?? false
  }

  // MARK: Units

  @inline(__always)
  private func append<Unit: SegmentationUnit>(
    _ pretoken: Span<UInt8>, to tokens: inout [Unit], by chance: inout MergeChance
  ) {
    // Chance comes first: with dropout a token that stands there whole is made of units all the same.
    if model.options.ignoresMerges && dropout == nil && !pretoken.isEmpty,
      let id = model.vocabulary.id(of: pretoken)
    {
      return tokens.append(Unit(id, from: 0, to: length(of: pretoken)))
    }
    if pretoken.count > PairMerger.longestScan {
      if appendLong(pretoken, to: &tokens) { return }
    } else if let bytePairs = shortcuts?.object(for: 1)?.bytePairs, !pretoken.isEmpty {
      return merger.merge(pretoken, bytePairs, into: &tokens)
    }
    let start = tokens.count
    switch model.units {
    case .bytes: appendBytes(pretoken, to: &tokens)
    case .characters: appendCharacters(pretoken, to: &tokens)
    }
    if let dropout {
      merger.merge(&tokens, from: start, dropout: dropout, by: &chance)
    } else {
      var observer = NoMergeObserver()
      merger.merge(&tokens, from: start, &observer)
    }
  }

  /// Appends the tokens of a long pretoken, if that can be done without merging.
  private func appendLong<Unit: SegmentationUnit>(
    _ pretoken: Span<UInt8>, to tokens: inout [Unit]
  ) -> Bool {
    guard let shortcuts = shortcuts?.object(for: pretoken.count / 32),
      let merger = shortcuts.backtracking.object(for: pretoken.count), hasAllUnits(pretoken)
    else { return false }
    return merger.segment(pretoken, into: &tokens)
  }

  /// Whether each character has a token; bytes all have one here.
  private func hasAllUnits(_ pretoken: Span<UInt8>) -> Bool {
    if model.units == .bytes { return true }
    var index = 0
    while index < pretoken.count {
      let (scalar, width) = UTF8Scalar.value(pretoken, at: index)
      if units.token(scalar, isFirst: true, isLast: true) == nil { return false }
      index += width
    }
    return true
  }

  /// How many bytes a pretoken has where places are counted.
  private func length(of pretoken: Span<UInt8>) -> Int {
    countsStandIns
      ? pretoken.indices.reduce(0) { $0 + ByteAlphabet.width(of: pretoken[$1]) } : pretoken.count
  }

  @inline(__always)
  private func appendBytes<Unit: SegmentationUnit>(
    _ pretoken: Span<UInt8>, to tokens: inout [Unit]
  ) {
    var row = UnitRow(model)
    for index in pretoken.indices {
      let (isFirst, isLast) = (index == 0, index == pretoken.count - 1)
      let byte = pretoken[index]
      let width = countsStandIns ? ByteAlphabet.width(of: byte) : 1
      if let id = units.token(UInt32(byte), isFirst: isFirst, isLast: isLast) {
        row.append(id, width, to: &tokens)
      } else {
        let unit = pretoken.extracting(index..<index + 1)
        appendMissing(unit, width, isFirst: isFirst, isLast: isLast, &row, to: &tokens)
      }
    }
    row.finish(&tokens)
  }

  @inline(__always)
  private func appendCharacters<Unit: SegmentationUnit>(
    _ pretoken: Span<UInt8>, to tokens: inout [Unit]
  ) {
    var row = UnitRow(model)
    var index = 0
    while index < pretoken.count {
      let (scalar, width) = UTF8Scalar.value(pretoken, at: index)
      let (isFirst, isLast) = (index == 0, index + width == pretoken.count)
      if let id = units.token(scalar, isFirst: isFirst, isLast: isLast) {
        row.append(id, width, to: &tokens)
      } else {
        let unit = pretoken.extracting(index..<index + width)
        appendMissing(unit, width, isFirst: isFirst, isLast: isLast, &row, to: &tokens)
      }
      index += width
    }
    row.finish(&tokens)
  }

  @inline(never)
  private func appendMissing<Unit: SegmentationUnit>(
    _ unit: Span<UInt8>, _ width: Int, isFirst: Bool, isLast: Bool, _ row: inout UnitRow,
    to tokens: inout [Unit]
  ) {
    if fallsBackToBytes, let fallback = units.fallback(unit, isFirst: isFirst, isLast: isLast) {
      row.append(fallback, to: &tokens)
    } else {
      row.appendUnknown(width, to: &tokens)
    }
  }
}

/// Units one behind the other, with the unknown one that waits for what follows.
private struct UnitRow {
  private let unknown: TokenID?
  private let fusesUnknown: Bool
  /// Where the next unit starts.
  private var position = 0
  /// How many bytes the unknown token has that isn't in the row yet; 0 for none.
  private var waiting = 0

  @inline(__always)
  init(_ model: BPEModel) {
    unknown = model.unknown
    fusesUnknown = model.options.fusesUnknown
  }

  @inline(__always)
  mutating func append<Unit: SegmentationUnit>(
    _ id: TokenID, _ width: Int, to units: inout [Unit]
  ) {
    if waiting > 0 { finish(&units) }
    units.append(Unit(id, from: position, to: position + width))
    position += width
  }

  /// Byte tokens pass an unknown one that waits, as in Hugging Face's row.
  mutating func append<Unit: SegmentationUnit>(_ bytes: [TokenID], to units: inout [Unit]) {
    for id in bytes {
      units.append(Unit(id, from: position, to: position + 1))
      position += 1
    }
  }

  /// Without an unknown token the unit vanishes.
  mutating func appendUnknown<Unit: SegmentationUnit>(_ width: Int, to units: inout [Unit]) {
    if unknown == nil { return }
    if !fusesUnknown { finish(&units) }
    waiting += width
  }

  /// Appends the unknown token that waits, if one does.
  @inline(__always)
  mutating func finish<Unit: SegmentationUnit>(_ units: inout [Unit]) {
    guard waiting > 0, let unknown else { return }
    units.append(Unit(unknown, from: position, to: position + waiting))
    position += waiting
    waiting = 0
  }
}

/// Hugging Face sees a byte as its stand-in, which has one byte or two. Where bytes vanish or fall
/// back, places are sums of those; this says which bytes of the pretoken they lie in.
private struct StandInPlaces {
  /// The byte of the pretoken for each byte of its stand-ins.
  private var bytes: [UInt32] = []

  init(_ pretoken: Span<UInt8>) {
    for index in pretoken.indices {
      for _ in 0..<ByteAlphabet.width(of: pretoken[index]) {
        bytes.append(UInt32(truncatingIfNeeded: index))
      }
    }
  }

  /// Places beyond the end stay as they are.
  func translate(_ tokens: inout [SegmentedToken], from start: Int) {
    for index in start..<tokens.count where Int(tokens[index].end) <= bytes.count {
      let token = tokens[index]
      tokens[index] = SegmentedToken(
        id: token.id, start: bytes[Int(token.start)], end: bytes[Int(token.end) - 1] + 1)
    }
  }
}
