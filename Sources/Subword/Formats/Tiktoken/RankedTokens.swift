// Tokens and their ranks, as ranks files and tekken.json list them.
//
//     RanksReader, TekkenReader  ──▶  RankedTokens  ──▶  Vocabulary, merges  ──▶  BPEModel

/// Tokens with their ranks, and where the file has each of them.
struct RankedTokens {
  struct Entry {
    /// Where the token's bytes end in ``bytes``; they start where those of the entry before end.
    var end: Int
    var rank: Int
    /// Where the file has it.
    var offset: Int
  }

  /// The bytes of all tokens in the order of the file.
  var bytes: [UInt8] = []
  var entries: [Entry] = []

  /// The largest token that is taken: 64 KiB.
  static let longestToken = 1 << 16

  func token(_ number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : entries[number - 1].end)..<entries[number].end]
  }

  /// Whether identifiers up to `id` may stand in a file of `count` entries: memory follows the
  /// largest identifier, and has to stay in proportion to the file.
  static func isInProportion(_ id: Int, count: Int) -> Bool {
    id >= 0 && id < 1 << 31 && id < 16 * count + 1 << 16
  }
}

extension RankedTokens {
  /// What can keep ranked tokens from being a model.
  enum Failure: Error {
    case duplicateToken(offset: Int)
    case duplicateRank(Int, offset: Int)
    case rankOutOfRange(Int, offset: Int)
    case missingByte(UInt8)
    /// A special token has the identifier of a token.
    case specialOnToken(AddedToken)
    case specialOutOfRange(AddedToken)
  }

  /// The byte-level model of these tokens: the identifier of a token is its rank plus `shift`, and a
  /// pretoken that is a token is taken whole.
  func model(shift: Int, special: [AddedToken]) throws(Failure) -> BPEModel {
    let vocabulary = try vocabulary(shift: shift, special: special)
    for byte in UInt8.min...UInt8.max where vocabulary.id(of: CollectionOfOne(byte)) == nil {
      throw .missingByte(byte)
    }
    let (merges, ranksTokens) = MergeRecovery.merges(of: vocabulary)
    return BPEModel(
      vocabulary: vocabulary, merges: merges, units: .bytes, unknown: nil,
      options: BPEModel.Options(ignoresMerges: true, ranksTokens: ranksTokens),
      addedTokens: special)
  }

  private func vocabulary(
    shift: Int, special: [AddedToken]
  ) throws(Failure) -> Vocabulary {
    let order = try orderByIdentifier(shift: shift)
    let names = try namesByIdentifier(special, order: order)
    let count = max(order.count, (names.keys.max() ?? -1) + 1)
    var builder = VocabularyBuilder(expecting: count)
    for id in 0..<count {
      if id < order.count, order[id] >= 0 {
        builder.bytes.append(contentsOf: token(order[id]))
        if !builder.endToken() { throw .duplicateToken(offset: entries[order[id]].offset) }
      } else {
        builder.bytes.append(contentsOf: (names[id] ?? "").utf8)
        _ = builder.endToken(isReachable: false)
      }
    }
    return builder.build()
  }

  /// By identifier: the number of the entry, or -1 for a gap.
  private func orderByIdentifier(shift: Int) throws(Failure) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(entries.count + shift)
    for (number, entry) in entries.enumerated() {
      guard Self.isInProportion(entry.rank, count: entries.count) else {
        throw .rankOutOfRange(entry.rank, offset: entry.offset)
      }
      let id = entry.rank + shift
      while order.count <= id { order.append(-1) }
      if order[id] >= 0 { throw .duplicateRank(entry.rank, offset: entry.offset) }
      order[id] = number
    }
    return order
  }

  /// What special tokens decode to. Several may have one identifier: the first one counts then.
  private func namesByIdentifier(
    _ special: [AddedToken], order: [Int]
  ) throws(Failure) -> [Int: String] {
    var names: [Int: String] = [:]
    for token in special {
      let id = token.id.index
      guard Self.isInProportion(id, count: entries.count + special.count) else {
        throw .specialOutOfRange(token)
      }
      if id < order.count && order[id] >= 0 { throw .specialOnToken(token) }
      if names[id] == nil { names[id] = token.content }
    }
    return names
  }
}
