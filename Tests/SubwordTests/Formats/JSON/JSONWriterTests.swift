import Subword
import TestSupport
import Testing

@Suite("The JSON writer lays text out as the common tools do")
struct JSONWriterTests {
  /// An object with an item of every kind.
  private func sample(_ layout: JSONWriter.Layout) throws -> String {
    var json = JSONWriter(layout)
    json.beginObject()
    json.key("version")
    json.string("1.0")
    json.key("none")
    json.null()
    json.key("list")
    json.beginArray()
    json.integer(-1)
    try json.double(0.5)
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

  @Test("compact")
  func compact() throws {
    let expected =
      #"{"version":"1.0","none":null,"list":[-1,0.5,true,[],{},["é"]],"kept":{"a": 1}}"#
    #expect(try sample(.compact) == expected)
  }

  @Test("indented")
  func indented() throws {
    let expected = """
      {
        "version": "1.0",
        "none": null,
        "list": [
          -1,
          0.5,
          true,
          [],
          {},
          [
            "é"
          ]
        ],
        "kept": {"a": 1}
      }
      """
    #expect(try sample(.indented) == expected)
  }

  @Test("a record to a line, behind what the buffer held")
  func records() {
    var json = JSONWriter(.compact, appendingTo: Array("head\n".utf8))
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
    var json = JSONWriter(.compact)
    json.string(text)
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
    var fromSlice = JSONWriter(.compact)
    try fromSlice.string(utf8: Array("ab\(text)".utf8).dropFirst(2))
    #expect(fromSlice.bytes == json.bytes)
  }

  @Test(
    "numbers with the fewest digits that read the same",
    arguments: [
      (0.0, "0.0"), (-0.0, "-0.0"), (1, "1.0"), (-1.5, "-1.5"), (0.1, "0.1"), (100, "100.0"),
      (1e-5, "0.00001"), (1.25e-5, "0.0000125"), (1e-6, "1e-6"), (1e-7, "1e-7"), (1.5e-7, "1.5e-7"),
      (1e15, "1000000000000000.0"), (1e16, "1e16"), (1.5e16, "1.5e16"), (1e21, "1e21"),
      (123_456_789.125, "123456789.125"), (9_007_199_254_740_992, "9007199254740992.0"),
      (.greatestFiniteMagnitude, "1.7976931348623157e308"), (.leastNonzeroMagnitude, "5e-324"),
      (-9.84000015258789, "-9.84000015258789"), (0.30000000000000004, "0.30000000000000004"),
      (12_345_678_901_234_568, "1.2345678901234568e16"),
    ])
  func doubles(value: Double, expected: String) throws {
    var json = JSONWriter(.compact)
    try json.double(value)
    #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
  }

  @Test("and refuses what JSON can't say")
  func refusals() {
    var json = JSONWriter(.compact)
    for value in [Double.nan, .infinity, -.infinity] {
      let error = #expect(throws: JSONError.notFinite(at: 0)) { try json.double(value) }
      #expect(
        error?.reason
          == "JSON has no way to write infinity or NaN. Mend the value before it is written.")
    }
    #expect(throws: JSONError.invalidUTF8(at: 2)) { try json.string(utf8: [0x61, 0x62, 0xFF]) }
    var object = JSONWriter(.compact)
    object.beginObject()
    #expect(throws: JSONError.invalidUTF8(at: 0)) { try object.key(utf8: [0xED, 0xA0, 0x80]) }
  }
}

@Suite("What the JSON writer writes, the reader reads")
struct JSONRoundTripTests {
  @Test("on random values in both layouts", arguments: 0..<8)
  func randomValues(seed: Int) throws {
    var numbers = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let tree = JSONTree.random(depth: 5, using: &numbers)
      for layout in [JSONWriter.Layout.compact, .indented] {
        let text = try tree.written(layout)
        let found = try JSONTree(reading: text)
        #expect(
          found == tree, "seed \(seed), round \(round): \(String(decoding: text, as: UTF8.self))")
      }
    }
  }

  @Test("on doubles of every magnitude, bit by bit")
  func everyMagnitude() throws {
    var numbers = SeededGenerator(seed: 1)
    for _ in 0..<50_000 {
      let value = Double(bitPattern: numbers.next())
      guard value.isFinite else { continue }
      var json = JSONWriter(.compact)
      try json.double(value)
      var reader = JSONReader(json.bytes)
      let found = try reader.readDouble()
      if found.bitPattern != value.bitPattern { Issue.record("on \(value)") }
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
    var json = JSONWriter(.compact)
    try json.string(utf8: text[...])
    #expect(try JSONTree(reading: json.bytes) == .string(text))
    #expect(try JSONTree(reading: Array((escaped + "\"").utf8)) == .string(text))
  }
}
