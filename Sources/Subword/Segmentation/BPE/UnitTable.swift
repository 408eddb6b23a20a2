// What a pretoken is made of before the first merge: the token of each byte or character.
//
//     BPEModel  ──▶  UnitTable  ──▶  BPESegmenter
//
// With a prefix for all but the first unit and a suffix for the last one, a character is up to four
// tokens, by where it stands:
//
//     prefix ##, suffix </w>      alone: a</w>   first: a   inside: ##a   last: ##a</w>

/// The tokens of single units, by where they stand in their pretoken.
struct UnitTable: Sendable {
  /// By place: 0 inside, 1 first, 2 last, 3 alone.
  private let tokens: [ScalarTable]
  /// The tokens `<0x00>` to `<0xFF>`.
  private let byteTokens: [TokenID?]
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  private let isOfBytes: Bool
  /// Whether a byte has no token somewhere.
  let lacksBytes: Bool

  init(_ model: BPEModel) {
    let (prefix, suffix) = model.affixes
    let isOfBytes = model.units == .bytes
    func table(_ prefix: [UInt8]?, _ suffix: [UInt8]?) -> ScalarTable {
      guard let prefix, let suffix else { return ScalarTable() }
      return isOfBytes
        ? Self.bytes(model.vocabulary, prefix, suffix)
        : Self.characters(model.vocabulary, prefix, suffix)
    }
    let plain = table([], [])
    tokens = [
      prefix == [] ? plain : table(prefix, []), plain,
      prefix == [] && suffix == [] ? plain : table(prefix, suffix),
      suffix == [] ? plain : table([], suffix),
    ]
    byteTokens = (0...255).map { (byte: UInt8) in
      model.vocabulary.id(of: ByteFallback.spelling(of: byte).utf8)
    }
    self.prefix = Array(model.options.continuingPrefix.utf8)
    self.suffix = Array(model.options.endOfWordSuffix.utf8)
    self.isOfBytes = isOfBytes
    lacksBytes =
      isOfBytes && tokens.contains { table in (0..<256).contains { table[$0] == nil } }
  }

  private static func bytes(
    _ vocabulary: Vocabulary, _ prefix: [UInt8], _ suffix: [UInt8]
  ) -> ScalarTable {
    var table = ScalarTable()
    for byte in UInt8.min...UInt8.max {
      table[UInt32(byte)] = vocabulary.id(of: prefix + [byte] + suffix)
    }
    return table
  }

  private static func characters(
    _ vocabulary: Vocabulary, _ prefix: [UInt8], _ suffix: [UInt8]
  ) -> ScalarTable {
    var table = ScalarTable()
    for id in vocabulary.identifiers {
      guard let token = vocabulary.bytes(of: id), token.count <= prefix.count + suffix.count + 4,
        token.count > prefix.count + suffix.count, token.starts(with: prefix),
        token.suffix(suffix.count).elementsEqual(suffix),
        let scalar = UTF8Scalar.only(token.dropFirst(prefix.count).dropLast(suffix.count)),
        vocabulary.id(of: token.span) == id
      else { continue }
      table[scalar] = id
    }
    return table
  }

  /// The token of a character or byte.
  @inline(__always)
  func token(_ unit: UInt32, isFirst: Bool, isLast: Bool) -> TokenID? {
    tokens[(isFirst ? 1 : 0) + (isLast ? 2 : 0)][unit]
  }

  /// The tokens of all units that have one without affixes.
  var plainTokens: [TokenID] { tokens[1].all }

  /// The byte tokens that spell a unit with its affixes, if the vocabulary has all of them.
  ///
  /// A byte is spelled as files spell it, by the one or two bytes of its stand-in.
  func fallback(_ unit: Span<UInt8>, isFirst: Bool, isLast: Bool) -> [TokenID]? {
    var spelling = isFirst ? [] : prefix
    if isOfBytes {
      ByteAlphabet.spell(unit, into: &spelling)
    } else {
      for index in unit.indices { spelling.append(unit[index]) }
    }
    if isLast { spelling += suffix }
    let tokens = spelling.compactMap { byteTokens[Int($0)] }
    return tokens.count == spelling.count ? tokens : nil
  }
}
