// Reading protocol buffers by asking for one field after the other.
//
//     bytes  ──▶  ProtobufReader  ──▶  the caller's own structures
//
// A message is a row of fields: a key (number and kind), then a varint, 4 bytes, 8 bytes, or a length
// and so many bytes. A message within a message is such bytes: a reader of its own walks through
// them, so nothing here nests. No length is believed before it was compared with what is there.
//
// Source: the description of the encoding at protobuf.dev.

/// A strict pull reader for one message.
struct ProtobufReader {
  /// What can be wrong with the bytes of a message.
  enum Failure: Error, Hashable {
    /// A field ends behind its message.
    case cut(at: Int)
    /// A number of more than 64 bits.
    case longNumber(at: Int)
    /// The number of a field is 0 or larger than numbers may be.
    case badKey(at: Int)
    /// A kind that no message has today: groups, and two that never were.
    case badKind(UInt8, at: Int)
    /// A field of a known number has another kind than the description says.
    case wrongKind(field: Int, at: Int)
    /// Text that is not UTF-8.
    case invalidUTF8(field: Int, at: Int)
    /// A field that isn't known where each field counts.
    case unknownField(Int, message: String, at: Int)
    /// A number that stands for nothing.
    case unknownValue(Int, of: String, at: Int)
  }

  enum Kind: UInt8 {
    case number = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  /// A field whose value is next to be read.
  struct Field {
    let number: Int
    let kind: Kind
    /// Where its key stands.
    let offset: Int
  }

  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// A reader for the message that `range` of `bytes` holds.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next field, or `nil` behind the last one. Its value has to be read before the next call.
  mutating func nextField() throws(Failure) -> Field? {
    guard position < end else { return nil }
    let offset = position
    let key = try readVarint()
    let number = UInt8(key & 7)
    guard let kind = Kind(rawValue: number) else { throw .badKind(number, at: offset) }
    guard (1..<1 << 29).contains(key >> 3) else { throw .badKey(at: offset) }
    return Field(number: Int(key >> 3), kind: kind, offset: offset)
  }

  /// The value of a field that is a message, a text or bytes: where it lies.
  mutating func range(of field: Field) throws(Failure) -> Range<Int> {
    guard field.kind == .bytes else { throw .wrongKind(field: field.number, at: field.offset) }
    let start = position
    let count = try readVarint()
    guard count <= UInt64(end - position) else { throw .cut(at: start) }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }

  /// Where a text lies, which is UTF-8.
  mutating func textRange(of field: Field) throws(Failure) -> Range<Int> {
    let range = try range(of: field)
    guard String(validating: bytes[range], as: UTF8.self) != nil else {
      throw .invalidUTF8(field: field.number, at: range.lowerBound)
    }
    return range
  }

  mutating func text(of field: Field) throws(Failure) -> String {
    String(decoding: bytes[try textRange(of: field)], as: UTF8.self)
  }

  mutating func number(of field: Field) throws(Failure) -> UInt64 {
    guard field.kind == .number else { throw .wrongKind(field: field.number, at: field.offset) }
    return try readVarint()
  }

  mutating func bool(of field: Field) throws(Failure) -> Bool { try number(of: field) != 0 }

  /// A number that may be negative and has 32 bits; what is above is cut off, as protobuf does.
  mutating func int32(of field: Field) throws(Failure) -> Int32 {
    Int32(truncatingIfNeeded: try number(of: field))
  }

  mutating func float(of field: Field) throws(Failure) -> Float {
    guard field.kind == .fixed32 else { throw .wrongKind(field: field.number, at: field.offset) }
    let start = position
    try advance(by: 4)
    let bits = (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    return Float(bitPattern: bits)
  }

  mutating func skip(_ field: Field) throws(Failure) {
    switch field.kind {
    case .number: _ = try readVarint()
    case .fixed64: try advance(by: 8)
    case .fixed32: try advance(by: 4)
    case .bytes: _ = try range(of: field)
    }
  }

  private mutating func advance(by count: Int) throws(Failure) {
    guard end - position >= count else { throw .cut(at: position) }
    position += count
  }

  /// Seven bits a byte, the lowest first; the top bit says that another byte follows.
  private mutating func readVarint() throws(Failure) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    for index in 0..<10 {
      guard position < end else { throw .cut(at: start) }
      let byte = bytes[position]
      position += 1
      // The tenth byte has room for the last of 64 bits only.
      if index == 9 && byte > 1 { break }
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { return value }
    }
    throw .longNumber(at: start)
  }
}

extension ProtobufReader.Failure {
  /// Where, in bytes from the start of the file.
  var offset: Int {
    switch self {
    case .cut(let offset), .longNumber(let offset), .badKey(let offset), .badKind(_, let offset),
      .wrongKind(_, let offset), .invalidUTF8(_, let offset),
      .unknownField(_, _, let offset), .unknownValue(_, _, let offset):
      offset
    }
  }

  /// What is wrong.
  var reason: String {
    switch self {
    case .cut: "the field that starts here ends behind its message."
    case .longNumber: "a number has more than 64 bits."
    case .badKey: "a field has no number."
    case .badKind(let kind, _): "a field has the kind \(kind), which isn't one."
    case .wrongKind(let field, _): "the field \(field) has another kind than its description."
    case .invalidUTF8(let field, _): "the text of field \(field) isn't UTF-8."
    case .unknownField(let field, let message, _):
      "\(message) has the field \(field), which isn't known. Take a file without it."
    case .unknownValue(let value, let what, _): "\(what) is \(value), which isn't known."
    }
  }
}
