// Strings and keys. Most strings of a vocabulary have no escape: those are one scan and one copy,
// or no copy at all for a caller that can use the range. Escapes take the slower way round.

/// Where the bytes of a string are after it was read.
package enum JSONStringBytes: Hashable, Sendable {
  /// In the reader's own buffer: the string has no escape.
  case inPlace(Range<Int>)
  /// At the end of the caller's scratch: the string had escapes.
  case inScratch
}

extension JSONReader {
  /// Reads a string and appends its UTF-8, unescaped, to `text`.
  ///
  /// After an error `text` may have grown by a part of the string.
  package mutating func readString(appendingTo text: inout [UInt8]) throws(JSONError) {
    try expect(.string)
    try readQuoted(appendingTo: &text)
  }

  /// Reads a string.
  package mutating func readString() throws(JSONError) -> String {
    var text: [UInt8] = []
    try readString(appendingTo: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads past a string; its escapes and its UTF-8 are checked.
  package mutating func skipString() throws(JSONError) {
    try expect(.string)
    try skipQuoted()
  }
}

// MARK: Keys

extension JSONReader {
  /// Reads the next key of the innermost object and appends its UTF-8, unescaped, to `text`.
  ///
  /// - Returns: `false` behind the last member; the object has been left then.
  package mutating func nextKey(appendingTo text: inout [UInt8]) throws(JSONError) -> Bool {
    guard try advanceToKey() else { return false }
    try readQuoted(appendingTo: &text)
    try readColon()
    return true
  }

  /// Reads the next key, and copies it to the end of `scratch` only if it has escapes.
  ///
  /// - Returns: `nil` behind the last member; the object has been left then.
  package mutating func nextKey(
    unescapingInto scratch: inout [UInt8]
  ) throws(JSONError) -> JSONStringBytes? {
    guard try advanceToKey() else { return nil }
    let key = try readQuoted(unescapingInto: &scratch)
    try readColon()
    return key
  }

  /// Reads past the next key; `false` behind the last member.
  package mutating func skipKey() throws(JSONError) -> Bool {
    guard try advanceToKey() else { return false }
    try skipQuoted()
    try readColon()
    return true
  }
}

// MARK: What stands between quotes

extension JSONReader {
  /// Where a run of plain text ended, and why.
  private enum Stop {
    case quote
    case backslash
  }

  @inline(__always)
  private mutating func readQuoted(appendingTo text: inout [UInt8]) throws(JSONError) {
    let quote = position
    position += 1
    try readRuns(from: quote, appendingTo: &text)
  }

  private mutating func readQuoted(
    unescapingInto scratch: inout [UInt8]
  ) throws(JSONError) -> JSONStringBytes {
    let quote = position
    position += 1
    let (run, stop) = try readRun(from: quote)
    if stop == .quote { return .inPlace(run) }
    scratch.append(contentsOf: bytes[run])
    try readEscape(from: quote).append(to: &scratch)
    try readRuns(from: quote, appendingTo: &scratch)
    return .inScratch
  }

  private mutating func skipQuoted() throws(JSONError) {
    let quote = position
    position += 1
    while try readRun(from: quote).stop == .backslash { _ = try readEscape(from: quote) }
  }

  /// Reads from `position` to behind the closing quote.
  @inline(__always)
  private mutating func readRuns(
    from quote: Int, appendingTo text: inout [UInt8]
  ) throws(JSONError) {
    while true {
      let (run, stop) = try readRun(from: quote)
      text.append(contentsOf: bytes[run])
      if stop == .quote { return }
      try readEscape(from: quote).append(to: &text)
    }
  }

  /// Reads plain text; `position` is then behind the closing quote, or at a backslash.
  @inline(__always)
  private mutating func readRun(
    from quote: Int
  ) throws(JSONError) -> (run: Range<Int>, stop: Stop) {
    let start = position
    position = bytes.span.endOfPlainText(from: start)
    let run = start..<position
    switch nextByte {
    case UInt8(ascii: "\""):
      position += 1
      state = .separatorOrEnd
      return (run, .quote)
    case UInt8(ascii: "\\"): return (run, .backslash)
    case nil: throw .unterminatedString(at: quote)
    case let byte? where byte < 0x20: throw .controlCharacter(byte, at: position)
    case _?: throw .invalidUTF8(at: position)
    }
  }
}

// MARK: Escapes

extension Unicode.Scalar {
  /// Appends the scalar's UTF-8.
  fileprivate func append(to text: inout [UInt8]) {
    for byte in utf8 { text.append(byte) }
  }
}

extension JSONReader {
  /// Reads the escape whose backslash is next, in the string that starts at `quote`.
  private mutating func readEscape(from quote: Int) throws(JSONError) -> Unicode.Scalar {
    let backslash = position
    position += 1
    guard let letter = nextByte else { throw .unterminatedString(at: quote) }
    if letter == UInt8(ascii: "u") { return try readUnicodeEscape(from: quote) }
    guard let scalar = Self.meaning(ofEscape: letter) else {
      throw .unknownEscape(letter, at: backslash)
    }
    position += 1
    return scalar
  }

  /// What a backslash and this letter stand for.
  private static func meaning(ofEscape letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: nil
    }
  }

  /// Reads `uXXXX`, and the `\uXXXX` behind it where the first is half of a surrogate pair.
  private mutating func readUnicodeEscape(from quote: Int) throws(JSONError) -> Unicode.Scalar {
    let backslash = position - 1
    let unit = try readHexUnit(from: quote)
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard UTF16.isLeadSurrogate(unit), bytes.count - position >= 2,
      bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
    else { throw .loneSurrogate(unit, at: backslash) }
    position += 1
    let trail = try readHexUnit(from: quote)
    guard UTF16.isTrailSurrogate(trail),
      let scalar = Unicode.Scalar(0x1_0000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(trail) & 0x3FF)
    else { throw .loneSurrogate(unit, at: backslash) }
    return scalar
  }

  /// Reads the `u` at `position` and the four hexadecimal digits behind it.
  private mutating func readHexUnit(from quote: Int) throws(JSONError) -> UInt16 {
    position += 1
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = nextByte else { throw .unterminatedString(at: quote) }
      guard let digit = Self.value(ofHexDigit: byte) else {
        throw .unexpected(byte, expected: .hexDigit, at: position)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }

  private static func value(ofHexDigit byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
