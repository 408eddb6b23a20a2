// Tokens on their way to text, one behind the other in one buffer.
//
//     identifiers  ──▶  TokenList  ──▶  stage  ──▶  TokenList  ──▶  stage  ──▶  …  ──▶  text
//
// Hugging Face's decoders turn a list of strings into a list of strings. This is such a list, and a
// part of one when a text comes bit by bit: its last token may then go on.

/// A list of tokens, or a part of one.
struct TokenList {
  /// The bytes of all tokens.
  private(set) var bytes: [UInt8] = []
  /// Where each token ends. What lies behind the last end begins a token that goes on.
  private(set) var ends: [Int] = []
  /// Which identifier each byte comes from, by its number in the text; empty unless tracked.
  private(set) var origins: [UInt32] = []
  /// Whether somebody asked for ``origins``.
  let tracksOrigins: Bool

  init(tracksOrigins: Bool) { self.tracksOrigins = tracksOrigins }

  var isEmpty: Bool { bytes.isEmpty && ends.isEmpty }

  /// Where the token begins that goes on.
  var endOfWholeTokens: Int { ends.last ?? 0 }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }

  /// Appends a part of another list's bytes to the last token.
  mutating func append(_ range: Range<Int>, of other: TokenList) {
    bytes.append(contentsOf: other.bytes[range])
    if tracksOrigins { origins.append(contentsOf: other.origins[range]) }
  }

  /// Appends to the last token what comes from the identifier number `origin`.
  mutating func append(_ content: some Collection<UInt8>, from origin: UInt32) {
    bytes.append(contentsOf: content)
    if tracksOrigins { origins.append(contentsOf: repeatElement(origin, count: content.count)) }
  }

  /// Says which identifier the bytes come from that were appended last.
  mutating func append(from origin: UInt32, _ body: (inout [UInt8]) -> Void) {
    body(&bytes)
    guard tracksOrigins else { return }
    origins.append(contentsOf: repeatElement(origin, count: bytes.count - origins.count))
  }

  /// Ends the last token, which may be empty.
  mutating func endToken() { ends.append(bytes.count) }

  /// Which identifier the byte at `index` comes from, as far as that is tracked.
  func origin(at index: Int) -> UInt32 { index < origins.count ? origins[index] : 0 }

  /// Calls `body` with each token, and with the part that goes on.
  func eachToken(_ body: (_ range: Range<Int>, _ isWhole: Bool) -> Void) {
    var start = 0
    for end in ends {
      body(start..<end, true)
      start = end
    }
    if start < bytes.count { body(start..<bytes.count, false) }
  }
}

/// Puts tokens together that come in parts, for stages that need whole ones.
struct WholeTokens {
  /// The token that goes on.
  private(set) var pending: TokenList

  init(tracksOrigins: Bool) { pending = TokenList(tracksOrigins: tracksOrigins) }

  /// How many bytes wait.
  var heldByteCount: Int { pending.bytes.count }

  /// Calls `body` with each token of `list` that is whole now, and where it lies.
  mutating func eachToken(
    of list: TokenList, _ body: (_ tokens: TokenList, _ range: Range<Int>) -> Void
  ) {
    var waiting = pending
    pending.removeAll()
    list.eachToken { range, isWhole in
      if !isWhole || !waiting.isEmpty {
        waiting.append(range, of: list)
        guard isWhole else { return }
        body(waiting, 0..<waiting.bytes.count)
        waiting.removeAll()
      } else {
        body(list, range)
      }
    }
    pending = waiting
  }
}
