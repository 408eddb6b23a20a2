import Foundation
import Testing

@Suite("tok train writes the file that was asked for, or says why not")
struct TrainOutputTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
  }

  private func trained(_ script: String) throws -> Outcome {
    let outcome = try workshop.run(script)
    #expect(outcome.status == 0, "\(script)\n\(outcome)")
    return outcome
  }

  @Test("named like the first input, in the current folder")
  func defaultName() throws {
    try workshop.copy("french.txt")
    _ = try trained(
      "mkdir a; mv corpus.txt a/my.corpus.txt; tok train a/my.corpus.txt french.txt --vocab 300")
    #expect(workshop.names == ["a", "french.txt", "my.corpus.tokenizer.json"])
    _ = try trained("tok train - --vocab 300 < french.txt")
    #expect(workshop.names.contains("corpus.tokenizer.json"))
    _ = try trained("cp french.txt .hidden; tok train .hidden --vocab 300")
    #expect(workshop.names.contains(".hidden.tokenizer.json"))
  }

  @Test("with one line of summary on standard error, nothing on standard output")
  func summary() throws {
    let outcome = try trained("tok train corpus.txt --vocab 400")
    #expect(outcome.output.isEmpty)
    let line =
      /corpus\.tokenizer\.json  400 tokens  \d\.\d{3} bytes\/token  [^ ]+ s  [^ ]+ MB of memory\n/
    #expect(outcome.error.wholeMatch(of: line) != nil, "\(outcome)")
  }

  @Test("--json gives a summary for programs")
  func jsonSummary() throws {
    let outcome = try trained("tok train corpus.txt --vocab 400 --json")
    #expect(outcome.error.isEmpty)
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    #expect(summary["file"] as? String == "corpus.tokenizer.json")
    #expect(summary["tokens"] as? Int == 400)
    #expect(summary["corpus_bytes"] as? Int == workshop.read("corpus.txt")?.bytes.count)
    for key in ["corpus_tokens", "milliseconds", "peak_memory_bytes"] {
      #expect(summary[key] as? Int ?? 0 > 0, "\(key) in \(outcome)")
    }
  }

  @Test("the peak of memory is its own, and not that of what has run in its process before")
  func peakMemory() throws {
    let outcome = try workshop.run(
      """
      large=$(head -c 100000000 /dev/zero | tr '\\0' a)
      exec tok train corpus.txt --vocab 300 --threads 1 --json
      """)
    let summary = try #require(
      JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
    let peak = try #require(summary["peak_memory_bytes"] as? Int)
    #expect((1_000_000..<80_000_000).contains(peak), "\(outcome)")
  }

  @Test("all files that belong to the output are named, as are those that stand in the way")
  func severalFiles() throws {
    let files = "b.tiktoken, b.encoding.json, b.provenance.json"
    let outcome = try trained("tok train corpus.txt --vocab 300 -o b.tiktoken")
    #expect(outcome.error.hasPrefix("\(files)  300 tokens  "), "\(outcome)")
    let summary = try trained("mkdir d; tok train corpus.txt --vocab 300 -o d/vocab.json --json")
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(summary.output)) as? [String: Any])
    #expect(
      object["files"] as? [String] == ["d/vocab.json", "d/merges.txt", "d/vocab.provenance.json"])
    try workshop.expect(
      "mv corpus.txt t.provenance.json; tok train t.provenance.json --vocab 300 -o t.tiktoken",
      status: 1,
      error: "tok: t.provenance.json: is one of the inputs; choose another name with --output")
  }

  @Test("the default name is replaced with --force only")
  func force() throws {
    try workshop.write("mine", to: "corpus.tokenizer.json")
    try workshop.expect(
      "tok train corpus.txt --vocab 300", status: 1,
      error:
        "tok: corpus.tokenizer.json: exists; replace it with --force or choose another name with --output"
    )
    #expect(workshop.read("corpus.tokenizer.json") == "mine")
    _ = try trained("tok train corpus.txt --vocab 300 --force")
    #expect(workshop.read("corpus.tokenizer.json")?.bytes.count ?? 0 > 1000)
  }

  @Test("an output that was named is replaced, keeps its mode, and a link stays a link")
  func replaced() throws {
    let before = try trained(
      """
      tok train corpus.txt --vocab 300 -o plain.json
      mkdir real; echo old > real/file.json; chmod 640 real/file.json
      ln -s real/file.json link; ln -s link second; ln -s real/new.json dangling
      tok train corpus.txt --vocab 300 -o second
      tok train corpus.txt --vocab 300 --output dangling
      stat -c %a real/file.json; readlink second link dangling; ls -A real
      """)
    #expect(before.text == "640\nlink\nreal/file.json\nreal/new.json\nfile.json\nnew.json\n")
    #expect(workshop.read("real/file.json") == workshop.read("plain.json"))
    #expect(workshop.read("real/new.json") == workshop.read("plain.json"))
  }

  @Test("a new file has the rights that the mask leaves")
  func mode() throws {
    let modes = try trained(
      "umask 027; tok train corpus.txt --vocab 300 -o a.json; stat -c %a a.json")
    #expect(modes.text == "640\n")
  }

  @Test("without a change of the mask on the way, which other threads would see")
  func maskIsLeftAlone() throws {
    try Machine.need("strace", Machine.hasStrace)
    _ = try trained(
      "strace -f -qq -o calls -e trace=umask tok train corpus.txt --vocab 300 -o a.json")
    #expect(workshop.read("calls")?.text.contains("umask") == false)
  }

  @Test("an output that is an input is refused, whatever its name")
  func outputIsInput() throws {
    let original = workshop.read("corpus.txt")
    _ = try workshop.run("ln -s corpus.txt link; ln corpus.txt hard; mkdir folder")
    for output in ["corpus.txt", "./corpus.txt", "folder/../corpus.txt", "link", "hard"] {
      try workshop.expect(
        "tok train corpus.txt --vocab 300 -o \(output)", status: 1,
        error: "tok: \(output): is one of the inputs; choose another name with --output")
    }
    try workshop.expect(
      "tok train link --vocab 300 -o corpus.txt", status: 1,
      error: "tok: corpus.txt: is one of the inputs; choose another name with --output")
    try workshop.expect(
      "tok train --vocab 300 -o corpus.txt < corpus.txt", status: 1,
      error: "tok: corpus.txt: is one of the inputs; choose another name with --output")
    #expect(workshop.read("corpus.txt") == original)
  }

  @Test("what can't be written is said before the work starts")
  func unwritable() throws {
    _ = try workshop.run("mkdir folder; ln -s b a; ln -s a b; echo x > file")
    let long = String(repeating: "n", count: 300)
    for (output, reason) in [
      ("missing/x.json", "no such file or directory"), ("file/x.json", "not a directory"),
      ("a", "too many levels of symbolic links"), (long, "file name too long"),
      ("folder", "is a directory"), ("/", "is a directory"),
      ("folder/../missing/", "no such file or directory"),
    ] {
      try workshop.expect(
        "tok train corpus.txt --vocab 300 -o \(output)", status: 1,
        error: """
          tok: \(output): can't be written, \(reason); what stood there is unchanged, choose another \
          place
          """)
    }
    try workshop.expect(
      "tok train corpus.txt --vocab 300 -o ''", status: 2,
      error: "tok: --output: is empty; name a file")
  }

  @Test("a name that asks for a format which isn't written is refused")
  func otherFormats() throws {
    let workshop = try Workshop()
    try workshop.write("some text", to: "corpus.txt")
    for name in ["new.model", "new.txt", "new.tok", "new.gguf", "a.b/new.json.x", ".new.GGUF"] {
      try workshop.expect(
        "mkdir -p a.b; tok train corpus.txt --vocab 300 -o \(name)", status: 2,
        error: """
          tok: --output \(name): the format isn't written; end the name in .json, .tiktoken or vocab.json
          """)
    }
    #expect(workshop.names == ["a.b", "corpus.txt"])
    for name in ["new", "a.b/new", ".new"] {
      #expect(try workshop.run("tok train corpus.txt --vocab 257 -o \(name)").status == 0)
      #expect(workshop.read(name)?.text.hasPrefix("{\"version\"") == true, "\(name)")
    }
  }

  @Test("a name that asks for another format gives that, where it can hold the options")
  func namedFormats() throws {
    let workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    let train = "tok train corpus.txt --vocab 300"
    _ = try workshop.run("\(train) -o a.json; \(train) -o b.tiktoken; \(train) -o c-vocab.json")
    let ids = try workshop.output("tok encode -t a.json corpus.txt")
    #expect(try workshop.output("tok encode -t b.tiktoken corpus.txt") == ids)
    #expect(try workshop.output("tok encode -t c-merges.txt corpus.txt") == ids)
    for (options, name, what) in [
      ("--normalizer nfc", "d.tiktoken", "the normalizer would be lost; end the name in .json"),
      (
        "--pattern whitespace", "vocab.json",
        "the pretokenizer would be lost; end the name in .json"
      ),
    ] {
      try workshop.expect(
        "\(train) \(options) -o \(name)", status: 2, error: "tok: --output \(name): \(what)")
    }
    try workshop.expect(
      "\(train) --no-byte-level -o d.tiktoken", status: 2,
      error: """
        tok: --output d.tiktoken: a file of ranks can't hold a vocabulary that isn't of bytes; choose \
        another format
        """)
    #expect(!workshop.names.contains { $0.hasPrefix("d") || $0 == "vocab.json" })
  }

  @Test("a name may have spaces, lines, other scripts, and all of 255 bytes")
  func oddNames() throws {
    let long = String(repeating: "ö", count: 127)
    for name in ["a b", "a\nb", "ελληνικά", "日本", long, "-dash", "..x", "a'b\"c"] {
      try workshop.copy("english.txt", as: name)
      let outcome = try workshop.run(
        "exec tok train --vocab 300 --output=\"$OUT\" -- \"$NAME\"",
        environment: [
          "NAME": name, "OUT": name == long ? "ö" + long.dropFirst(2) + "xy" : name + ".json",
        ])
      #expect(outcome.status == 0, "\(name)\n\(outcome)")
      #expect(outcome.error.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
    }
    #expect(workshop.names.count == 17, "\(workshop.names)")
  }

  @Test("a pipe and a device are written to as they are")
  func devices() throws {
    let outcome = try trained(
      "tok train corpus.txt --vocab 300 -o plain.json && tok train corpus.txt --vocab 300 -o /dev/stdout | cat"
    )
    #expect(FileContents(outcome.output) == workshop.read("plain.json"))
    _ = try trained("tok train corpus.txt --vocab 300 -o /dev/null && test -c /dev/null")
  }
}

@Suite("tok train reads what it is given, and says what it can't")
struct TrainInputTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
  }

  /// The bytes of the file that training on these inputs gives.
  private func result(_ inputs: String) throws -> FileContents? {
    let outcome = try workshop.run("tok train \(inputs) --vocab 400 -o out.json && rm -f pipe")
    #expect(outcome.status == 0, "\(inputs)\n\(outcome)")
    return workshop.read("out.json")
  }

  @Test("the same bytes for files, a pattern, links, standard input and pipes")
  func sources() throws {
    let expected = try result("corpus.txt")
    #expect(try result("- < corpus.txt") == expected)
    #expect(try result("< corpus.txt") == expected)
    #expect(try result("'c*.txt'") == expected)
    #expect(try result("'[c]orpus.???'") == expected)
    _ = try workshop.run("ln -s corpus.txt link; : > empty")
    #expect(try result("link") == expected)
    #expect(try result("corpus.txt empty") == expected)
    #expect(try result("empty corpus.txt /dev/null") == expected)
    _ = try workshop.run("mkfifo pipe; cat corpus.txt > pipe &")
    #expect(try result("pipe") == expected)
    #expect(try workshop.run("cat corpus.txt | tok train --vocab 400 -o out.json").status == 0)
    #expect(workshop.read("out.json") == expected)
  }

  @Test("several inputs in any order, each a text of its own")
  func order() throws {
    try workshop.copy("greek.txt")
    try workshop.copy("code.txt")
    let expected = try result("corpus.txt greek.txt code.txt")
    #expect(try result("code.txt corpus.txt greek.txt") == expected)
    #expect(try result("'*.txt'") == expected)
    #expect(try result("greek.txt - code.txt < corpus.txt") == expected)
    #expect(try result("corpus.txt") != expected)
  }

  @Test("a file that is named several times counts as often, with one line of warning")
  func repetitions() throws {
    try workshop.copy("greek.txt")
    _ = try workshop.run("ln corpus.txt hard; ln -s corpus.txt link")
    for (inputs, warnings) in [
      ("corpus.txt greek.txt", []), ("corpus.txt ./corpus.txt", ["corpus.txt: is named twice"]),
      (
        "greek.txt link corpus.txt greek.txt hard",
        ["greek.txt: is named twice", "link: is named 3 times"]
      ), ("corpus.txt - < corpus.txt", ["corpus.txt: is named twice"]),
    ] as [(String, [String])] {
      let outcome = try workshop.run("tok train \(inputs) --vocab 300 -o out.json")
      #expect(outcome.status == 0, "\(outcome)")
      let lines = outcome.error.split(separator: "\n").dropLast()
      let expected = warnings.map { warning in
        "tok: warning: \(warning), and counts \(warning.hasSuffix("twice") ? "twice" : "3 times")"
      }
      #expect(lines.map(String.init) == expected, "\(inputs)\n\(outcome)")
    }
  }

  @Test("a file that has the characters of a pattern is that file")
  func literalPattern() throws {
    let expected = try result("corpus.txt")
    _ = try workshop.run("mv corpus.txt 'a[1]*.txt'")
    #expect(try result("'a[1]*.txt'") == expected)
  }

  @Test("what can't be read is one line")
  func unreadable() throws {
    _ = try workshop.run("mkdir folder; ln -s b a; ln -s a b; ln -s gone dangling; : > empty")
    let open = "check the name and its permissions"
    let messages = [
      "missing.txt": "missing.txt: can't be opened, no such file or directory; \(open)",
      "dangling": "dangling: can't be opened, no such file or directory; \(open)",
      "a": "a: can't be opened, too many levels of symbolic links; \(open)",
      "corpus.txt/x": "corpus.txt/x: can't be opened, not a directory; \(open)",
      "''": ": can't be opened, no such file or directory; \(open)",
      "folder": "folder: is a folder; name the files in it, for instance folder/*.txt",
      "'*.none'": "*.none: no file matches; check the pattern",
      "empty": "the corpus: holds no text; name files that do",
      "empty empty /dev/null": "the corpus: holds no text; name files that do",
      "corpus.txt missing.txt": "missing.txt: can't be opened, no such file or directory; \(open)",
    ]
    for (inputs, message) in messages {
      try workshop.expect("tok train \(inputs) --vocab 300", status: 1, error: "tok: \(message)")
    }
    try workshop.expect(
      "tok train --vocab 300 < /dev/null", status: 1,
      error: "tok: the corpus: holds no text; name files that do")
    try workshop.expect(
      "tok train - - --vocab 300", status: 2,
      error: "tok: standard input: is named twice; name it once")
    try workshop.expect(
      "tok train --vocab 300 <&-", status: 1,
      error:
        "tok: standard input: can't be read, bad file descriptor, at byte 0; copy the file and try again"
    )
    #expect(!workshop.names.contains { $0.contains("json") || $0.contains("partial") })
  }

  @Test("a file without permission")
  func permission() throws {
    _ = try workshop.run("chmod 000 corpus.txt; chmod 777 .")
    let nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"
    var prefix = ""
    if Machine.can("test $(id -u) = 0") {
      guard Machine.can("\(nobody) tok --version") else {
        try Test.cancel("runs as root, and another user can't run the command here")
      }
      prefix = nobody
    }
    try workshop.expect(
      "\(prefix) tok train corpus.txt --vocab 300", status: 1,
      error:
        "tok: corpus.txt: can't be opened, permission denied; check the name and its permissions")
    _ = try workshop.run("chmod 644 corpus.txt; mkdir closed; chmod 755 closed")
    if prefix.isEmpty { _ = try workshop.run("chmod 555 closed") }
    try workshop.expect(
      "\(prefix) tok train corpus.txt --vocab 300 -o closed/x.json", status: 1,
      error: """
        tok: closed/x.json: can't be written, permission denied; what stood there is unchanged, \
        choose another place
        """)
  }

  @Test("a read that fails shows where")
  func failingRead() throws {
    try Machine.need("strace", Machine.hasStrace)
    try workshop.expect(
      "strace -f -qq -o /dev/null -P $PWD/corpus.txt -e inject=read:error=EIO:when=1 tok train corpus.txt --vocab 300 --threads 1",
      status: 1,
      error:
        "tok: corpus.txt: can't be read, input/output error, at byte 0; copy the file and try again"
    )
  }
}

@Suite(
  "A file that changes while it is read gives an error or the right answer",
  .enabled(if: Machine.hasProcFileSystem, "needs /proc to see how far the file is read"))
struct ChangingFileTests {
  /// A training that is stopped in the middle, with `change` done to its file meanwhile.
  ///
  /// On a busy machine it may be over before anybody saw it read; then there is another.
  private func train(
    _ change: String, input: String = "corpus.txt"
  ) throws -> (Workshop, Outcome) {
    for _ in 0..<10 {
      let (workshop, outcome) = try tryToTrain(change, input: input)
      if outcome.status != 99 { return (workshop, outcome) }
    }
    throw NeverStopped()
  }

  private struct NeverStopped: Error {}

  /// Trains by lines, which ICU makes slow; the status is 99 when it was over too early.
  private func tryToTrain(_ change: String, input: String) throws -> (Workshop, Outcome) {
    let workshop = try Workshop()
    let line = "The quick brown foxes jumped over 1234 lazy dogs, weren't they?\n"
    try workshop.write(String(repeating: line, count: 1 << 16), to: "corpus.txt")
    let outcome = try workshop.run(
      """
      tok train --vocab 300 --threads 1 --input-format lines --pattern '(?<=[a-z])[A-Z]+|\\S+|\\s+' -o out.json \(input) &
      pid=$!
      position() {
        for file in /proc/$pid/fd/*; do
          if [ "$(readlink $file)" = "$PWD/corpus.txt" ]; then
            while read name value; do [ $name = pos: ] && echo $value; done < /proc/$pid/fdinfo/${file##*/}
          fi
        done 2> /dev/null
      }
      until [ "$(position)" -gt 0 ] 2> /dev/null; do kill -0 $pid || exit 99; done
      kill -STOP $pid
      echo "$(position)" >&3
      \(change)
      kill -CONT $pid
      wait $pid
      """.replacing(">&3", with: "> position"))
    return (workshop, outcome)
  }

  @Test(
    "made shorter, by its name or as standard input",
    arguments: ["truncate -s 1000 corpus.txt", ": > corpus.txt"], ["corpus.txt", "< corpus.txt"])
  func shorter(change: String, input: String) throws {
    let (workshop, outcome) = try train(change, input: input)
    let position = (workshop.read("position")?.text ?? "")
      .trimmingCharacters(in: .newlines)
    let message =
      "tok: \(input == "corpus.txt" ? input : "standard input"): "
      + "became shorter while it was read, from \(64 << 16) to \(position) bytes; "
      + "try again when nothing writes to it\n"
    #expect(outcome == Outcome(status: 1, output: [], error: message))
    #expect(workshop.read("out.json") == nil && !workshop.names.contains(".out.json.partial"))
  }

  @Test(
    "deleted, replaced, or made longer",
    arguments: [
      "rm corpus.txt", "echo short > new; mv new corpus.txt", "echo more >> corpus.txt",
    ])
  func kept(change: String) throws {
    let (workshop, outcome) = try train(change)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(workshop.read("out.json") != nil)
  }
}
