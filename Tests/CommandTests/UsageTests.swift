import Testing

@Suite("Whoever asks wrongly gets one line, the status 2 and the nearest right word")
struct UsageTests {
  private static func bundle(_ word: String) -> String {
    "there is no option '\(word)'; a file of that name is ./\(word)"
  }

  static let refusals: [(arguments: String, message: String)] = [
    ("trian", "there is no command 'trian'; did you mean 'train'?"),
    ("polish", "there is no command 'polish'; see tok --help"),
    ("help trian", "there is no command 'trian'; did you mean 'train'?"),
    ("--hlep", "there is no option '--hlep'; did you mean '--help'?"),
    ("train x --vocabb 3", "there is no option '--vocabb'; did you mean '--vocab'?"),
    ("train x --vocabb=3", "there is no option '--vocabb'; did you mean '--vocab'?"),
    (
      "train x --vocab 3 --output-file y",
      "there is no option '--output-file'; did you mean '--output'?"
    ),
    (
      "train x --vocab 3 --byte-levl",
      "there is no option '--byte-levl'; did you mean '--byte-level'?"
    ),
    ("encode --tok x", "there is no option '--tok'; did you mean '--tokenizer'?"),
    ("encode --vocab 3", "there is no option '--vocab'; see tok encode --help"),
    ("decode --skip-specials", "there is no option '--skip-specials'; see tok decode --help"),
    ("encode -x", "unknown option '-x'; see tok encode --help"),
    ("train x", "--vocab: is missing; see tok train --help"),
    ("train x --vocab", "--vocab: has no value; see tok train --help"),
    ("train x --vocab -5", "--vocab: has no value; if it starts with a dash write --vocab=-5"),
    ("train x --vocab --force", "--vocab: has no value; see tok train --help"),
    ("encode --text", "--text: has no value; see tok encode --help"),
    ("encode --text -x", "--text: has no value; if it starts with a dash write --text=-x"),
    ("encode -tokenizer x", "there is no option '-tokenizer'; did you mean '--tokenizer'?"),
    (
      "train x --vocab 3 --force=yes",
      "the option '--force' does not take any value, but 'yes' was specified; see tok train --help"
    ),
    (
      "encode --format ascii --text x",
      "--format ascii: is unknown; take ids, pieces, json, jsonl, npy, bin or cut"
    ),
    ("encode --input-format csv", "--input-format csv: is unknown; take lines, jsonl or text"),
    ("decode --input-format csv", "--input-format csv: is unknown; take lines, jsonl or text"),
    ("encode --special-tokens all", "--special-tokens all: is unknown; take text, parse or error"),
    ("encode --invalid drop", "--invalid drop: is unknown; take replace, error or bytes"),
    ("encode --field f --text x", "--field: needs --input-format jsonl; add that"),
    ("encode corpus.txt --text x", "--text: stands beside files; give one or the other"),
    ("encode 'The cat sat.'", "The cat sat.: is no file; to encode a text take --text"),
    ("encode Hello", "Hello: is no file; to encode a text take --text"),
    ("encode 'How are you?'", "How are you?: is no file; to encode a text take --text"),
    ("encode The cat", "The: is no file, nor is any other argument; to encode a text take --text"),
    ("encode - -", "standard input: is named twice; name it once"),
    ("train -dash.txt --vocab 3", bundle("-dash.txt")),
    ("train --vocab 3 -data.txt", bundle("-data.txt")),
    ("encode -th", bundle("-th")), ("encode -dash.txt", bundle("-dash.txt")),
    ("decode -hash", bundle("-hash")), ("convert -hash.json b.json", bundle("-hash.json")),
    ("inspect -hash.json", bundle("-hash.json")),
    ("encode --text -hello", "--text: has no value; if it starts with a dash write --text=-hello"),
    (
      "encode --format json --details '' --text x",
      "--details : is unknown; take words, types, special or attention"
    ),
    (
      "encode --input-format jsonl --text x",
      "--text: is a text as it is, and no jsonl; leave --input-format out"
    ),
    (
      "encode --encoding cl100k --text x",
      "--encoding cl100k_base: belongs to a file of ranks, and none is named; name one, or leave it out"
    ),
    (
      "decode --input-format jsonl --invalid bytes",
      "--invalid bytes: isn't for --input-format jsonl, JSON is UTF-8; take replace or error"
    ),
    (
      "decode --ranges --invalid bytes",
      "--invalid bytes: isn't for --ranges, JSON is UTF-8; take replace or error"
    ),
  ]

  @Test("with any wrong word", arguments: refusals)
  func refusal(arguments: String, message: String) throws {
    try Workshop().expect("tok \(arguments)", status: 2, error: "tok: \(message)")
  }

  @Test("but a file whose name starts with a dash is one behind ./ or --")
  func dashes() throws {
    let workshop = try Workshop()
    try workshop.write("low lower lowest", to: "-dash.txt")
    for name in ["./-dash.txt", "-- -dash.txt"] {
      #expect(try workshop.run("tok train --vocab 257 -o a.json \(name)").status == 0)
      #expect(
        try workshop.output("tok encode \(name) | tok decode") == Array("low lower lowest\n".utf8))
    }
  }

  @Test("also when an argument is not UTF-8, before anything is done")
  func notUTF8() throws {
    let workshop = try Workshop()
    try workshop.write("low lower lowest", to: "corpus.txt")
    let name = #""$(printf 'bad\377.txt')""#
    _ = try workshop.run("cp corpus.txt \(name)")
    let mend = "is not UTF-8; rename the file, or give the text by standard input"
    for (command, number) in [
      ("train \(name) --vocab 257", 2), ("train corpus.txt --vocab 257 -o \(name)", 6),
      ("encode --text \(name)", 3), ("convert \(name) b.json", 2), ("\(name)", 1),
    ] {
      try workshop.expect(
        "tok \(command)", status: 2, error: "tok: bad\u{FFFD}.txt: argument \(number) \(mend)")
    }
    try workshop.expect(
      "tok encode 'bad*'", status: 1,
      error: "tok: bad*: matches a name that is not UTF-8; rename that file")
    #expect(workshop.names.count == 2, "\(workshop.names)")
  }

  @Test("also when the wrong word has lines and escapes in it")
  func controlCharacters() throws {
    let workshop = try Workshop()
    try workshop.expect(
      #"tok encode "$(printf 'a\nb\033[31m')""#, status: 2,
      error: "tok: a?b?[31m: is no file; to encode a text take --text")
    try workshop.expect(
      #"tok encode --invalid "$(printf 'a\nb\342\200\250')""#, status: 2,
      error: "tok: --invalid a?b?: is unknown; take replace, error or bytes")
    try workshop.expect(
      #"tok train x --vocab "$(printf '3\n4')""#, status: 2,
      error: "tok: --vocab 3?4: is no number that it takes; see tok train --help")
  }
}

@Suite("Help is on standard output and shows commands that work")
struct HelpTests {
  @Test("of the program, asked for or not", arguments: ["", "help", "--help", "-h"])
  func program(arguments: String) throws {
    let outcome = try Workshop().run("tok \(arguments)")
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome)")
    #expect(outcome.lines.filter { $0.hasPrefix("tok ") }.count == 2, "\(outcome)")
    for verb in ["train", "encode", "decode", "convert", "inspect"] {
      #expect(outcome.text.contains("\n  \(verb) "))
    }
  }

  @Test(
    "of each command: two of them, and both run",
    arguments: ["train", "encode", "decode", "convert", "inspect"])
  func command(verb: String) throws {
    let workshop = try Workshop()
    let help = try workshop.run("tok \(verb) --help")
    #expect(help.status == 0 && help.error.isEmpty, "\(help)")
    #expect(try workshop.run("tok help \(verb)").output == help.output)
    let examples = help.lines.filter { $0.hasPrefix("tok ") }
    #expect(examples.count == 2, "\(help)")
    try prepare(workshop, for: verb)
    for example in examples {
      let outcome = try workshop.run(String(example))
      #expect(outcome.status == 0, "\(example)\n\(outcome)")
    }
  }

  /// What the examples speak of.
  private func prepare(_ workshop: Workshop, for verb: String) throws {
    try workshop.copy("english.txt", as: "corpus.txt")
    let records = try workshop.run(
      #"mkdir data; sed 's/["\\]//g; s/.*/{"text": "&"}/' corpus.txt > data/a.jsonl"#)
    #expect(records.status == 0, "\(records)")
    try workshop.write("464 3797\n", to: "corpus.ids")
    _ = try workshop.run("tok train corpus.txt --vocab 5000 && mv corpus.tokenizer.json kept")
    if verb != "train" { _ = try workshop.run("mv kept corpus.tokenizer.json") }
  }

  @Test("--version gives the number alone")
  func version() throws {
    let text = String(decoding: try Workshop().output("tok --version"), as: UTF8.self)
    #expect(text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(text)")
  }

  @Test("that can't be written is no success")
  func fullDevice() throws {
    try Workshop().expect(
      "tok train --help > /dev/full", status: 1,
      error:
        "tok: standard output: can't be written, no space left on device; what is there is not complete"
    )
  }
}
