import Foundation
import TestSupport
import Testing

@Suite("tok train takes any bytes, and says what it did with them")
struct TrainTextTests {
  let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private func vocabulary(_ arguments: String) throws -> Set<String> {
    let outcome = try workshop.run("tok train \(arguments) -o out.json")
    #expect(outcome.status == 0, "\(outcome)")
    let file = try JSONSerialization.jsonObject(with: Data(workshop.read("out.json")?.bytes ?? []))
    let model = (file as? [String: Any])?["model"] as? [String: Any]
    return Set((model?["vocab"] as? [String: Int] ?? [:]).keys)
  }

  @Test("random bytes: replaced with a warning, refused with the place, or kept")
  func binary() throws {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    try workshop.write(bytes, to: "random")
    let replaced = try workshop.run("tok train random --vocab 400 -o out.json")
    let parts = String(decoding: bytes, as: UTF8.self).unicodeScalars.count { $0 == "\u{FFFD}" }
    #expect(replaced.status == 0)
    #expect(
      replaced.error.hasPrefix(
        "tok: warning: \(parts) parts not UTF-8 replaced by U+FFFD; --invalid error says where\n"),
      "\(replaced)")
    let kept = try workshop.run("tok train random --vocab 400 -o out.json --invalid bytes")
    #expect(kept.status == 0 && !kept.error.contains("warning"), "\(kept)")
  }

  @Test("one bad part in the middle is found", arguments: ["text", "lines"])
  func place(format: String) throws {
    try workshop.write(Array("one\ntwo ü ".utf8) + [0xC3, 0x28, 0x0A], to: "bad.txt")
    let input = "bad.txt --vocab 300 --input-format \(format)"
    try workshop.expect(
      "tok train \(input) --invalid error", status: 1,
      error: "tok: bad.txt:2 (byte 11): is not UTF-8; convert the file, or take --invalid replace")
    let outcome = try workshop.run("tok train \(input)")
    #expect(
      outcome.error.hasPrefix("tok: warning: 1 part not UTF-8 replaced by U+FFFD; "), "\(outcome)")
    try workshop.expect(
      "tok train \(input) --invalid bytes --no-byte-level", status: 2,
      error: "tok: --invalid bytes: needs a byte-level vocabulary; take replace or error")
  }

  @Test("the text of JSONL records is what is counted")
  func records() throws {
    try workshop.write("\"a\\u0062c abc\"\n\n  \n\"abc\"", to: "a.jsonl")
    try workshop.write("{\"id\": [1], \"text\": \"abc\"}\n{\"text\":\"abc\"}\n", to: "b.jsonl")
    #expect(try vocabulary("a.jsonl --input-format jsonl --vocab 260").contains("abc"))
    #expect(try vocabulary("b.jsonl --input-format jsonl --field text --vocab 260").contains("abc"))
  }

  @Test(
    "a record that is none shows its place",
    arguments: [
      (
        "\"a\"\n[1]\n", "",
        "x.jsonl:2 (byte 4): expected a string, found an array; "
          + "each line has to be a JSON string, or an object with --field"
      ),
      (
        "\"a\"\n\"b\n", "",
        "x.jsonl:2 (byte 4): the string that starts here has no closing quote; "
          + "each line has to be JSON by itself"
      ),
      (
        "{\"a\": 1}\n", "--field b",
        "x.jsonl:1 (byte 0): the object has no key \"b\"; "
          + "name a field that each record has with --field"
      ),
      (
        "{\"a\": 1}\n", "--field a",
        "x.jsonl:1 (byte 6): expected a string, found a number; "
          + "the field has to be a string in each record"
      ),
      (
        "{\"a\": \"b\"}\n", "",
        "x.jsonl:1 (byte 0): expected a string, found an object; "
          + "name the field that holds the text with --field"
      ),
      (
        "\"a\"\n", "--field a",
        "x.jsonl:1 (byte 0): expected an object, found a string; "
          + "with --field each line has to be an object"
      ),
      (
        "{\"a\": \"b\", \"c\": 0, \"a\": \"d\"}\n", "--field a",
        "x.jsonl:1 (byte 19): the key \"a\" appears twice in one object; remove one of the two"
      ),
      (
        "\"a\" \"b\"\n", "",
        "x.jsonl:1 (byte 4): expected nothing more, found a quote; "
          + "each line has to be JSON by itself"
      ),
    ])
  func badRecord(text: String, field: String, message: String) throws {
    try workshop.write(text, to: "x.jsonl")
    try workshop.expect(
      "tok train x.jsonl --vocab 300 --input-format jsonl \(field)", status: 1,
      error: "tok: \(message)")
    #expect(workshop.names == ["x.jsonl"])
  }

  @Test("a corpus of one letter, of NUL, of a byte order mark")
  func tinyCorpora() throws {
    for text in ["a", "\0", "\0\0\0\0", "\u{FEFF}", "\n", "\r\n", "\u{2028}"] {
      try workshop.write(text, to: "tiny")
      let outcome = try workshop.run("tok train tiny --vocab 300 -o out.json")
      #expect(outcome.status == 0 && outcome.error.contains("tok: warning: the corpus gives "))
      let back = try workshop.output(
        "tok encode -t out.json --input-format text tiny | tok decode -t out.json --input-format text"
      )
      #expect(back == Array(text.utf8), "\(text.debugDescription)")
    }
  }
}

@Suite("tok train refuses what an option can't be, before it reads the corpus")
struct TrainOptionTests {
  static let refusals: [(options: String, message: String)] = [
    ("--vocab 0", "--vocab 0: is out of range; take 1 to 268435456"),
    ("--vocab=-5", "--vocab -5: is out of range; take 1 to 268435456"),
    ("--vocab 268435457", "--vocab 268435457: is out of range; take 1 to 268435456"),
    (
      "--vocab 9223372036854775807",
      "--vocab 9223372036854775807: is out of range; take 1 to 268435456"
    ),
    (
      "--vocab 9223372036854775808",
      "--vocab 9223372036854775808: is no number that it takes; see tok train --help"
    ),
    ("--vocab 1e3", "--vocab 1e3: is no number that it takes; see tok train --help"),
    (
      "--vocab 255",
      "--vocab 255: is too small, the special tokens and the alphabet alone take 256; ask for more, or limit the alphabet"
    ),
    (
      "--vocab 257 --special a --special b",
      "--vocab 257: is too small, the special tokens and the alphabet alone take 258; ask for more, or limit the alphabet"
    ),
    ("--vocab 300 --model unigramm", "--model unigramm: is not supported yet; take bpe"),
    (
      "--vocab 300 --pattern gtp2",
      "--pattern gtp2: is no pattern's name; take one of gpt2, cl100k, o200k, llama3, qwen2, whitespace, whitespace-split, none, or a regular expression"
    ),
    (
      "--vocab 300 --pattern '(a'",
      "--pattern (a: the pattern is wrong at byte 2: a group without its ')'; mend it, or take a name"
    ),
    (
      "--vocab 300 --normalizer nfx",
      "--normalizer nfx: is no normalizer; take one of nfc, nfd, nfkc, nfkd"
    ),
    (
      "--vocab 300 --normalizer nfc,",
      "--normalizer nfc,: is no normalizer; take one of nfc, nfd, nfkc, nfkd"
    ),
    ("--vocab 300 --input-format csv", "--input-format csv: is unknown; take text, lines or jsonl"),
    ("--vocab 300 --field text", "--field: needs --input-format jsonl; add that"),
    ("--vocab 300 --invalid ignore", "--invalid ignore: is unknown; take replace, error or bytes"),
    (
      "--vocab 300 --byte-fallback",
      "--byte-fallback: needs --no-byte-level, bytes are never unknown; add that or leave it out"
    ),
    (
      "--vocab 300 --character-coverage 0.9",
      "--character-coverage: needs --no-byte-level, bytes are never unknown; add that or leave it out"
    ),
    (
      "--vocab 300 --limit-alphabet 9",
      "--limit-alphabet: needs --no-byte-level, bytes are never unknown; add that or leave it out"
    ),
    (
      "--vocab 300 --no-byte-level --character-coverage 0",
      "--character-coverage 0.0: is out of range; take more than 0, up to 1"
    ),
    (
      "--vocab 300 --no-byte-level --character-coverage 1.5",
      "--character-coverage 1.5: is out of range; take more than 0, up to 1"
    ),
    (
      "--vocab 300 --no-byte-level --character-coverage nan",
      "--character-coverage nan: is out of range; take more than 0, up to 1"
    ),
    (
      "--vocab 300 --no-byte-level --limit-alphabet 0",
      "--limit-alphabet 0: is out of range; take at least 1"
    ),
    ("--vocab 300 --min-frequency=-1", "--min-frequency -1: is out of range; take at least 0"),
    ("--vocab 300 --max-token-length 0", "--max-token-length 0: is out of range; take at least 1"),
    (
      "--vocab 300 --special ''",
      "--special \"\": is empty or given twice; give each special token once"
    ),
    (
      "--vocab 300 --special a --special a",
      "--special \"a\": is empty or given twice; give each special token once"
    ),
    ("--vocab 300 --threads 0", "--threads 0: is out of range; take 1 to 1024"),
    ("--vocab 300 --threads 1025", "--threads 1025: is out of range; take 1 to 1024"),
    (
      "--vocab 300 --threads two", "--threads two: is no number that it takes; see tok train --help"
    ),
    (
      "--vocab 300 --memory 15MB",
      "--memory 15MB: is no size of at least 16MB; take one such as 512MB or 2GB"
    ),
    (
      "--vocab 300 --memory lots",
      "--memory lots: is no size of at least 16MB; take one such as 512MB or 2GB"
    ),
    (
      "--vocab 300 --memory 99999999999TB",
      "--memory 99999999999TB: is no size of at least 16MB; take one such as 512MB or 2GB"
    ),
  ]

  @Test("with any wrong value", arguments: refusals)
  func refusal(options: String, message: String) throws {
    let workshop = try Workshop()
    _ = try workshop.run("mkfifo corpus.txt")  // reading it would never end
    try workshop.expect("tok train corpus.txt \(options)", status: 2, error: "tok: \(message)")
    #expect(workshop.names == ["corpus.txt"])
  }

  @Test("an alphabet of characters that doesn't fit shows once they are known")
  func alphabetTooLarge() throws {
    let workshop = try Workshop()
    try workshop.write("abcdef", to: "corpus.txt")
    try workshop.expect(
      "tok train corpus.txt --vocab 6 --no-byte-level", status: 2,
      error: """
        tok: --vocab 6: is too small, the special tokens and the alphabet alone take 7; ask for more, \
        or limit the alphabet
        """)
    let outcome = try workshop.run(
      "tok train corpus.txt --vocab 6 --no-byte-level --limit-alphabet 5")
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("a vocabulary larger than the corpus gives is smaller, with a warning")
  func corpusTooSmall() throws {
    let workshop = try Workshop()
    try workshop.write("low lower lowest", to: "corpus.txt")
    for size in [1000, 1 << 28] {
      let outcome = try workshop.run("exec tok train corpus.txt --vocab \(size) -o out.json")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(
        outcome.error.hasPrefix(
          """
          tok: warning: the corpus gives 263 tokens, not \(size); no pair is left to merge, \
          take a larger corpus for more
          out.json  263 tokens 
          """), "\(outcome)")
    }
  }
}

@Suite("tok train gives the same bytes however it is run")
struct TrainDeterminismTests {
  @Test("on 1, 2 and 7 threads, with any alphabet")
  func threads() throws {
    let workshop = try Workshop()
    try workshop.write(Synthetic.words(distinct: 20_000, count: 300_000, seed: 2), to: "corpus.txt")
    for options in [
      "", "--no-byte-level", "--no-byte-level --byte-fallback --normalizer nfkc",
      "--pattern cl100k",
    ] {
      var results: Set<FileContents?> = []
      for threads in [1, 2, 7] {
        let outcome = try workshop.run(
          "tok train corpus.txt --vocab 1000 --threads \(threads) \(options) -o out.json")
        #expect(outcome.status == 0, "\(outcome)")
        results.insert(workshop.read("out.json"))
      }
      #expect(results.count == 1, "\(options)")
    }
  }

  @Test("in little memory, by temporary files that leave no trace")
  func spilling() throws {
    let workshop = try Workshop()
    try workshop.write(
      Synthetic.words(distinct: 45_000, count: 300_000, seed: 3), to: "corpus.txt")
    let train = "tok train corpus.txt --vocab 300 --threads 7 -o out.json"
    #expect(try workshop.run(train).status == 0)
    let expected = workshop.read("out.json")
    let spilled = try workshop.run(
      "mkdir spill; rm out.json; \(train) --memory 16MB; ls -A spill",
      environment: ["TMPDIR": "\(workshop.folder.path)/spill"])
    #expect(spilled.status == 0 && spilled.output.isEmpty, "\(spilled)")
    #expect(workshop.read("out.json") == expected)
    try workshop.expect(
      "\(train) --memory 16MB", status: 1,
      error: """
        tok: the temporary folder: can't be written, no such file or directory; point TMPDIR to \
        another place, or allow more memory
        """, environment: ["TMPDIR": "\(workshop.folder.path)/missing"])
    #expect(workshop.read("out.json") == expected)
  }
}

/// Corpora that are made, not written.
enum Synthetic {
  /// So many words with spaces between, drawn from so many different ones, rare ones too.
  static func words(distinct: Int, count: Int, seed: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    for index in 0..<count {
      // Each word once, then by the square, so that some are frequent.
      let draw = Double.random(in: 0..<1, using: &generator)
      var word = index < distinct ? index : Int(draw * draw * Double(distinct))
      bytes.append(0x20)
      repeat {
        bytes.append(UInt8(0x61 + word % 26))
        word /= 26
      } while word > 0
      bytes.append(contentsOf: [0x65, 0x73])
    }
    return bytes
  }
}
