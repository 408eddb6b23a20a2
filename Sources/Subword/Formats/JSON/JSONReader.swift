// Reading JSON by asking for one piece after the other.
//
//     bytes  ──▶  JSONReader  ──▶  the caller's own structures
//                     │
//                     └─ JSONScanning: where a token ends
//
// The caller knows what it hopes to find and says so (`enterObject`, `readInteger`); the reader
// checks the grammar on the way. No tree is built, nothing is allocated per token, and nothing
// recurses, so neither a large nor a hostile file costs more than its bytes.
// Strings and numbers have files of their own; `JSONMembers` reads objects with known keys.

/// A strict pull reader for JSON (RFC 8259, UTF-8 only).
///
/// ```swift
/// var json = JSONReader(bytes)
/// try json.enterObject()
/// while try json.nextKey(appendingTo: &tokens) {
///   ids.append(try json.readInteger())
/// }
/// try json.finish()
/// ```
///
/// Each `read…`, `skipValue`, `captureValue` or `enter…` takes one value, and a value must be there
/// to take: at the start, and whenever `nextKey` or `nextElement` has just announced one. Taking
/// two, or none, is the caller's mistake and stops the program. Whatever the bytes hold is a
/// ``JSONError``; a reader that has thrown is of no further use.
package struct JSONReader: Sendable {
  /// What may come next in the innermost container.
  enum State: Sendable {
    case value
    case firstItemOrEnd
    case separatorOrEnd
  }

  /// How many objects and arrays may lie inside of each other.
  static let nestingLimit = 64

  /// The whole text; offsets and ranges count from its start.
  package let bytes: [UInt8]
  /// The offset of the next byte; behind `peek`, that of the first byte of the next value.
  package internal(set) var position = 0
  /// The offset of the opening quote of the key that was read last, for messages about it.
  package private(set) var keyOffset = 0
  /// For each open container, outermost first, the byte that closes it.
  private(set) var closers: [UInt8] = []
  var state = State.value

  /// A reader for a text that holds a single value.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Checks that nothing but white space follows the value that was read.
  package mutating func finish() throws(JSONError) {
    precondition(closers.isEmpty && state != .value, "finish() before the value was read")
    guard let found = skipWhiteSpace() else { return }
    throw .unexpected(found, expected: .end, at: position)
  }
}

// MARK: Kinds and literals

extension JSONReader {
  /// The kind of the next value, which stays to be read.
  ///
  /// Only its first byte is looked at: `nul` is a null here and an error once it is read.
  @inline(__always)
  package mutating func peek() throws(JSONError) -> JSONKind {
    precondition(state == .value, "no value is due here: ask nextKey or nextElement first")
    let found = skipWhiteSpace()
    switch found ?? 0 {
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): return .number
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw missingValue(found)
    }
  }

  /// The error for a place where no value starts.
  private func missingValue(_ found: UInt8?) -> JSONError {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if position == 0, bytes.starts(with: byteOrderMark) {
      return .byteOrderMark(at: position)
    }
    return .unexpected(found, expected: .value, at: position)
  }

  /// Checks that the next value is of this kind.
  @inline(__always)
  mutating func expect(_ expected: JSONKind) throws(JSONError) {
    let found = try peek()
    guard found == expected else { throw .wrongKind(found, expected: expected, at: position) }
  }

  /// Reads `true` or `false`.
  package mutating func readBool() throws(JSONError) -> Bool {
    try expect(.bool)
    let value = bytes[position] == UInt8(ascii: "t")
    try readLiteral(value ? "true" : "false")
    return value
  }

  /// Reads `null`.
  package mutating func readNull() throws(JSONError) {
    try expect(.null)
    try readLiteral("null")
  }

  /// Reads `null` if it is there; otherwise the value stays to be read.
  package mutating func readNullIfPresent() throws(JSONError) -> Bool {
    guard try peek() == .null else { return false }
    try readLiteral("null")
    return true
  }

  private mutating func readLiteral(_ word: String) throws(JSONError) {
    for byte in word.utf8 {
      guard let found = nextByte, found == byte else {
        throw .unexpected(nextByte, expected: .literal(word), at: position)
      }
      position += 1
    }
    state = .separatorOrEnd
  }
}

// MARK: Objects and arrays

extension JSONReader {
  /// Enters the object that comes next.
  package mutating func enterObject() throws(JSONError) {
    try expect(.object)
    try enter(closer: UInt8(ascii: "}"))
  }

  /// Enters the array that comes next.
  package mutating func enterArray() throws(JSONError) {
    try expect(.array)
    try enter(closer: UInt8(ascii: "]"))
  }

  private mutating func enter(closer: UInt8) throws(JSONError) {
    guard closers.count < Self.nestingLimit else {
      throw .nestingTooDeep(limit: Self.nestingLimit, at: position)
    }
    closers.append(closer)
    position += 1
    state = .firstItemOrEnd
  }

  /// Goes on to the next element of the innermost array, which the caller then reads.
  ///
  /// - Returns: `false` behind the last element; the array has been left then.
  package mutating func nextElement() throws(JSONError) -> Bool {
    guard try advance(closer: UInt8(ascii: "]"), else: .commaOrClosingBracket) else { return false }
    state = .value
    return true
  }

  /// Goes on to the next key of the innermost object, with its opening quote at `position`.
  mutating func advanceToKey() throws(JSONError) -> Bool {
    let isFirst = state == .firstItemOrEnd
    guard try advance(closer: UInt8(ascii: "}"), else: .commaOrClosingBrace) else { return false }
    let found = skipWhiteSpace()
    guard found == UInt8(ascii: "\"") else {
      throw .unexpected(found, expected: isFirst ? .keyOrClosingBrace : .key, at: position)
    }
    keyOffset = position
    return true
  }

  /// Reads the colon behind a key.
  mutating func readColon() throws(JSONError) {
    let found = skipWhiteSpace()
    guard found == UInt8(ascii: ":") else {
      throw .unexpected(found, expected: .colon, at: position)
    }
    position += 1
    state = .value
  }

  /// Reads the comma before the next item, or leaves the container.
  @inline(__always)
  private mutating func advance(
    closer: UInt8, else expected: JSONError.Expectation
  ) throws(JSONError) -> Bool {
    precondition(closers.last == closer, "not inside of such a container")
    precondition(state != .value, "the value before this one hasn't been read")
    let found = skipWhiteSpace()
    if found == closer {
      leaveAtCloser()
      return false
    }
    if state == .firstItemOrEnd { return true }
    guard found == UInt8(ascii: ",") else {
      throw .unexpected(found, expected: expected, at: position)
    }
    position += 1
    return true
  }

  private mutating func leaveAtCloser() {
    position += 1
    closers.removeLast()
    state = .separatorOrEnd
  }
}

// MARK: Skipping

extension JSONReader {
  /// Reads past the next value, whatever it is. It is checked like any other.
  package mutating func skipValue() throws(JSONError) {
    let depth = closers.count
    try skipToken()
    try skip(toDepth: depth)
  }

  /// Reads past the next value and gives the range of its bytes, without white space around it.
  package mutating func captureValue() throws(JSONError) -> Range<Int> {
    _ = try peek()
    let start = position
    try skipValue()
    return start..<position
  }

  /// Reads past what is left of the innermost object or array, and leaves it.
  package mutating func leave() throws(JSONError) {
    precondition(!closers.isEmpty, "not inside of an object or array")
    try skip(toDepth: closers.count - 1)
  }

  /// Skips tokens until no more than `depth` containers are open.
  private mutating func skip(toDepth depth: Int) throws(JSONError) {
    while closers.count > depth {
      if state == .value {
        try skipToken()
      } else if closers.last == UInt8(ascii: "}") {
        _ = try skipKey()
      } else {
        _ = try nextElement()
      }
    }
  }

  private mutating func skipToken() throws(JSONError) {
    switch try peek() {
    case .object: try enterObject()
    case .array: try enterArray()
    case .string: try skipString()
    case .number: try skipNumber()
    case .bool: _ = try readBool()
    case .null: try readNull()
    }
  }
}

// MARK: Bytes

extension JSONReader {
  /// The byte at `position`, or `nil` at the end.
  @inline(__always)
  var nextByte: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Moves past white space; gives the byte that is next then, or `nil` at the end.
  @inline(__always)
  mutating func skipWhiteSpace() -> UInt8? {
    position = bytes.span.endOfWhiteSpace(from: position)
    return nextByte
  }
}
