// How files spell tokens, and what detokenizers see of them.
//
//     identifier  ──▶  TokenSpellings  ──▶  spelling (`Ġthe`)  │  bytes (` the`)
//
// A vocabulary of bytes holds the bytes themselves; the stand-ins of its file are made here.

import SubwordMemory

/// The spellings of all tokens: those of the vocabulary, and those of added tokens.
package struct TokenSpellings: Sendable {
  private let vocabulary: Vocabulary
  private let isOfBytes: Bool
  /// The number of each added token in ``added``.
  private let numbers: [TokenID: Int]
  private let ids: [[UInt8]: TokenID]
  private let added: [AddedToken]
  /// What detokenizers see of added tokens whose spelling normalizing changes.
  private let normalized: [TokenID: [UInt8]]

  /// - Parameter normalization: What added tokens go through that are looked for in normalized text:
  ///   as such, Hugging Face's `tokenizers` decodes them, too.
  init(_ model: SegmentationModel, normalization: NormalizationPipeline?) {
    vocabulary = model.vocabulary
    isOfBytes = model.units == .bytes
    added = model.addedTokens
    let numbered = added.enumerated()
    numbers = Dictionary(numbered.map { ($1.id, $0) }, uniquingKeysWith: { $1 })
    ids = Dictionary(added.map { (Array($0.content.utf8), $0.id) }, uniquingKeysWith: { $1 })
    guard let normalization else {
      normalized = [:]
      return
    }
    var changed: [TokenID: [UInt8]] = [:]
    for token in added where token.isNormalized {
      changed[token.id] = Self.normalized(Array(token.content.utf8), by: normalization)
    }
    normalized = changed
  }

  /// What normalizing makes of a spelling; `nil` if nothing, or if it can't be done.
  private static func normalized(
    _ spelling: [UInt8], by normalization: NormalizationPipeline
  ) -> [UInt8]? {
    var result: [UInt8] = []
    do {
      guard try normalization.normalize(spelling.span, into: &result) == .appended else {
        return nil
      }
    } catch {
      return nil
    }
    return result == spelling ? nil : result
  }

  /// The added token with this identifier.
  func addedToken(_ id: TokenID) -> AddedToken? { numbers[id].map { added[$0] } }

  /// Appends the token as its file spells it, bytes by their stand-ins.
  ///
  /// - Returns: `false` when there is no such token.
  func appendSpelling(of id: TokenID, to spelling: inout [UInt8]) -> Bool {
    if let token = addedToken(id) {
      spelling.append(contentsOf: normalized[id] ?? Array(token.content.utf8))
      return true
    }
    return appendModelSpelling(of: id, to: &spelling)
  }

  /// Appends the token as the model has it, added or not.
  ///
  /// - Returns: `false` when the model has no such token.
  func appendModelSpelling(of id: TokenID, to spelling: inout [UInt8]) -> Bool {
    guard let bytes = vocabulary.bytes(of: id) else { return false }
    // A token that isn't found by its bytes is spelled by characters that stand for none.
    if isOfBytes && vocabulary.id(of: bytes.span) == id {
      ByteAlphabet.spell(Array(bytes).span, into: &spelling)
    } else {
      spelling.append(contentsOf: bytes)
    }
    return true
  }

  /// Appends the bytes that the token stands for where all its characters stand for bytes.
  ///
  /// - Returns: `false` when there is no such token.
  func appendBytes(of id: TokenID, to bytes: inout [UInt8]) -> Bool {
    if isOfBytes && addedToken(id) == nil {
      guard let token = vocabulary.bytes(of: id) else { return false }
      bytes.append(contentsOf: token)
      return true
    }
    var spelling: [UInt8] = []
    guard appendSpelling(of: id, to: &spelling) else { return false }
    ByteAlphabet.read(spelling[...], orText: &bytes)
    return true
  }

  /// The identifier of the token that its file spells so.
  func id(of spelling: [UInt8]) -> TokenID? {
    if let id = ids[spelling] { return id }
    guard isOfBytes else { return vocabulary.id(of: spelling.span) }
    var bytes: [UInt8] = []
    if ByteAlphabet.read(spelling.span, into: &bytes) { return vocabulary.id(of: bytes.span) }
    return idOfText(spelling)
  }

  /// The identifier of a token among bytes that is text, which no text is cut into.
  private func idOfText(_ text: [UInt8]) -> TokenID? {
    vocabulary.identifiers.first { id in
      vocabulary.bytes(of: id).map { areEqual($0.span, text.span) } ?? false
    }
  }

  /// The identifiers that are left out of a text without special tokens.
  ///
  /// As in Hugging Face's `tokenizers` these are the tokens that read as a special token does, so
  /// that one whose spelling was changed by normalizing stays.
  func special() -> Set<TokenID> {
    let contents = Set(added.lazy.filter(\.isSpecial).map { Array($0.content.utf8) })
    var special: Set<TokenID> = []
    for token in added where contents.contains(normalized[token.id] ?? Array(token.content.utf8)) {
      special.insert(token.id)
    }
    for content in contents {
      if let id = id(of: content), addedToken(id) == nil { special.insert(id) }
    }
    return special
  }
}
