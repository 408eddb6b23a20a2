// What can be wrong with a JSON text. The cases carry facts, the wording stands here once; whoever
// knows the file's name turns the offset into a `FileLocation` and puts it in front of `reason`.

/// The six kinds of JSON values.
package enum JSONKind: Hashable, Sendable {
  case object
  case array
  case string
  case number
  case bool
  case null
}

/// Everything that can go wrong while JSON is read or written.
///
/// Offsets count bytes from the start of the reader's (or writer's) whole buffer.
package enum JSONError: Error, Hashable, Sendable {
  /// What the grammar allows at a place.
  package enum Expectation: Hashable, Sendable {
    case value
    case key
    case keyOrClosingBrace
    case colon
    case commaOrClosingBrace
    case commaOrClosingBracket
    case digit
    case hexDigit
    case literal(String)
    case end
  }

  /// The text starts with the UTF-8 byte order mark, which RFC 8259 forbids.
  case byteOrderMark(at: Int)
  /// A byte, or the end (`nil`), where the grammar wants something else.
  case unexpected(UInt8?, expected: Expectation, at: Int)
  /// A correct value of another kind than the one that the caller needs.
  case wrongKind(JSONKind, expected: JSONKind, at: Int)
  /// An object or array inside of more of them than the reader allows.
  case nestingTooDeep(limit: Int, at: Int)
  /// A string without its closing quote; the offset is that of the opening one.
  case unterminatedString(at: Int)
  /// A byte below U+0020 that stands in a string as itself.
  case controlCharacter(UInt8, at: Int)
  /// Bytes in a string that are not UTF-8.
  case invalidUTF8(at: Int)
  /// A backslash before a byte that names no escape; the offset is the backslash's.
  case unknownEscape(UInt8, at: Int)
  /// Half of a surrogate pair; the offset is the backslash's.
  case loneSurrogate(UInt16, at: Int)
  /// A number such as `007`.
  case leadingZero(at: Int)
  /// A number with a fraction or an exponent where an integer is needed.
  case notAnInteger(at: Int)
  /// An integer that 64 bits can't hold.
  case integerOutOfRange(at: Int)
  /// A key that the same object already had.
  case duplicateKey(String, at: Int)
  /// An object that lacks a key that it must have.
  case missingKey(String, at: Int)
  /// A key that isn't known in an object where each key counts; the offset is its quote's.
  case unknownKey(String, at: Int)
  /// A value of the right kind that can't be; the sentences say why and what to do.
  case wrongValue(String, at: Int)
  /// More values than the caller has use for.
  case tooManyValues(limit: Int, at: Int)
}

extension JSONError {
  /// Where the fault is, in bytes from the start of the buffer.
  package var offset: Int {
    switch self {
    case .byteOrderMark(let offset), .unexpected(_, _, let offset), .wrongKind(_, _, let offset),
      .nestingTooDeep(_, let offset), .unterminatedString(let offset),
      .controlCharacter(_, let offset), .invalidUTF8(let offset), .unknownEscape(_, let offset),
      .loneSurrogate(_, let offset), .leadingZero(let offset), .notAnInteger(let offset),
      .integerOutOfRange(let offset), .duplicateKey(_, let offset), .missingKey(_, let offset),
      .unknownKey(_, let offset), .wrongValue(_, let offset), .tooManyValues(_, let offset):
      offset
    }
  }

  /// Whether the JSON is right and a value in it isn't what was asked for.
  package var isAboutValue: Bool {
    switch self {
    case .wrongKind, .notAnInteger, .integerOutOfRange: true
    default: false
    }
  }

  /// What is wrong and how to mend it, without the place.
  package var reason: String {
    switch self {
    case .byteOrderMark:
      "JSON must not start with a byte order mark. Save the file as UTF-8 without one."
    case .unexpected(let found, let expected, _):
      "expected \(expected), found \(Self.name(of: found))."
    case .wrongKind(let found, let expected, _):
      "expected \(expected), found \(found)."
    case .nestingTooDeep(let limit, _):
      "objects and arrays are nested deeper than \(limit) levels."
    case .unterminatedString:
      "the string that starts here has no closing quote."
    case .controlCharacter(let byte, _):
      "a string contains the control character \(Self.hex(byte)). Write it as \(Self.escape(byte))."
    case .invalidUTF8:
      "a string contains bytes that are not UTF-8. Save the file as UTF-8."
    case .unknownEscape(let byte, _):
      "a backslash comes before \(Self.name(of: byte)), which is no escape. Write \\\\ for a backslash."
    case .loneSurrogate(let unit, _):
      "\(Self.escape(unit)) is half of a surrogate pair and its other half is missing."
    case .leadingZero:
      "a number starts with a superfluous 0. Remove it."
    case .notAnInteger:
      "expected an integer, found a number with a fraction or an exponent."
    case .integerOutOfRange:
      "the integer doesn't fit into 64 bits."
    case .duplicateKey(let key, _):
      "the key \"\(key)\" appears twice in one object. Remove one of the two."
    case .missingKey(let key, _):
      "the object has no key \"\(key)\"."
    case .wrongValue(let sentences, _): sentences
    case .unknownKey(let key, _):
      "the key \"\(onOneLine(key))\" isn't known. Take a file without it."
    case .tooManyValues(let limit, _):
      "the part has more than \(limit) values."
    }
  }

  /// A byte as a message shows it.
  private static func name(of byte: UInt8?) -> String {
    switch byte {
    case nil: "the end"
    case UInt8(ascii: "\"")?: "a quote"
    case .some(let byte) where (0x21...0x7E).contains(byte):
      "'\(Character(Unicode.Scalar(byte)))'"
    case .some(let byte): "the byte \(hex(byte))"
    }
  }

  private static func hex(_ byte: UInt8) -> String {
    "0x" + padded(String(byte, radix: 16, uppercase: true), to: 2)
  }

  private static func escape(_ unit: some FixedWidthInteger) -> String {
    "\\u" + padded(String(unit, radix: 16), to: 4)
  }

  private static func padded(_ digits: String, to width: Int) -> String {
    String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension JSONError: CustomStringConvertible {
  /// Where, what, and the mend, in that order.
  package var description: String { "byte \(offset): \(reason)" }
}

extension JSONKind: CustomStringConvertible {
  /// The kind with its article, as it stands in a message.
  package var description: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .bool: "true or false"
    case .null: "null"
    }
  }
}

extension JSONError.Expectation: CustomStringConvertible {
  /// What is allowed, as it stands in a message.
  package var description: String {
    switch self {
    case .value: "a value"
    case .key: "a key in quotes"
    case .keyOrClosingBrace: "a key in quotes or '}'"
    case .colon: "':'"
    case .commaOrClosingBrace: "',' or '}'"
    case .commaOrClosingBracket: "',' or ']'"
    case .digit: "a digit"
    case .hexDigit: "a hexadecimal digit"
    case .literal(let word): "the word \(word)"
    case .end: "nothing more"
    }
  }
}
