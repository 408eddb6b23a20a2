import Subword
import TestSupport
import Testing

@Suite("The JSON writer lays text out as the common tools do")
struct JSONWriterTests {
  /// An object with an item of every kind.
  private func sample() -> String {
    var json = JSONWriter()
    json.beginObject()
    json.key("version")
    json.string("1.0")
    json.key("none")
    json.null()
    json.key("list")
    json.beginArray()
    json.integer(-1)
    json.raw(Array("0.5".utf8)[...])
    json.bool(true)
    json.beginArray()
    json.endArray()
    json.beginObject()
    json.endObject()
    json.beginArray()
    json.string("é")
    json.endArray()
    json.endArray()
    json.key("kept")
    json.raw(Array(#"{"a": 1}"#.utf8)[...])
    json.endObject()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test("without white space")
  func compact() {
    let expected =
      #"{"version":"1.0","none":null,"list":[-1,0.5,true,[],{},["é"]],"kept":{"a": 1}}"#
    #expect(sample() == expected)
  }

  @Test("a record to a line, behind what the buffer held")
  func records() {
    var json = JSONWriter(appendingTo: Array("head\n".utf8))
    for number in 1...2 {
      json.beginArray()
      json.integer(number)
      json.endArray()
      json.lineFeed()
    }
    #expect(json.bytes == Array("head\n[1]\n[2]\n".utf8))
  }

  @Test(
    "with escapes where JSON needs them and nowhere else",
    arguments: [
      ("a\"b\\c/", #""a\"b\\c/""#), ("\u{8}\u{C}\n\r\t", #""\b\f\n\r\t""#),
      ("\u{0}\u{1F}\u{B}", #""\u0000\u001f\u000b""#), ("\u{7F}é\u{2028}😀", "\"\u{7F}é\u{2028}😀\""),
      ("", "\"\""),
    ])
  func escapes(text: String, expected: String) throws {
    var json = JSONWriter()
    json.string(text)
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
    var fromSlice = JSONWriter()
    try fromSlice.string(utf8: Array("ab\(text)".utf8).dropFirst(2))
    #expect(fromSlice.bytes == json.bytes)
  }

  @Test("and refuses what JSON can't say")
  func refusals() {
    var json = JSONWriter()
    #expect(throws: JSONError.invalidUTF8(at: 2)) { try json.string(utf8: [0x61, 0x62, 0xFF]) }
    var object = JSONWriter()
    object.beginObject()
    #expect(throws: JSONError.invalidUTF8(at: 0)) { try object.key(utf8: [0xED, 0xA0, 0x80]) }
  }
}

@Suite("What the JSON writer writes, the reader reads")
struct JSONRoundTripTests {
  @Test("on random values", arguments: 0..<8)
  func randomValues(seed: Int) throws {
    var numbers = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let tree = JSONTree.random(depth: 5, using: &numbers)
      let text = try tree.written()
      let found = try JSONTree(reading: text)
      #expect(
        found == tree, "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test("on every scalar of Unicode, as itself and as an escape")
  func everyScalar() throws {
    var all = String.UnicodeScalarView()
    var escaped = "\""
    for value in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      all.append(scalar)
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }
    }
    let text = Array(String(all).utf8)
    var json = JSONWriter()
    try json.string(utf8: text[...])
    #expect(try JSONTree(reading: json.bytes) == .string(text))
    #expect(try JSONTree(reading: Array((escaped + "\"").utf8)) == .string(text))
  }
}
