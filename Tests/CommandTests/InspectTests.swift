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
