import Subword
import Testing

@Suite("The JSON reader takes what RFC 8259 allows")
struct JSONAcceptanceTests {
  static let values: [(String, JSONTree)] = [
    // Literals and white space.
    ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
    (" null", .null), ("null ", .null), ("\t\r\n null \t\r\n", .null),
    // Integers.
    ("0", .integer(0)), ("-0", .integer(0)), ("7", .integer(7)), ("-7", .integer(-7)),
    ("10", .integer(10)), ("1234567890", .integer(1_234_567_890)),
    ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
    ("100000000000000000000", .double(1e20)),
    // Fractions and exponents.
    ("0.0", .double(0)), ("1.0", .double(1)), ("-0.5", .double(-0.5)), ("12.25", .double(12.25)),
    ("0e0", .double(0)), ("0e+1", .double(0)), ("1e3", .double(1_000)), ("1E3", .double(1_000)),
    ("1e+3", .double(1_000)), ("1E-3", .double(0.001)), ("1.5e2", .double(150)),
    ("1e007", .double(1e7)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
    ("5e-324", .double(.leastNonzeroMagnitude)), ("1e-400", .double(0)),
    ("1e400", .double(.infinity)),
    ("0.1000000000000000055511151231257827", .double(0.1)),
    ("-9.840000152587891", .double(-9.840000152587891)),
    // Strings.
    (#""""#, text("")), (#""a""#, text("a")), (#"" ""#, text(" ")),
    (#""abcdefgh""#, text("abcdefgh")),
    (#""0123456789abcdef0""#, text("0123456789abcdef0")), (#""/""#, text("/")),
    ("\"\u{7F}\"", text("\u{7F}")), (#""{[,:]}""#, text("{[,:]}")), (#""null""#, text("null")),
    // Escapes.
    (#""\"""#, text("\"")), (#""\\""#, text("\\")), (#""\/""#, text("/")),
    (#""\b""#, text("\u{8}")),
    (#""\f""#, text("\u{C}")), (#""\n""#, text("\n")), (#""\r""#, text("\r")),
    (#""\t""#, text("\t")),
    (#""\\\\""#, text("\\\\")), (#""\\n""#, text("\\n")), (#""a\tb""#, text("a\tb")),
    (#""abcdefgh\nabcdefgh""#, text("abcdefgh\nabcdefgh")),
    (#""\u0000""#, text("\u{0}")), (#""\u0041""#, text("A")), (#""\u0120the""#, text("Ġthe")),
    (#""\u00e9""#, text("é")), (#""\u00E9""#, text("é")), (#""\u20AC""#, text("€")),
    (#""\uFFFF""#, text("\u{FFFF}")), (#""\uD7FF\uE000""#, text("\u{D7FF}\u{E000}")),
    (#""\ud83d\ude00""#, text("😀")), (#""\uD800\uDC00""#, text("\u{10000}")),
    (#""\uDBFF\uDFFF""#, text("\u{10FFFF}")), (#""a\ud83d\ude00b""#, text("a😀b")),
    (#""\u0022""#, text("\"")), (#""\u005C""#, text("\\")),
    // Text beyond ASCII.
    ("\"é\"", text("é")), ("\"€\"", text("€")), ("\"😀\"", text("😀")), ("\"Ġthe\"", text("Ġthe")),
    ("\"e\u{301}\"", text("e\u{301}")), ("\"\u{FEFF}\"", text("\u{FEFF}")),
    ("\"\u{2028}\u{2029}\"", text("\u{2028}\u{2029}")), ("\"\u{10FFFF}\"", text("\u{10FFFF}")),
    ("\"ab\u{FFFD}cdefghij\u{E000}\"", text("ab\u{FFFD}cdefghij\u{E000}")),
    // Arrays.
    ("[]", .array([])), ("[ ]", .array([])), ("[1]", .array([.integer(1)])),
    ("[1,2]", .array([.integer(1), .integer(2)])),
    (" [ 1 , 2 ] ", .array([.integer(1), .integer(2)])),
    ("[[],[]]", .array([.array([]), .array([])])), ("[[[]]]", .array([.array([.array([])])])),
    ("[null,true,\"\",{}]", .array([.null, .bool(true), text(""), .object([])])),
    ("[1\n]", .array([.integer(1)])), ("[-1e1]", .array([.double(-10)])),
    // Objects.
    ("{}", .object([])), ("{ }", .object([])), (#"{"a":1}"#, object(("a", .integer(1)))),
    (#" { "a" : 1 } "#, object(("a", .integer(1)))), (#"{"":null}"#, object(("", .null))),
    (#"{"a":1,"b":2}"#, object(("a", .integer(1)), ("b", .integer(2)))),
    (#"{"a":1,"a":2}"#, object(("a", .integer(1)), ("a", .integer(2)))),
    (#"{"a":{"b":[]}}"#, object(("a", object(("b", .array([])))))),
    (#"{"\u0061\n":[{}]}"#, object(("a\n", .array([.object([])])))),
    (#"[{"a":[]},{"a":{}}]"#, .array([object(("a", .array([]))), object(("a", .object([])))])),
    ("{\"\u{E9}\":0,\"e\u{301}\":1}", object(("\u{E9}", .integer(0)), ("e\u{301}", .integer(1)))),
  ]

  static func text(_ text: String) -> JSONTree { .string(Array(text.utf8)) }

  static func object(_ members: (String, JSONTree)...) -> JSONTree {
    .object(members.map { JSONTree.Member(key: Array($0.0.utf8), value: $0.1) })
  }

  @Test("and gives its value")
  func reading() throws {
    for (text, expected) in Self.values {
      #expect(try JSONTree(reading: Array(text.utf8)) == expected, "reading \(text)")
    }
  }

  @Test("and skips or captures it as a whole")
  func skipping() throws {
    for (text, _) in Self.values {
      let surrounded = Array("[\(text), 1]".utf8)
      var json = JSONReader(surrounded)
      try json.enterArray()
      _ = try json.nextElement()
      let range = try json.captureValue()
      let trimmed = text.unicodeScalars.drop { " \t\r\n".unicodeScalars.contains($0) }
      #expect(surrounded[range.lowerBound...].starts(with: String(trimmed.prefix(1)).utf8))
      #expect(
        try JSONTree(reading: Array(surrounded[range])) == JSONTree(reading: Array(text.utf8)),
        "capturing \(text)")
      #expect(try json.nextElement())
      #expect(try json.readInteger() == 1)
      #expect(try json.nextElement() == false)
      try json.finish()
    }
  }

  @Test("and gives keys in place where they have no escape")
  func keysInPlace() throws {
    var json = JSONReader(Array(#"{"plain":1,"esc\taped":2}"#.utf8))
    var scratch = Array("kept ".utf8)
    try json.enterObject()
    #expect(try json.nextKey(unescapingInto: &scratch) == .inPlace(2..<7))
    #expect(scratch == Array("kept ".utf8))
    try json.skipValue()
    #expect(try json.nextKey(unescapingInto: &scratch) == .inScratch)
    #expect(scratch == Array("kept esc\taped".utf8))
  }

  @Test("and leaves a container early")
  func leaving() throws {
    var json = JSONReader(Array(#"[{"a":[1,{"b":2}],"c":3},[4,5],6]"#.utf8))
    try json.enterArray()
    _ = try json.nextElement()
    try json.enterObject()
    _ = try json.skipKey()
    try json.leave()
    _ = try json.nextElement()
    try json.enterArray()
    try json.leave()
    _ = try json.nextElement()
    #expect(try json.readInteger() == 6)
    #expect(try json.nextElement() == false)
    try json.finish()
  }

  @Test("and reads the scalars that a caller asks for")
  func scalars() throws {
    var json = JSONReader(Array(#"[null,true,"é\n",-1.50e+2,null]"#.utf8))
    try json.enterArray()
    _ = try json.nextElement()
    #expect(try json.readNullIfPresent())
    _ = try json.nextElement()
    #expect(try json.readNullIfPresent() == false)
    #expect(try json.readBool())
    _ = try json.nextElement()
    #expect(try json.readString() == "é\n")
    _ = try json.nextElement()
    #expect(String(decoding: json.bytes[try json.captureValue()], as: UTF8.self) == "-1.50e+2")
    _ = try json.nextElement()
    #expect(try json.peek() == .null)
    try json.readNull()
  }
}
