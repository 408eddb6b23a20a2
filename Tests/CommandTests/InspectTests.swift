import Foundation
import TestSupport
import Testing

@Suite("tok inspect shows what a tokenizer is")
struct InspectTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.write(
      Fixtures.bytes("tokenizers/hf-byte-level-1k.json"), to: "t.json")
  }

  @Test("as a flow, sizes, special tokens and findings")
  func report() throws {
    let lines = try workshop.run("tok inspect t.json").lines
    #expect(lines.first == "t.json: byte-level BPE, 1,001 tokens")
    let text = lines.joined(separator: "\n")
    for part in [
      "├─ added tokens    3, 2 special", "├─ model           BPE, ", "from 256 bytes",
      "├─ decoder         ByteLevel", "  identifiers 0 to 1,000", "special tokens: 2",
      "        0  <|endoftext|>", "other added tokens: 1", "     1000  Finnish",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
    #expect(lines.allSatisfy { $0.count <= 100 && !$0.contains("\u{1B}") })
  }

  @Test("in a narrow terminal by whole words and numbers")
  func narrow() throws {
    try Machine.need("script", Machine.canOpenTerminal)
    let outcome = try workshop.run(
      """
      printf 'low lower lowest' > c
      tok train c --vocab 300 --no-byte-level --byte-fallback -o f.json 2> /dev/null
      script -qec 'stty cols 60; NO_COLOR=1 tok inspect f.json' /dev/null < /dev/null | tr -d '\\r'
      """)
    let rows = outcome.lines.drop { !$0.contains("├─ model") }.prefix { !$0.contains("▼") }
    let words = rows.joined(separator: " ").split { !$0.isLetter && !$0.isNumber }
    #expect(
      words.joined(separator: " ")
        == "model BPE 7 merges of characters 256 tokens for the bytes of unknown characters",
      "\(outcome)")
    #expect(outcome.lines.allSatisfy { $0.count <= 60 }, "\(outcome)")
  }

  /// A byte-level tokenizer.json without merges.
  private func file(_ model: String) -> String {
    let flags = #""add_prefix_space":false,"trim_offsets":true,"use_regex":true"#
    return
      #"{"version":"1.0","pre_tokenizer":{"type":"ByteLevel",\#(flags)},"#
      + #""decoder":{"type":"ByteLevel",\#(flags)},"model":{"type":"BPE",\#(model),"merges":[]}}"#
  }

  @Test("with parts of characters as bytes, and what is ASCII beside them as text")
  func partsOfCharacters() throws {
    try workshop.write(
      file(#""end_of_word_suffix":"</w>","vocab":{"½</w>":0,"½":1,"a":2}"#), to: "c.json")
    let text = try workshop.run("tok inspect c.json").text
    #expect(text.contains("<BD></w>"), "\(text)")
  }

  @Test("though a single character be wider than a row")
  func wideCharacter() throws {
    let wide = String(repeating: "\u{1100}", count: 400)
    let text = file(#""vocab":{"a":0}"#).replacing(
      #""pre_tokenizer":{"#,
      with: #""normalizer":{"type":"Prepend","prepend":"\#(wide)"},"pre_tokenizer":{"#)
    try workshop.write(text, to: "w.json")
    let outcome = try workshop.run("tok inspect w.json")
    #expect(outcome.status == 0 && outcome.text.contains(wide), "\(outcome)")
  }

  @Test("and says which token no text is cut into, be it one or several")
  func unreachable() throws {
    for (vocabulary, expected) in [
      (#""ab":1"#, #"1 token isn't what its own text is cut into: 1 "ab""#),
      (#""ab":1,"ac":2"#, #"2 tokens aren't what their own text is cut into: 1 "ab", 2 "ac""#),
    ] {
      try workshop.write(file(#""vocab":{"a":0,\#(vocabulary)}"#), to: "u.json")
      let text = try workshop.run("tok inspect u.json").text
      #expect(text.contains("• \(expected)"), "\(text)")
    }
  }

  @Test("as JSON, with the same figures")
  func json() throws {
    let output = try workshop.output("tok inspect t.json --json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(output)) as? [String: Any])
    #expect(object["kind"] as? String == "byte-level BPE")
    #expect(object["tokens"] as? Int == 1_001)
    #expect(object["unreachable"] as? [Int] == [])
    let lengths = try #require(object["lengths"] as? [[String: Any]])
    #expect(lengths.compactMap { $0["count"] as? Int }.reduce(0, +) == 1_001 - 3)
  }

  @Test("and that of the bundled vocabulary without a file")
  func bundled() throws {
    let lines = try workshop.run("tok inspect").lines
    #expect(lines.first == "the bundled English vocabulary: byte-level BPE, 32,000 tokens")
  }

  @Test("and says what is wrong with a file")
  func errors() throws {
    try workshop.expect(
      "tok inspect missing.json", status: 1,
      error:
        "tok: missing.json: can't be opened, no such file or directory; check the name and its permissions"
    )
  }
}

@Suite("tok decode does what its options say")
struct DecodeOptionTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt")
    let outcome = try workshop.run(
      """
      tok train english.txt --vocab 400 -o t.json
      tok train english.txt --vocab 400 --no-byte-level --byte-fallback -o f.json
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("about bytes that are not UTF-8")
  func invalid() throws {
    let ids =
      "printf 'a\\377b' | tok encode -t t.json --invalid bytes | tok decode -t t.json"
    #expect(try workshop.output("\(ids) --invalid replace") == Array("a\u{FFFD}b\n".utf8))
    #expect(try workshop.output("\(ids) --invalid bytes") == [0x61, 0xFF, 0x62, 0x0A])
    try workshop.expect(
      "\(ids) --invalid error", status: 1,
      error: """
        tok: standard input:1 (byte 0): byte 1 of the text is not UTF-8; take --invalid replace or bytes
        """)
    try workshop.expect(
      "echo 1 | tok decode --invalid x", status: 2,
      error: "tok: --invalid x: is unknown; take replace, error or bytes")
  }

  @Test("about identifiers outside of the vocabulary")
  func unknown() throws {
    let text = try workshop.output(
      "echo 41 400 41 99999999999 | tok decode -t t.json --unknown skip")
    #expect(try text == workshop.output("echo 41 41 | tok decode -t t.json"))
    try workshop.expect(
      "echo 1 | tok decode --unknown x", status: 2,
      error: "tok: --unknown x: is unknown; take error or skip")
  }

  @Test("and says which number is no identifier, as it stands there, and where")
  func places() throws {
    let mend = "isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
    let huge = "99999999999999999999999"
    for (ids, options, message) in [
      ("1 \(huge)", "", "1 (byte 2): the identifier \(huge) \(mend)"),
      ("7\\n1  400", "", "2 (byte 5): the identifier 400 \(mend)"),
      ("1 x", "", #"1 (byte 2): "x" is no identifier; give numbers with spaces between"#),
      ("[1]\\n\\n[1, 400]", "--input-format jsonl", "3 (byte 9): the identifier 400 \(mend)"),
      ("[1,-4]", "--input-format jsonl", "1 (byte 3): the identifier -4 \(mend)"),
      ("1\\n2 400", "--input-format text", "2 (byte 4): the identifier 400 \(mend)"),
    ] {
      let outcome = try workshop.run("printf '\(ids)' | tok decode -t t.json \(options)")
      #expect(outcome.status == 1)
      #expect(outcome.error == "tok: standard input:\(message)\n", "\(ids)")
    }
    let parts = String(repeating: "1 ", count: 1 << 18)
    try workshop.write(parts + "400", to: "long")
    try workshop.expect(
      "tok decode -t t.json --input-format text long > /dev/null", status: 1,
      error: "tok: long:1 (byte \(parts.utf8.count)): the identifier 400 \(mend)")
  }

  @Test("and takes a blank line of JSONL for no identifiers")
  func blankLines() throws {
    let text = try workshop.output(
      "printf '[65]\\n\\n \\r\\n[66]\\n' | tok decode -t t.json --input-format jsonl")
    #expect(String(decoding: text, as: UTF8.self).split(separator: "\n").count == 4)
  }

  @Test("about spaces in front of punctuation, and about ranges")
  func others() throws {
    let ids = "tok encode -t t.json --text 'it is n'\"'\"'t , é !' | tok decode -t t.json"
    #expect(try workshop.output("\(ids) --clean-up-spaces") == Array("it isn't, é!\n".utf8))
    let ranges = try workshop.output(
      "tok encode -t t.json --text 'é1' | tok decode -t t.json --ranges")
    #expect(
      String(decoding: ranges, as: UTF8.self)
        == #"{"text":"é1","ranges":[[0,2],[0,2],[2,3]]}"# + "\n")
  }
}
