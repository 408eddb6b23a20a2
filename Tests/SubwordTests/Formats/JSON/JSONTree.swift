// JSON as a tree, for tests only: what the reader gives, what the writer is asked to write, and
// random trees by seed.

import Subword
import TestSupport

/// A JSON value whose strings are bytes and whose objects keep their order.
indirect enum JSONTree: Equatable, Sendable {
  case object([Member])
  case array([JSONTree])
  case string([UInt8])
  case integer(Int)
  case double(Double)
  case bool(Bool)
  case null

  struct Member: Equatable, Sendable {
    var key: [UInt8]
    var value: JSONTree
  }
}

extension JSONTree {
  /// The tree that a whole text stands for, taken through every public way of reading.
  init(reading text: [UInt8]) throws(JSONError) {
    var json = JSONReader(text)
    self = try Self.next(in: &json)
    try json.finish()
  }

  /// Recurses: the reader's nesting limit bounds the depth.
  private static func next(in json: inout JSONReader) throws(JSONError) -> JSONTree {
    switch try json.peek() {
    case .object: try object(in: &json)
    case .array: try array(in: &json)
    case .string: .string(try string(in: &json))
    case .number: try number(in: &json)
    case .bool: .bool(try json.readBool())
    case .null: try null(in: &json)
    }
  }

  private static func object(in json: inout JSONReader) throws(JSONError) -> JSONTree {
    var members: [Member] = []
    var key: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &key) {
      members.append(Member(key: key, value: try next(in: &json)))
      key = []
    }
    return .object(members)
  }

  private static func array(in json: inout JSONReader) throws(JSONError) -> JSONTree {
    var elements: [JSONTree] = []
    try json.enterArray()
    while try json.nextElement() { elements.append(try next(in: &json)) }
    return .array(elements)
  }

  private static func string(in json: inout JSONReader) throws(JSONError) -> [UInt8] {
    var text: [UInt8] = []
    try json.readString(appendingTo: &text)
    return text
  }

  private static func number(in json: inout JSONReader) throws(JSONError) -> JSONTree {
    var asInteger = json
    do {
      let value = try asInteger.readInteger()
      json = asInteger
      return .integer(value)
    } catch {
      let text = json.bytes[try json.captureValue()]
      return .double(Double(String(decoding: text, as: UTF8.self)) ?? .nan)
    }
  }

  private static func null(in json: inout JSONReader) throws(JSONError) -> JSONTree {
    try json.readNull()
    return .null
  }
}

extension JSONTree {
  /// The text of this tree.
  func written() throws(JSONError) -> [UInt8] {
    var json = JSONWriter()
    try write(to: &json)
    return json.bytes
  }

  private func write(to json: inout JSONWriter) throws(JSONError) {
    switch self {
    case .object(let members):
      json.beginObject()
      for member in members {
        try json.key(utf8: member.key[...])
        try member.value.write(to: &json)
      }
      json.endObject()
    case .array(let elements):
      json.beginArray()
      for element in elements { try element.write(to: &json) }
      json.endArray()
    case .string(let text): try json.string(utf8: text[...])
    case .integer(let value): json.integer(value)
    case .double(let value): json.raw(Array(value.description.utf8)[...])
    case .bool(let value): json.bool(value)
    case .null: json.null()
    }
  }
}

// MARK: By seed

extension JSONTree {
  /// A random tree, at most `depth` containers deep; keys of one object differ.
  static func random(depth: Int, using numbers: inout SeededGenerator) -> JSONTree {
    switch Int.random(in: 0..<(depth == 0 ? 6 : 10), using: &numbers) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &numbers))
    case 2: return .integer(randomInteger(using: &numbers))
    case 3: return .double(randomDouble(using: &numbers))
    case 4, 5: return .string(randomText(using: &numbers))
    case 6, 7:
      let count = Int.random(in: 0...5, using: &numbers)
      return .array((0..<count).map { _ in random(depth: depth - 1, using: &numbers) })
    default: return randomObject(depth: depth, using: &numbers)
    }
  }

  private static func randomObject(depth: Int, using numbers: inout SeededGenerator) -> JSONTree {
    let count = Int.random(in: 0...5, using: &numbers)
    let members = (0..<count).map { index in
      let key = Array("\(index)".utf8) + randomText(using: &numbers)
      return Member(key: key, value: random(depth: depth - 1, using: &numbers))
    }
    return .object(members)
  }

  private static func randomInteger(using numbers: inout SeededGenerator) -> Int {
    Int(truncatingIfNeeded: numbers.next()) >> Int.random(in: 0..<64, using: &numbers)
  }

  /// Any finite value, of every magnitude alike.
  private static func randomDouble(using numbers: inout SeededGenerator) -> Double {
    let value = Double(bitPattern: numbers.next())
    return value.isFinite ? value : 0.5
  }

  private static func randomText(using numbers: inout SeededGenerator) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...20, using: &numbers) {
      let ceiling: UInt32 =
        [0x20, 0x80, 0x80, 0x80, 0x800, 0x1_0000, 0x11_0000]
        .randomElement(using: &numbers) ?? 0x80
      text.append(Unicode.Scalar(UInt32.random(in: 0..<ceiling, using: &numbers)) ?? "?")
    }
    return Array(String(text).utf8)
  }
}
