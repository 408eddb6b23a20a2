import Subword
import Testing

/// A text that names its bytes where they are not UTF-8.
struct JSONCase: Sendable, CustomTestStringConvertible {
  var bytes: [UInt8]
  var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }

  init(_ text: String) { bytes = Array(text.utf8) }
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// A string whose content is these bytes.
  static func quoted(_ content: [UInt8]) -> JSONCase { JSONCase([0x22] + content + [0x22]) }
}

@Suite("The JSON reader says where a text is wrong and why")
struct JSONRejectionTests {
  /// Each with its whole message, and so with the offset.
  static let messages: [(JSONCase, String)] = [
    (JSONCase(""), "byte 0: expected a value, found the end."),
    (JSONCase("  "), "byte 2: expected a value, found the end."),
    (
      JSONCase([0xEF, 0xBB, 0xBF] + Array("{}".utf8)),
      "byte 0: JSON must not start with a byte order mark. Save the file as UTF-8 without one."
    ),
    (JSONCase("nul"), "byte 3: expected the word null, found the end."),
    (JSONCase("nulL"), "byte 3: expected the word null, found 'L'."),
    (JSONCase("trUe"), "byte 2: expected the word true, found 'U'."),
    (JSONCase("falsy"), "byte 4: expected the word false, found 'y'."),
    (JSONCase("truee"), "byte 4: expected nothing more, found 'e'."),
    (JSONCase("NaN"), "byte 0: expected a value, found 'N'."),
    (JSONCase("[1 2]"), "byte 3: expected ',' or ']', found '2'."),
    (JSONCase("[1,]"), "byte 3: expected a value, found ']'."),
    (JSONCase("[1"), "byte 2: expected ',' or ']', found the end."),
    (JSONCase("[1}"), "byte 2: expected ',' or ']', found '}'."),
    (JSONCase("[,1]"), "byte 1: expected a value, found ','."),
    (JSONCase(#"{"a" 1}"#), "byte 5: expected ':', found '1'."),
    (JSONCase(#"{"a":}"#), "byte 5: expected a value, found '}'."),
    (JSONCase(#"{"a":1,}"#), "byte 7: expected a key in quotes, found '}'."),
    (JSONCase("{a:1}"), "byte 1: expected a key in quotes or '}', found 'a'."),
    (JSONCase("{,}"), "byte 1: expected a key in quotes or '}', found ','."),
    (JSONCase(#"{"a":1]"#), "byte 6: expected ',' or '}', found ']'."),
    (JSONCase(#"{"a":1"b":2}"#), "byte 6: expected ',' or '}', found a quote."),
    (JSONCase("1 1"), "byte 2: expected nothing more, found '1'."),
    (JSONCase("{}\u{0}"), "byte 2: expected nothing more, found the byte 0x00."),
    (JSONCase(#"["abc]"#), "byte 1: the string that starts here has no closing quote."),
    (JSONCase(#"["abc\"#), "byte 1: the string that starts here has no closing quote."),
    (JSONCase(#"["\u00"#), "byte 1: the string that starts here has no closing quote."),
    (
      JSONCase("\"a\nb\""),
      #"byte 2: a string contains the control character 0x0A. Write it as \u000a."#
    ),
    (
      JSONCase("\"0123456789\u{1F}\""),
      #"byte 11: a string contains the control character 0x1F. Write it as \u001f."#
    ),
    (
      .quoted([0x61, 0xFF]),
      "byte 2: a string contains bytes that are not UTF-8. Save the file as UTF-8."
    ),
    (
      JSONCase(#""a\x""#),
      #"byte 2: a backslash comes before 'x', which is no escape. Write \\ for a backslash."#
    ),
    (JSONCase(#""\u12G4""#), "byte 5: expected a hexadecimal digit, found 'G'."),
    (
      JSONCase(#""a\ud800b""#),
      #"byte 2: \ud800 is half of a surrogate pair and its other half is missing."#
    ),
    (
      JSONCase(#""\uDE00""#),
      #"byte 1: \ude00 is half of a surrogate pair and its other half is missing."#
    ),
    (JSONCase("01"), "byte 0: a number starts with a superfluous 0. Remove it."),
    (JSONCase("-01"), "byte 1: a number starts with a superfluous 0. Remove it."),
    (JSONCase("-"), "byte 1: expected a digit, found the end."),
    (JSONCase("1.e1"), "byte 2: expected a digit, found 'e'."),
    (JSONCase("1e+"), "byte 3: expected a digit, found the end."),
    (JSONCase("+1"), "byte 0: expected a value, found '+'."),
    (JSONCase("[1]]"), "byte 3: expected nothing more, found ']'."),
  ]

  /// Further texts that must be refused; which message they get is theirs.
  static let refused: [JSONCase] =
    [
      // Literals.
      "n", "t", "f", "tru", "fals", "True", "TRUE", "FALSE", "Null", "nil", "none", "undefined",
      "nan", "-NaN", "Infinity", "-Infinity", "inf", "nulll", "null,", "true false", "[nul]",
      "[tru,1]", "yes", "'a'", "`a`", "a", "$", "\u{0}", "\u{FEFF}", "é", "\u{A0}1", "\u{2028}1",
      "\u{B}1", "\u{C}1", "1\u{B}", "1\u{C}", "1\u{A0}", "1\u{85}",
      // Numbers.
      "--1", "-a", "- 1", "+0", "00", "-00", "000", "01.5", "0x1F", "0X1", "0b1", "0o7", "1_000",
      "1,000", "1.", "-1.", ".5", "-.5", "1..2", "1.2.3", "1e", "1E", "1e-", "1ee1", "1e1.5",
      "1e1e1", "e1", "1.e", "0.e1", "0e", "1f", "1L", "1 .0", "1e 1",
      "１", "1\u{660}", "٣", "0.0.", "1+1", "1-1", "∞", "1#", "[1.]", "[-]", "[01]", "[.1]",
      // Strings and escapes.
      #"""#, #""a"#, #""\""#, #""\\\""#, #""a"b"#, #""a""b""#, #""\a""#, #""\0""#, #""\'""#,
      #""\v""#, #""\e""#, #""\U0041""#, #""\ ""#, "\"\\\n\"", #""\u""#, #""\u1""#, #""\u12""#,
      #""\u123""#, #""\u123"#, #""\uzzzz""#, #""\u+123""#, #""\u 123""#, #""\u-123""#, #""\u00é""#,
      #""\ud800""#, #""\udbff""#, #""\udc00""#, #""\udfff""#, #""\ud800\ud800""#,
      #""\ud800\u0041""#,
      #""\udc00\ud800""#, #""\ud800\n""#, #""\ud800\""#, #""\ud800\u""#, #""\ud800\udc""#,
      #""\ud800 \udc00""#, #""\ud83dx""#, "\"\t\"", "\"\r\"", "\"\u{0}\"", "\"\u{1}\"",
      "\"\u{1B}\"",
      "\"abcdefg\u{8}\"", "\"abcdefgh\u{0}ijklmnop\"", "“a”", #"\"a\""#, #"\u0061"#, #"["\"]"#,
      // Arrays.
      "[", "]", "[]]", "[[]", "[}", "[,]", "[,,]", "[1,,2]", "[1,", "[1,2", "[1:2]", "[1;2]",
      "[1]2", "[1],", "[1] [2]", "[\"a\"", "[\"a\",", "[\"a\" \"b\"]", "[1 true]", "[[1,]]", "(1)",
      "[1,2}", "[1\u{0}]", "[1,\u{FEFF}2]", "[...]", "[a]", "[1, 2, ]", "[\"\": 1]", "[*]",
      "[-", "[1e", "[nul", "[\"\\", "[{}", "[{},", "[{}}", "[\u{1}]",
      // Objects.
      "{", "}", "{}}", "{]", "{{}}", "{{}:1}", "{[]:1}", "{1:1}", "{null:1}", "{true:1}", "{'a':1}",
      #"{"a"}"#, #"{"a":"#, #"{"a""#, #"{"a"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":1,,"b":2}"#,
      #"{"a":1 "b":2}"#, #"{"a":1;"b":2}"#, #"{"a"::1}"#, #"{"a"=1}"#, #"{"a",1}"#, #"{"a":1:2}"#,
      #"{"a":1,b:2}"#, #"{"a":1,"b"}"#, #"{,"a":1}"#, #"{"a":1}{}"#, #"{"a":1}"b""#, #"{:1}"#,
      #"{"a":1}#"#, #"{"a":1}//"#, #"{"a":/* */1}"#, #"//"#, #"/* */1"#, #"{"a":[}"#, #"{"a":[1}"#,
      #"{"a":{"b":1}"#, #"{"a" "b"}"#, #"{"\ud800":1}"#, "{\"\t\":1}", #"{"a":01}"#, #"{"\x":1}"#,
      #"{"a":1,2}"#, #"{"a":1, }"#, "{\"a\":1,\u{0}}", #"<a/>"#, #"{"a":a}"#, #"{"a":'b'}"#,
    ].map { JSONCase($0) }
    + [
      // Malformed UTF-8: stray, cut, overlong, surrogates, above U+10FFFF, the impossible bytes.
      [0x80], [0xBF], [0xC2], [0xC2, 0x41], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x82], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
      [0xF0, 0x9F, 0x98, 0x41], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
      [0xF8, 0x88, 0x80, 0x80, 0x80], [0xC3, 0xA9, 0xA9], Array("abcdefghij".utf8) + [0xE9],
    ].map { JSONCase.quoted($0) }
    + [
      // UTF-16 and marks, and bytes that are no UTF-8 outside of strings.
      [0x5B, 0x00, 0x5D, 0x00], [0x00, 0x5B, 0x00, 0x5D], [0xFF, 0xFE, 0x5B, 0x00], [0xFE, 0xFF],
      [0xEF, 0xBB, 0xBF], [0xEF, 0xBB], [0xFF], [0x5B, 0xFF, 0x5D], [0x31, 0xE5],
      [0x5B, 0x31, 0xE5],
    ].map { JSONCase($0) }

  @Test("letter by letter")
  func messages() {
    for (text, message) in Self.messages {
      let error = #expect(throws: JSONError.self, "reading \(text.testDescription)") {
        try JSONTree(reading: text.bytes)
      }
      #expect(error?.description == message, "reading \(text.testDescription)")
    }
  }

  @Test("for every text outside of the grammar, read or skipped")
  func refusals() {
    #expect(Self.refused.count >= 180)
    for text in Self.refused {
      let error = #expect(throws: JSONError.self, "reading \(text.testDescription)") {
        try JSONTree(reading: text.bytes)
      }
      #expect((0...text.bytes.count).contains(error?.offset ?? -1), "in \(text.testDescription)")
    }
  }

  @Test("the same whether values are read or skipped")
  func skipping() {
    for text in Self.refused + Self.messages.map(\.0) {
      let reading = #expect(throws: JSONError.self) { try JSONTree(reading: text.bytes) }
      let skipping = #expect(throws: JSONError.self) {
        var json = JSONReader(text.bytes)
        try json.skipValue()
        try json.finish()
      }
      #expect(skipping == reading, "on \(text.testDescription)")
    }
  }

  @Test("when a value is of another kind than the caller needs")
  func kinds() {
    expectError("byte 1: expected an object, found an array.", in: " []") {
      json throws(JSONError) in
      try json.enterObject()
    }
    expectError("byte 0: expected an array, found null.", in: "null") { json throws(JSONError) in
      try json.enterArray()
    }
    expectError("byte 0: expected a string, found a number.", in: "1") { json throws(JSONError) in
      _ = try json.readString()
    }
    expectError("byte 0: expected a number, found a string.", in: "\"1\"") {
      json throws(JSONError) in
      _ = try json.readInteger()
    }
    expectError("byte 0: expected true or false, found an object.", in: "{}") {
      json throws(JSONError) in
      _ = try json.readBool()
    }
    expectError("byte 0: expected null, found true or false.", in: "true") {
      json throws(JSONError) in
      try json.readNull()
    }
  }

  @Test(
    "when an integer isn't one or doesn't fit",
    arguments: [
      ("1.0", "expected an integer, found a number with a fraction or an exponent."),
      ("1e3", "expected an integer, found a number with a fraction or an exponent."),
      ("-0.0", "expected an integer, found a number with a fraction or an exponent."),
      ("9223372036854775808", "the integer doesn't fit into 64 bits."),
      ("-9223372036854775809", "the integer doesn't fit into 64 bits."),
      ("92233720368547758070", "the integer doesn't fit into 64 bits."),
      ("100000000000000000000000000000000000000000", "the integer doesn't fit into 64 bits."),
    ])
  func integers(text: String, reason: String) {
    expectError("byte 0: \(reason)", in: text) { json throws(JSONError) in
      _ = try json.readInteger()
    }
  }

  private func expectError(
    _ message: String, in text: String,
    reading: (inout JSONReader) throws(JSONError) -> Void
  ) {
    var json = JSONReader(Array(text.utf8))
    do {
      try reading(&json)
      Issue.record("nothing was thrown for \(text)")
    } catch {
      #expect(error.description == message, "in \(text)")
    }
  }
}
