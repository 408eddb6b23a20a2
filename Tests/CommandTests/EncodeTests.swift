import Foundation
import TestSupport
import Testing

@Suite("tok encode gives one line for each text")
struct EncodeTests {
  let workshop: Workshop

  /// `<|end|>` is 0, the bytes follow, then `lo`, `low`, … .
  init() throws {
    workshop = try Workshop()
    try workshop.write("low lower lowest low\n", to: "corpus.txt")
    let outcome = try workshop.run("tok train corpus.txt --vocab 262 --special '<|end|>' -o t.json")
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func encode(_ arguments: String, input: [UInt8] = []) throws -> String {
    String(
      decoding: try workshop.output("tok encode -t t.json \(arguments)", input: input),
      as: UTF8.self)
  }

  @Test("the bundled vocabulary at once, another with --tokenizer")
  func tokenizers() throws {
    let bundled = try workshop.output("tok encode --text 'The cat sat.'")
    let named = try workshop.output(
      "tok encode --tokenizer '\(Package.root.path)/vocab/english-32k.tokenizer.json' --text 'The cat sat.'"
    )
    #expect(bundled == named)
    #expect(
      try workshop.output("tok encode --text 'The cat sat.' | tok decode")
        == Array("The cat sat.\n".utf8))
  }

  @Test("from --text, files, a pattern, and standard input")
  func sources() throws {
    try workshop.write("low\nlower\n", to: "a.txt")
    try workshop.write("low", to: "b.txt")
    let low = try encode("--text low")
    let lower = try encode("--text lower")
    #expect(low != lower && low.wholeMatch(of: /\d+\n/) != nil)
    #expect(try encode("--text low --text lower") == low + lower)
    #expect(try encode("a.txt b.txt") == low + lower + low)
    #expect(try encode("'[ab].txt'") == low + lower + low)
    #expect(try encode("b.txt - a.txt", input: Array("lower".utf8)) == low + lower + low + lower)
    #expect(try encode("", input: Array("low\nlower".utf8)) == low + lower)
    #expect(try encode("", input: []) == "")
    #expect(try encode("/dev/null") == "")
  }

  @Test(
    "whatever the line holds",
    arguments: [
      "", "\r", "\0", "\u{FEFF}", "\u{2028}", "\u{85}", "\u{B}", "a\rb", "e\u{301}", "👩‍👩‍👧",
    ])
  func oddLines(line: String) throws {
    let alone = try encode("--format jsonl --input-format text", input: Array(line.utf8))
    let ids = try encode("--format jsonl", input: Array("\(line)\nlow\n\(line)".utf8))
    let last = line.isEmpty ? "" : alone
    let low = try encode("--format jsonl --text low")
    #expect(ids == (line.isEmpty ? "[]\n" : alone) + low + last, "\(line.debugDescription)")
  }

  @Test("a line of five million bytes")
  func longLine() throws {
    let line = Array(repeating: Array("low lower ".utf8), count: 500_000).joined() + [0x0A]
    let ids = try encode("", input: Array(line) + Array("low\n".utf8)).split(separator: "\n")
    #expect(ids.count == 2 && ids[0].split(separator: " ").count > 1_000_000)
  }

  @Test("as ids, pieces, json, jsonl, or the text with its cuts")
  func formats() throws {
    let ids = try encode("--text 'low é'").dropLast()
    let list = ids.replacing(" ", with: ",")
    #expect(try encode("--format jsonl --text 'low é'") == "[\(list)]\n")
    #expect(try encode("--format pieces --text 'low é'") == "low Ġ Ã ©\n")
    #expect(
      try encode("--format json --text 'low é'")
        == #"{"ids":[\#(list)],"pieces":["low","Ġ","Ã","©"]}"# + "\n")
    #expect(try encode("--format cut --text 'low low'") == "low| low\n")
    #expect(try encode("--format cut --text 'lowé'") == "low|<0xC3>|<0xA9>\n")
    for format in ["ids", "pieces", "cut"] {
      #expect(try encode("--format \(format) --text ''") == "\n")
    }
    #expect(try encode("--format json --text ''") == #"{"ids":[],"pieces":[]}"# + "\n")
  }

  @Test("a piece with a line feed in it stays on its line")
  func pieceOfLineFeed() throws {
    _ = try workshop.run("tok train corpus.txt --vocab 20 --no-byte-level --pattern none -o c.json")
    let outcome = try workshop.run(
      "tok encode -t c.json --format pieces --input-format text corpus.txt")
    #expect(outcome.lines.count == 1, "\(outcome)")
  }

  @Test("of lines, of JSONL records, or of a whole file")
  func inputFormats() throws {
    try workshop.write("\"low\\nlow\"\n\n\"lower\"\n", to: "a.jsonl")
    try workshop.write("{\"t\": \"low\\nlow\", \"u\": null}\n", to: "b.jsonl")
    try workshop.write("low\nlow", to: "c.txt")
    let text = try encode("--input-format text c.txt")
    // A blank line is an empty text: line 3 of the output belongs to line 3 of the input.
    #expect(try encode("--input-format jsonl a.jsonl") == text + "\n" + encode("--text lower"))
    #expect(try encode("--input-format jsonl --field t b.jsonl") == text)
    try workshop.expect(
      "tok encode --input-format jsonl --field u b.jsonl", status: 1,
      error: """
        tok: b.jsonl:1 (byte 23): expected a string, found null; the field has to be a string in each \
        record
        """)
    try workshop.expect(
      "tok encode --input-format jsonl --field x b.jsonl", status: 1,
      error: """
        tok: b.jsonl:1 (byte 0): the object has no key "x"; name a field that each record has with \
        --field
        """)
  }

  @Test("of JSONL whose bytes are not UTF-8: replaced, an error, or not to be had")
  func invalidRecords() throws {
    try workshop.write(Array("\"low\"\n\"l".utf8) + [0xFF] + Array("w\"\n".utf8), to: "a.jsonl")
    let replaced = try encode("--text low --text 'l\u{FFFD}w'")
    #expect(try encode("--input-format jsonl a.jsonl") == replaced)
    try workshop.expect(
      "tok encode -t t.json --input-format jsonl --invalid error a.jsonl", status: 1,
      error: """
        tok: a.jsonl:2 (byte 6): byte 2 of the text is not UTF-8; convert the text, or take \
        --invalid replace
        """)
    try workshop.expect(
      "tok encode -t t.json --input-format jsonl --invalid bytes a.jsonl", status: 2,
      error: "tok: --invalid bytes: isn't for jsonl, JSON is UTF-8; take replace or error")
    try workshop.write("{\"t\":\"low\",\"t\":\"lower\"}\n", to: "b.jsonl")
    try workshop.expect(
      "tok encode -t t.json --input-format jsonl --field t b.jsonl", status: 1,
      error: """
        tok: b.jsonl:1 (byte 11): the key "t" appears twice in one object; remove one of the two
        """)
  }

  @Test("and the same lines on any number of threads, up to the same error")
  func threads() throws {
    let lines = (0..<30_000).map { "low lower \($0) lowest é\n" }.joined()
    try workshop.write(lines, to: "large.txt")
    for format in ["ids", "json", "bin", "npy", "json --offsets utf16"] {
      let one = try workshop.output("tok encode -t t.json --threads 1 --format \(format) large.txt")
      let many = try workshop.output(
        "tok encode -t t.json --threads 7 --format \(format) large.txt")
      #expect(one == many, "\(format)")
    }
    try workshop.write(lines + "<|end|>\n" + lines + "<|end|>\n", to: "bad.txt")
    for threads in [1, 7] {
      let outcome = try workshop.run(
        "tok encode -t t.json --special-tokens error --threads \(threads) bad.txt > ids")
      #expect(outcome.status == 1)
      #expect(outcome.error.hasPrefix("tok: bad.txt:30001 (byte "), "\(outcome)")
    }
  }

  @Test("by chance, with dropout: as the seed says, each text by draws of its own")
  func dropout() throws {
    let file = try #require(workshop.read("t.json")).text
    try workshop.write(file.replacing("\"dropout\":null", with: "\"dropout\":0.5"), to: "d.json")
    try workshop.write(String(repeating: "lower lowest low\n", count: 3000), to: "large.txt")
    let first = try workshop.output("tok encode -t d.json --threads 1 large.txt")
    #expect(try first == workshop.output("tok encode -t d.json --threads 5 --seed 0 large.txt"))
    #expect(try first != workshop.output("tok encode -t d.json --seed 1 large.txt"))
    #expect(Set(first.split(separator: 0x0A)).count > 20)
  }

  @Test("details of each token stand in the JSON object, if they are asked for")
  func details() throws {
    let low = try encode("--text low").dropLast()
    #expect(
      try encode("--format json --offsets utf16 --details words,special,types --text '😀 low'")
        == #"""
        {"ids":[173,254,247,223,259],"pieces":["ð","Ł","ĺ","Ģ","Ġlow"],\#
        "offsets":[[0,2],[0,2],[0,2],[0,2],[2,6]],"words":[0,0,0,0,1],"types":[0,0,0,0,0],\#
        "special":[0,0,0,0,0]}

        """#)
    #expect(
      try encode("--format json --details attention --text low")
        == #"{"ids":[\#(low)],"pieces":["low"],"attention":[1]}"# + "\n")
    #expect(try encode("--add-special-tokens --text low") == "\(low)\n")
    try workshop.expect(
      "tok encode -t t.json --offsets bytes --text low", status: 2,
      error: "tok: --offsets: needs --format json; add that")
    try workshop.expect(
      "tok encode -t t.json --format json --offsets words --text low", status: 2,
      error: "tok: --offsets words: is unknown; take bytes, utf16 or scalars")
    try workshop.expect(
      "tok encode -t t.json --format json --details words,x --text low", status: 2,
      error: "tok: --details x: is unknown; take words, types, special or attention")
  }

  @Test("lengths are what the tokenizer's file says, unless the call says otherwise")
  func lengths() throws {
    let json = try #require(workshop.read("t.json")?.text)
    let truncation =
      #"{"direction":"Right","max_length":2,"strategy":"LongestFirst","stride":0}"#
    let padding =
      #"{"strategy":{"Fixed":4},"direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,"pad_token":"x"}"#
    try workshop.write(
      json.replacing(#""truncation":null"#, with: #""truncation":"# + truncation)
        .replacing(#""padding":null"#, with: #""padding":"# + padding), to: "short.json")
    func count(_ arguments: String) throws -> Int {
      try workshop.output("tok encode -t short.json --text 'low low low' \(arguments)")
        .split(separator: UInt8(ascii: " ")).count
    }
    #expect(try count("") == 4)
    #expect(try count("--padding none") == 2)
    #expect(try count("--padding none --truncation 1") == 1)
    #expect(try count("--padding none --truncation none") == 3)
    #expect(try count("--truncation none") == 4)
    try workshop.expect(
      "tok encode -t short.json --truncation=-1 --text low", status: 2,
      error: "tok: --truncation -1: is unknown; take a number, none or file")
    try workshop.expect(
      "tok encode -t short.json --padding 5 --text low", status: 2,
      error: "tok: --padding 5: is unknown; take none or file")
  }

  @Test("special tokens in a text are text, that token, or an error")
  func specialTokens() throws {
    let text = "'low<|end|>low'"
    #expect(try !encode("--text \(text)").split(whereSeparator: \.isWhitespace).contains("0"))
    #expect(try encode("--text \(text)") == encode("--special-tokens text --text \(text)"))
    let low = try encode("--text low").dropLast()
    #expect(try encode("--special-tokens parse --text \(text)") == "\(low) 0 \(low)\n")
    try workshop.expect(
      "tok encode -t t.json --special-tokens error --text \(text)", status: 1,
      error: """
        tok: --text: the special token <|end|> stands at byte 3 of the text; take it out, or take \
        --special-tokens text or parse
        """)
    try workshop.expect(
      "printf 'low\\n<|end|>\\n' | tok encode -t t.json --special-tokens error", status: 1,
      error: """
        tok: standard input:2 (byte 4): the special token <|end|> stands at byte 0 of the text; \
        take it out, or take --special-tokens text or parse
        """)
  }

  @Test("bytes that are not UTF-8 are replaced, an error, or kept")
  func invalid() throws {
    let bytes: [UInt8] = [0x6C, 0xFF, 0xE2, 0x82, 0x6C]
    #expect(try encode("", input: bytes) == encode("--text 'l\u{FFFD}\u{FFFD}l'"))
    try workshop.write([0x6C, 0x0A] + bytes, to: "bad.txt")
    try workshop.expect(
      "tok encode -t t.json --invalid error bad.txt | tail -n 0", status: 0,
      error: """
        tok: bad.txt:2 (byte 2): byte 1 of the text is not UTF-8; convert the text, or take \
        --invalid replace
        """)
    let kept = try workshop.output(
      "tok encode -t t.json --invalid bytes bad.txt | tok decode -t t.json")
    #expect(kept == [0x6C, 0x0A] + bytes + [0x0A])
    _ = try workshop.run("tok train corpus.txt --vocab 30 --no-byte-level -o c.json")
    let outcome = try workshop.run("tok encode -t c.json --invalid bytes bad.txt")
    #expect(outcome.status == 1)
    #expect(
      outcome.error == """
        tok: bad.txt:2 (byte 2): --invalid bytes needs a byte-level vocabulary; take replace or error\n
        """)
  }

  @Test("what can't be read is one line")
  func unreadable() throws {
    try workshop.write("no json", to: "no.json")
    try workshop.write("{\"version\": \"1.0\"", to: "cut.json")
    _ = try workshop.run("mkdir folder")
    let open = "check the name and its permissions"
    for (arguments, message) in [
      ("missing.txt", "missing.txt: can't be opened, no such file or directory; \(open)"),
      ("folder", "folder: is a folder; name the files in it, for instance folder/*.txt"),
      ("folder/", "folder/: is a folder; name the files in it, for instance folder/*.txt"),
      (
        "-t folder/ --text x",
        "folder: is a folder without a tokenizer; name one with tokenizer.json, with vocab.json and merges.txt, or a file"
      ),
      (
        "-t missing.json --text x",
        "missing.json: can't be opened, no such file or directory; \(open)"
      ),
      (
        "-t no.json --text x",
        """
        no.json: is no tokenizer file; name a tokenizer.json, vocab.json with merges.txt, a file of ranks, a \
        tekken.json, a .model of sentencepiece or a GGUF
        """
      ),
      (
        "-t corpus.txt --text x",
        """
        corpus.txt: is no tokenizer file; name a tokenizer.json, vocab.json with merges.txt, a file of ranks, a \
        tekken.json, a .model of sentencepiece or a GGUF
        """
      ),
      (
        "-t /dev/null --text x",
        """
        /dev/null: is no tokenizer file; name a tokenizer.json, vocab.json with merges.txt, a file of ranks, a \
        tekken.json, a .model of sentencepiece or a GGUF
        """
      ),
      (
        "-t cut.json --text x",
        "cut.json:1 (byte 17): expected ',' or '}', found the end; take the file from its source again"
      ),
    ] {
      try workshop.expect("tok encode \(arguments)", status: 1, error: "tok: \(message)")
    }
  }
}

@Suite("tok decode gives back what tok encode was given")
struct DecodeTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt")
    let outcome = try workshop.run(
      "tok train english.txt --vocab 400 --special '<|end|>' -o t.json")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("byte for byte, for every corpus", arguments: try Fixtures.names(in: "corpora"))
  func corpora(name: String) throws {
    try workshop.copy(name, as: "text")
    let text = try #require(workshop.read("text")?.bytes)
    for tokenizer in ["", "-t t.json"] {
      let whole = try workshop.output(
        "tok encode \(tokenizer) --input-format text text | tok decode \(tokenizer) --input-format text"
      )
      #expect(whole == text, "\(tokenizer)")
      let lines = try workshop.output("tok encode \(tokenizer) text | tok decode \(tokenizer)")
      #expect(lines == text + (text.last == 0x0A ? [] : [0x0A]), "\(tokenizer)")
    }
    let strings = try workshop.output(
      "tok encode --format jsonl text | tok decode --input-format jsonl | tok encode --input-format jsonl"
    )
    #expect(try strings == workshop.output("tok encode text"))
  }

  @Test("for any bytes with --invalid bytes", arguments: [4, 5, 6])
  func randomBytes(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let back = try workshop.output(
      "tok encode -t t.json --invalid bytes --input-format text | tok decode -t t.json --input-format text",
      input: bytes)
    #expect(back == bytes)
  }

  @Test("with byte fallback where the alphabet has no letter")
  func byteFallback() throws {
    _ = try workshop.run(
      "tok train english.txt --vocab 400 --no-byte-level --byte-fallback -o f.json")
    let text = Array("The 猫 sat ✓\n".utf8)
    #expect(try workshop.output("tok encode -t f.json | tok decode -t f.json", input: text) == text)
  }

  @Test("as one text, whatever the lines: characters, byte tokens and spaces across their ends")
  func oneText() throws {
    _ = try workshop.run(
      """
      tok train english.txt --vocab 400 --no-byte-level --byte-fallback -o f.json
      tok train english.txt --vocab 400 --no-byte-level --pattern whitespace -o w.json
      """)
    let odd = "The 猫 sat 👩‍👩‍👧\n✓"
    for (tokenizer, text, expected) in [
      ("", odd, odd), ("-t f.json", odd, odd),
      ("-t w.json", "the cat sat", "the c at s at"),
    ] {
      let ids = try workshop.output(
        "tok encode \(tokenizer) --input-format text", input: Array(text.utf8))
      for separator: UInt8 in [0x20, 0x0A] {
        let found = try workshop.output(
          "tok decode \(tokenizer) --input-format text",
          input: ids.map { $0 == 0x20 ? separator : $0 })
        #expect(
          String(decoding: found, as: UTF8.self) == expected, "\(tokenizer), separator \(separator)"
        )
      }
    }
  }

  @Test("as one text of a line that is longer than what is read at once")
  func longLineOfText() throws {
    let ids = Array(String(repeating: "41 ", count: 400_000).utf8)
    let text = try workshop.output("tok decode -t t.json --input-format text", input: ids)
    #expect(text == Array(repeating: text[0], count: 400_000))
    let outcome = try workshop.run(
      "tok decode -t t.json --input-format text", input: Array("41\n".utf8) + ids + Array("x".utf8))
    #expect(
      outcome.error
        == "tok: standard input:2 (byte 1200003): \"x\" is no identifier; give numbers with spaces between\n"
    )
  }

  @Test("special tokens are shown, or left out")
  func specialTokens() throws {
    let ids =
      "tok encode -t t.json --special-tokens parse --text 'a<|end|>b' | tok decode -t t.json"
    #expect(try workshop.output(ids) == Array("a<|end|>b\n".utf8))
    #expect(try workshop.output("\(ids) --skip-special-tokens") == Array("ab\n".utf8))
  }

  @Test("blanks of any number, empty lines, and a missing last line feed")
  func blanks() throws {
    let text = try workshop.output(
      "tok decode -t t.json", input: Array("40\t41  42 \r\n\n   \n40".utf8))
    let plain = try workshop.output("tok decode -t t.json", input: Array("40 41 42\n\n\n40\n".utf8))
    #expect(text == plain && plain.count { $0 == 0x0A } == 4)
  }

  @Test(
    "what is no identifier is an error with its place",
    arguments: [
      ("lines", "1 x 2", 2, "\"x\" is no identifier; give numbers with spaces between"),
      ("lines", "-1", 0, "\"-1\" is no identifier; give numbers with spaces between"),
      ("lines", "+1", 0, "\"+1\" is no identifier; give numbers with spaces between"),
      ("lines", "1,2", 0, "\"1,2\" is no identifier; give numbers with spaces between"),
      (
        "lines", "400", 0,
        "the identifier 400 isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
      ),
      (
        "lines", "4294967297", 0,
        "the identifier 4294967297 isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
      ),
      (
        "text", "400", 0,
        "the identifier 400 isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
      ),
      (
        "jsonl", "[1, -1]", 4,
        "the identifier -1 isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
      ),
      (
        "jsonl", "[400]", 1,
        "the identifier 400 isn't in the vocabulary, which ends at 399; take the tokenizer that gave it"
      ),
      ("jsonl", "[1, 2", 5, "expected ',' or ']', found the end; give a list such as [464, 3797]"),
      ("jsonl", "[\"1\"]", 1, "expected a number, found a string; give a list such as [464, 3797]"),
      (
        "jsonl", "[1.5]", 1,
        "expected an integer, found a number with a fraction or an exponent; give a list such as [464, 3797]"
      ),
      (
        "jsonl", "[99999999999999999999]", 1,
        "the integer doesn't fit into 64 bits; give a list such as [464, 3797]"
      ),
      ("jsonl", "1", 0, "expected an array, found a number; give a list such as [464, 3797]"),
    ])
  func notAnIdentifier(format: String, line: String, fault: Int, message: String) throws {
    let input = Array("\(format == "jsonl" ? "[40]" : "40")\n\(line)\n".utf8)
    let outcome = try workshop.run("tok decode -t t.json --input-format \(format)", input: input)
    let offset = (format == "jsonl" ? 5 : 3) + fault
    #expect(outcome.status == 1)
    #expect(outcome.error == "tok: standard input:2 (byte \(offset)): \(message)\n")
  }

  @Test("a number of any length is an error")
  func hugeNumber() throws {
    let outcome = try workshop.run("tok decode", input: Array(repeating: 0x39, count: 100_000))
    #expect(outcome.status == 1 && outcome.error.utf8.count < 300, "\(outcome)")
  }
}

@Suite("Output that goes into an input is refused before anything is read")
struct OwnOutputTests {
  @Test(
    "by whatever name, and also as standard input",
    arguments: [
      "tok encode corpus.txt >> corpus.txt", "tok encode - < corpus.txt >> corpus.txt",
      "tok encode corpus.txt 1<> corpus.txt", "tok encode link >> corpus.txt",
      "tok encode other.txt corpus.txt --format json >> corpus.txt",
      "tok decode corpus.txt >> corpus.txt",
      "tok decode < corpus.txt >> corpus.txt",
    ])
  func refused(command: String) throws {
    let workshop = try Workshop()
    try workshop.write("1 2\n", to: "corpus.txt")
    try workshop.write("3\n", to: "other.txt")
    _ = try workshop.run("ln -s corpus.txt link")
    let outcome = try workshop.run(command)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(
      outcome.error.hasSuffix(": is input and output; choose another file for the output\n"),
      "\(outcome)")
    #expect(try workshop.run("cat corpus.txt").text == "1 2\n")
  }

  @Test("and another file, or a device, isn't")
  func others() throws {
    let workshop = try Workshop()
    try workshop.write("1 2\n", to: "corpus.txt")
    #expect(try workshop.run("tok encode corpus.txt > ids; tok decode ids >> text").status == 0)
    #expect(try workshop.run("cat text").text == "1 2\n")
    #expect(try workshop.run("tok encode < /dev/null > /dev/null").status == 0)
  }
}

@Suite("tok encode --unknown takes the file's own rule, and refuses others by name")
struct UnknownPolicyTests {
  @Test(
    "which are known, or aren't",
    arguments: [
      ("file", ""), ("error", "is not supported yet"), ("hash:8", "is not supported yet"),
      ("what", "is unknown"),
    ])
  func policies(policy: String, reason: String) throws {
    let workshop = try Workshop()
    if reason.isEmpty {
      #expect(
        try workshop.output("tok encode --unknown file --text hi")
          == workshop.output("tok encode --text hi"))
    } else {
      try workshop.expect(
        "tok encode --unknown \(policy) --text hi", status: 2,
        error: "tok: --unknown \(policy): \(reason); take file")
    }
  }
}
