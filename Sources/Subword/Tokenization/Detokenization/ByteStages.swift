// Steps that make bytes of tokens, and characters of bytes.

import SubwordMemory

/// All tokens become one (`Fuse`).
struct FuseDetokenizerStage: DetokenizerStage {
  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    result.append(0..<tokens.bytes.count, of: tokens)
    if isLast { result.endToken() }
  }
}

/// Bytes instead of their stand-ins, all tokens as one (`ByteLevel`).
///
/// A token that has a character which stands for no byte is text.
struct ByteLevelDetokenizerStage: DetokenizerStage {
  /// Whether the tokens come as bytes already, as vocabularies of bytes have them.
  private let takesBytes: Bool
  private var whole: WholeTokens
  private var characters: CharacterAssembly

  init(takesBytes: Bool, _ context: DetokenizerContext) {
    self.takesBytes = takesBytes
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
    characters = CharacterAssembly(context)
  }

  var heldByteCount: Int { whole.heldByteCount + characters.heldByteCount }
  var failure: TokenDecodingError? { characters.failure }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    if takesBytes {
      characters.run(tokens, isLast: isLast, into: &result)
    } else {
      var bytes = TokenList(tracksOrigins: tokens.tracksOrigins)
      whole.eachToken(of: tokens) { tokens, range in
        let token = tokens.bytes[range]
        bytes.append(from: tokens.origin(at: range.lowerBound)) {
          ByteAlphabet.read(token, orText: &$0)
        }
      }
      characters.run(bytes, isLast: isLast, into: &result)
    }
    if isLast { result.endToken() }
  }
}

extension ByteAlphabet {
  /// Appends the bytes that `spelling` stands for, or itself where it stands for none.
  static func read(_ spelling: ArraySlice<UInt8>, orText bytes: inout [UInt8]) {
    let start = bytes.count
    let token = Array(spelling)
    if read(token.span, into: &bytes) { return }
    bytes.removeSubrange(start...)
    bytes.append(contentsOf: token)
  }
}

/// Makes whole characters of bytes that come in parts.
struct CharacterAssembly: Sendable {
  private let invalid: InvalidUTF8
  /// Whether each byte of an ill-formed part becomes U+FFFD, or the part as a whole.
  private let replacesEachByte: Bool
  /// The start of a character whose end isn't there yet.
  private var held: TokenList
  /// How many bytes went before those that are held.
  private var offset = 0
  private(set) var failure: TokenDecodingError?

  init(replacesEachByte: Bool = false, _ context: DetokenizerContext) {
    invalid = context.invalid
    self.replacesEachByte = replacesEachByte
    held = TokenList(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { held.bytes.count }

  /// Appends the characters of `tokens`, and U+FFFD for what is ill-formed.
  ///
  /// - Parameter isLast: Whether no more bytes follow.
  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    if invalid == .bytes { return result.append(0..<tokens.bytes.count, of: tokens) }
    held.append(0..<tokens.bytes.count, of: tokens)
    var bytes = Buffer<UInt8>()
    bytes.append(contentsOf: held.bytes.span)
    var start = 0
    while let bad = UTF8Repair.firstIllFormed(in: bytes, from: start, to: bytes.count) {
      result.append(start..<bad.lowerBound, of: held)
      start = bad.lowerBound
      if !isLast && bad.upperBound == bytes.count && Self.mayGoOn(held.bytes[bad]) { break }
      if failure == nil && invalid == .error { failure = .invalidUTF8(byteOffset: offset + start) }
      for index in replacesEachByte ? bad : start..<start + 1 {
        result.append(UTF8Repair.replacement, from: held.origin(at: index))
      }
      start = bad.upperBound
    }
    if UTF8Repair.firstIllFormed(in: bytes, from: start, to: bytes.count) == nil {
      result.append(start..<bytes.count, of: held)
      start = bytes.count
    }
    keep(from: start)
  }

  private mutating func keep(from start: Int) {
    var rest = TokenList(tracksOrigins: held.tracksOrigins)
    rest.append(start..<held.bytes.count, of: held)
    offset += start
    held = rest
  }

  /// Whether a maximal ill-formed part can be the start of a character.
  private static func mayGoOn(_ part: ArraySlice<UInt8>) -> Bool {
    guard let first = part.first, (0xC2...0xF4).contains(first) else { return false }
    return part.count < UTF8Scalar.width(first)
  }
}

extension UTF8Repair {
  /// U+FFFD.
  static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
}

/// The byte for a token that spells one (`ByteFallback`).
///
/// A run of such tokens is a token if it is UTF-8, else as many U+FFFD. So all of it waits for its
/// end.
struct ByteFallbackDetokenizerStage: DetokenizerStage {
  private let invalid: InvalidUTF8
  private var whole: WholeTokens
  private var run: TokenList
  private(set) var failure: TokenDecodingError?

  init(_ context: DetokenizerContext) {
    invalid = context.invalid
    whole = WholeTokens(tracksOrigins: context.tracksOrigins)
    run = TokenList(tracksOrigins: context.tracksOrigins)
  }

  var heldByteCount: Int { whole.heldByteCount + run.bytes.count }

  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList) {
    var whole = self.whole
    whole.eachToken(of: tokens) { tokens, range in
      if let byte = ByteFallback.byte(of: tokens.bytes[range]) {
        run.append(CollectionOfOne(byte), from: tokens.origin(at: range.lowerBound))
      } else {
        endRun(into: &result)
        result.append(range, of: tokens)
        result.endToken()
      }
    }
    self.whole = whole
    if isLast { endRun(into: &result) }
  }

  private mutating func endRun(into result: inout TokenList) {
    guard !run.isEmpty else { return }
    if invalid == .bytes || String(validating: run.bytes, as: UTF8.self) != nil {
      result.append(0..<run.bytes.count, of: run)
      result.endToken()
    } else {
      if failure == nil && invalid == .error { failure = .invalidBytes(run.bytes) }
      for index in run.bytes.indices {
        result.append(UTF8Repair.replacement, from: run.origin(at: index))
        result.endToken()
      }
    }
    run.removeAll()
  }
}
