// A tokenizer from a file of ranks.
//
//     ranks + encoding (named, a file beside, or known by the ranks)  ──▶  Tokenizer

import SubwordMemory

extension Tokenizer {
  /// Reads ranks.
  ///
  /// - Parameter encoding: Which encoding it is; without, the encoding file beside `path` tells, or
  ///   the ranks themselves, if they are well known.
  init(
    ranks bytes: [UInt8], path: String, encoding: TiktokenEncoding?
  ) throws(ModelFileError) {
    let tokens = try RanksReader.read(bytes, path: path)
    let definition = try Self.definition(of: tokens, encoding, path: path)
    let provenance = path == "-" ? nil : try ProvenanceFile.read(beside: path)
    self = try Self.assemble(tokens, definition, provenance, in: bytes, path: path)
  }

  /// Reads ranks whose encoding is known.
  init(ranks bytes: [UInt8], path: String, _ encoding: EncodingFile) throws(ModelFileError) {
    let tokens = try RanksReader.read(bytes, path: path)
    self = try Self.assemble(tokens, encoding.definition, nil, in: bytes, path: path)
  }

  /// What ranks don't say of their encoding.
  private static func definition(
    of tokens: RankedTokens, _ encoding: TiktokenEncoding?, path: String
  ) throws(ModelFileError) -> TiktokenEncoding.Definition {
    let file = EncodingFile.path(beside: path)
    if encoding == nil && path != "-" && SystemCalls.isFile(file) {
      let contents: [UInt8]
      do { contents = try InputFile.bytes(of: file) } catch { throw .file(error) }
      return try EncodingFile.read(contents, path: file).definition
    }
    guard let encoding = encoding ?? TiktokenEncoding(of: tokens) else {
      throw .unknownEncoding(path: path)
    }
    guard tokens.entries.count == encoding.rankCount else {
      throw .otherRankCount(tokens.entries.count, encoding: encoding, path: path)
    }
    return encoding.definition
  }

  private static func assemble(
    _ tokens: RankedTokens, _ definition: TiktokenEncoding.Definition, _ provenance: [UInt8]?,
    in bytes: [UInt8], path: String
  ) throws(ModelFileError) -> Tokenizer {
    var special: [AddedToken] = []
    for (content, id) in definition.special {
      guard let number = UInt32(exactly: id), !content.isEmpty else {
        throw .badIdentifier(
          "the special token \"\(content)\" has the identifier \(id)",
          at: FileLocation(file: shown(path), line: 1, byteOffset: 0))
      }
      special.append(
        AddedToken(
          id: TokenID(rawValue: number), content: content, isNormalized: definition.normalizes))
    }
    let model: BPEModel
    do { model = try tokens.model(shift: 0, special: special) } catch {
      throw error.inFile(path, bytes, tokens)
    }
    do {
      return try Tokenizer(
        normalizer: definition.normalizer,
        pretokenizer: try pretokenizer(definition.pattern), model: model, detokenizer: .byteLevel,
        provenance: provenance)
    } catch {
      if case .pattern = error, let place = definition.patternPlace {
        throw .unusablePart("pattern", error, at: place)
      }
      throw .unusable(error, path: path)
    }
  }

  private static func pretokenizer(
    _ pattern: String
  ) throws(TokenEncodingError) -> Pretokenizer {
    do { return try TiktokenPattern.pretokenizer(pattern) } catch { throw .pattern(error) }
  }
}

extension EncodingFile {
  fileprivate var definition: TiktokenEncoding.Definition {
    TiktokenEncoding.Definition(
      pattern: pattern, special: special, patternPlace: patternPlace)
  }
}

extension RankedTokens.Failure {
  /// The same with its place and in the words of files.
  func inFile(_ path: String, _ bytes: [UInt8], _ tokens: RankedTokens) -> ModelFileError {
    /// Where the file has a token; special tokens have no place in it.
    func place(_ number: Int) -> FileLocation {
      let isThere = tokens.entries.indices.contains(number)
      let offset = isThere ? tokens.entries[number].offset : 0
      return FileLocation(file: shown(path), byteOffset: offset, in: bytes)
    }
    switch self {
    case .vocabulary(.duplicateToken(_, let second)):
      return .malformed("the token stood before. Take one of the two out.", at: place(second))
    case .vocabulary(.duplicateIdentifier(let id, _, let second))
    where second >= tokens.entries.count:
      return .malformed(
        "a special token has the identifier \(id) of a token. Choose the encoding of these ranks.",
        at: place(0))
    case .vocabulary(.duplicateIdentifier(let id, _, let second)):
      return .malformed(
        "the identifier \(id) stood before. Give each token its own rank.", at: place(second))
    case .vocabulary(.identifierOutOfRange(let id, let limit)):
      let number = tokens.entries.firstIndex { $0.rank == id }
      return .malformed(
        "the identifier \(id) is out of range, up to \(limit). Count from 0.",
        at: place(number ?? 0))
    case .vocabulary(.tokenTooLong(let count)):
      let number = tokens.entries.indices.firstIndex { tokens.token($0).count == count }
      return .malformed(
        "a token has \(count) bytes; the limit is \(SparseVocabularyBuilder.longestToken).",
        at: place(number ?? tokens.entries.count))
    case .vocabulary(.tooManyBytes):
      return .malformed("all tokens together have more than 4 GiB. Take some out.", at: place(0))
    case .missingByte(let byte):
      return .malformed(
        """
        no token is the byte \(ByteFallback.spelling(of: byte)). Take the file from its source \
        again: it has to have all 256.
        """, at: place(0))
    }
  }
}

extension TiktokenEncoding {
  /// The encoding that is known to have these ranks.
  init?(of tokens: RankedTokens) {
    let known: [(digest: UInt64, encoding: TiktokenEncoding)] = [
      (0x1946_1157_A14C_85F2, .r50k), (0x63C4_621D_1E28_7F8C, .p50k),
      (0xF47E_99AE_85A2_5881, .cl100k), (0x9F87_5B9D_8F08_D71E, .o200k),
      (0x4148_52E0_81E4_7F91, .llama3), (0x62DF_FCB7_298C_2DCB, .llama4),
    ]
    guard known.contains(where: { $0.encoding.rankCount == tokens.entries.count }) else {
      return nil
    }
    let digest = tokens.digest
    guard let found = known.first(where: { $0.digest == digest }) else { return nil }
    self = found.encoding
  }
}

extension RankedTokens {
  /// A number that these tokens and ranks have, and no others but by chance.
  var digest: UInt64 {
    var digest: UInt64 = 0
    for (number, entry) in entries.enumerated() {
      let token = Self.digest(of: token(number))
      digest = Self.mix(digest ^ token &+ UInt64(truncatingIfNeeded: entry.rank))
    }
    return digest
  }

  /// Apart from the hash of tables, which may change: the known numbers mustn't.
  private static func digest(of token: ArraySlice<UInt8>) -> UInt64 {
    var digest = UInt64(token.count) &* 0x9E37_79B9_7F4A_7C15
    for start in stride(from: token.startIndex, to: token.endIndex, by: 8) {
      digest = mix(
        digest ^ token[start..<min(start + 8, token.endIndex)].reduce(0) { $0 << 8 | UInt64($1) })
    }
    return digest
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    return product.high ^ product.low
  }
}
