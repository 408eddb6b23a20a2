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

  func token(_ number: Int) -> ArraySlice<UInt8> {
    bytes[(number == 0 ? 0 : entries[number - 1].end)..<entries[number].end]
  }
}

extension RankedTokens {
  /// What can keep ranked tokens from being a model.
  enum Failure: Error {
    /// Tokens are numbered as ``entries``, special tokens behind them.
    case vocabulary(VocabularyError)
    case missingByte(UInt8)
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

  /// Special tokens are met by their identifiers only. Of several with one identifier the first one
  /// is what it decodes to.
  private func vocabulary(
    shift: Int, special: [AddedToken]
  ) throws(Failure) -> Vocabulary {
    var builder = SparseVocabularyBuilder(expecting: entries.count + special.count)
    var seen: Set<TokenID> = []
    do {
      for (number, entry) in entries.enumerated() {
        builder.bytes.append(contentsOf: token(number))
        let (id, overflow) = entry.rank.addingReportingOverflow(shift)
        try builder.endToken(overflow ? .max : id)
      }
      for token in special where seen.insert(token.id).inserted {
        builder.bytes.append(contentsOf: token.content.utf8)
        try builder.endToken(token.id.index, isReachable: false)
      }
      return try builder.build()
    } catch {
      throw .vocabulary(error)
    }
  }
}
