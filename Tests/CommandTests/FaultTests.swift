import Foundation
import TestSupport
import Testing

@Suite(
  "Whatever ends a training, the old file stands there or the new one, and the next run is as ever")
struct KillTests {
  let workshop: Workshop
  let new: FileContents

  static let train = "tok train corpus.txt --vocab 2000 --threads 2 -o out.json"

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    let outcome = try workshop.run(Self.train)
    #expect(outcome.status == 0, "\(outcome)")
    new = try #require(workshop.read("out.json"))
  }

  private static let old = "old"

  /// Runs `script` over an old file, checks that no half one is there, and returns how it ended.
  private func end(_ script: String) throws -> Int32 {
    try workshop.write(Self.old, to: "out.json")
    let status = try workshop.run(script).status
    let found = workshop.read("out.json")
    #expect(
      found == new || status != 0 && found == FileContents(Array(Self.old.utf8)),
      "\(script): \(found?.bytes.count ?? -1) bytes")
    return status
  }

  private func expectCleanRun() throws {
    let outcome = try workshop.run(Self.train)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(workshop.read("out.json") == new)
    #expect(workshop.names == ["corpus.txt", "out.json"])
  }

  @Test("killed at 40 random times")
  func randomKills() throws {
    try Machine.need("timeout", Machine.hasTimeout)
    let start = ContinuousClock.now
    _ = try workshop.run(Self.train)
    let whole = min(0.3, (ContinuousClock.now - start) / .seconds(1))
    var generator = SeededGenerator(seed: 7)
    var killed = 0
    for _ in 0..<40 {
      let time = Double.random(in: 0.001..<whole, using: &generator)
      killed += try end("timeout -s KILL \(time) \(Self.train)") == 0 ? 0 : 1
    }
    #expect(killed > 0, "no run took as long as \(whole) s")
    try expectCleanRun()
  }

  @Test(
    "killed at each write, sync and rename",
    arguments: [
      "openat", "flock", "fchmod", "write", "fsync", "rename", "close",
    ])
  func killedAtCall(call: String) throws {
    try Machine.need("strace", Machine.hasStrace)
    var count = 0
    repeat {
      count += 1
      let folder = workshop.folder.path
      let status = try end(
        """
        exec strace -f -qq -o /dev/null -P \(folder)/.out.json.partial -P \(folder) -P . \
        -e inject=\(call):signal=KILL:when=\(count) \(Self.train)
        """)
      if status == 0 { break }
    } while count < 20
    #expect(count > 1 && count < 20, "\(call) was met \(count - 1) times")
    try expectCleanRun()
  }

  @Test("a part that a killed run left is replaced, one that a run still writes is not")
  func partialFile() throws {
    try workshop.write("half", to: ".out.json.partial")
    try expectCleanRun()
    try Machine.need("flock", Machine.can("flock f true"))
    try workshop.write(Self.old, to: "out.json")
    try workshop.expect(
      "flock .out.json.partial \(Self.train)", status: 1,
      error:
        "tok: out.json: is being written by another process; wait for it or choose another name"
    )
    #expect(workshop.read("out.json")?.text == Self.old)
    try expectCleanRun()
  }

  @Test(
    "interrupted or terminated: gone before anybody has to kill it, with the usual status",
    arguments: [
      ("INT", 130), ("TERM", 143), ("HUP", 129),
    ] as [(String, Int32)])
  func signals(name: String, status: Int32) throws {
    try Machine.need("timeout", Machine.hasTimeout)
    _ = try workshop.run("for i in $(seq 400); do cat corpus.txt; done > large.txt; mkfifo pipe")
    let slow = "tok train large.txt --pattern '(?<=x)y|\\S+|\\s+' --vocab 2000 -o out.json"
    let waiting = "sh -c 'exec 3<> pipe; exec tok train pipe --vocab 300 -o out.json'"
    for command in [slow, waiting] {
      try workshop.write(Self.old, to: "out.json")
      // After ten seconds it would be killed, and its status 137.
      let outcome = try workshop.run(
        "exec timeout --preserve-status -s \(name) -k 10 0.3 \(command)")
      #expect(outcome.status == status && outcome.error.isEmpty, "\(command)\n\(outcome)")
      #expect(workshop.read("out.json") == FileContents(Array(Self.old.utf8)))
    }
  }
}

@Suite("A disk that is full or fails gives an error of one line, and never a half file")
struct FullDiskTests {
  let workshop: Workshop

  static let train = "tok train corpus.txt --vocab 1000 --threads 1 -o out.json"

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
  }

  private static func message(_ reason: String, _ file: String = "out.json") -> String {
    """
    tok: \(file): can't be written, \(reason); what stood there is unchanged, choose another place
    """
  }

  @Test("a full device")
  func fullDevice() throws {
    try workshop.expect(
      "tok train corpus.txt --vocab 300 -o /dev/full", status: 1,
      error:
        "tok: /dev/full: can't be written, no space left on device; what is there is not complete"
    )
    for command in [
      "tok encode --text x", "tok encode corpus.txt", "tok encode --format json corpus.txt",
      "echo 40 | tok decode", "tok --version", "tok --help", "tok",
    ] {
      try workshop.expect(
        "\(command) > /dev/full", status: 1,
        error:
          "tok: standard output: can't be written, no space left on device; what is there is not complete"
      )
    }
    let summary = try workshop.run("\(Self.train) --json > /dev/full")
    #expect(summary.status == 1, "\(summary)")
    #expect(workshop.read("out.json") != nil)
  }

  @Test("a limit to the size of files: none, one byte, half, all but one")
  func sizeLimit() throws {
    try Machine.need("prlimit", Machine.canLimitFileSize)
    _ = try workshop.run(Self.train)
    let size = try #require(workshop.read("out.json")).bytes.count
    for old in [nil, "old"] {
      for limit in [0, 1, size / 2, size - 1] {
        _ = try workshop.run("rm -f out.json")
        if let old { try workshop.write(old, to: "out.json") }
        // Standard error is a file too here: what is written to a pipe has no limit.
        let outcome = try workshop.run(
          "{ prlimit --fsize=\(limit) \(Self.train); echo $?; } 2>&1 | cat")
        #expect(outcome.text == Self.message("file too large") + "\n1\n", "limit \(limit)")
        #expect(workshop.read("out.json")?.text == old)
        #expect(workshop.names == (old == nil ? ["corpus.txt"] : ["corpus.txt", "out.json"]))
      }
    }
    #expect(try workshop.run("prlimit --fsize=\(size) \(Self.train)").status == 0)
  }

  @Test("a small file system")
  func smallFileSystem() throws {
    guard Machine.canMount else { try Test.cancel("needs the right to mount a tmpfs") }
    let outcome = try workshop.run(
      """
      mkdir small
      exec unshare -m sh -c 'mount -t tmpfs -o size=16k tmpfs small
      tok train corpus.txt --vocab 1000 -o small/out.json; echo $?
      ls -A small
      TMPDIR=$PWD/small tok encode corpus.txt > small/ids; echo $?'
      """)
    #expect(outcome.text == "1\n1\n", "\(outcome)")
    #expect(
      outcome.error == Self.message("no space left on device", "small/out.json")
        + "\ntok: standard output: can't be written, no space left on device; what is there is not complete\n"
    )
  }

  @Test(
    "an error of each call that makes the file",
    arguments: [
      ("openat", "EACCES", "permission denied"), ("fchmod", "EPERM", "operation not permitted"),
      ("write", "ENOSPC", "no space left on device"),
      ("write", "EIO", "input/output error"), ("fsync", "EIO", "input/output error"),
      ("fsync", "ENOSPC", "no space left on device"), ("rename", "EIO", "input/output error"),
      ("rename", "ENOSPC", "no space left on device"),
    ])
  func failingCall(call: String, error: String, reason: String) throws {
    try Machine.need("strace", Machine.hasStrace)
    // A new file has the rights that it was made with.
    for old in call == "fchmod" ? ["old"] : [nil, "old"] {
      if let old { try workshop.write(old, to: "out.json") }
      try workshop.expect(
        strace("\(call):error=\(error):when=1"), status: 1, error: Self.message(reason))
      #expect(workshop.read("out.json")?.text == old)
      #expect(workshop.names == (old == nil ? ["corpus.txt"] : ["corpus.txt", "out.json"]))
    }
  }

  @Test("a call that was interrupted is made again", arguments: ["write", "fsync"])
  func interruptedCall(call: String) throws {
    try Machine.need("strace", Machine.hasStrace)
    _ = try workshop.run(Self.train)
    let expected = workshop.read("out.json")
    try workshop.write("old", to: "out.json")
    let outcome = try workshop.run(strace("\(call):error=EINTR:when=1"))
    #expect(outcome.status == 0, "\(outcome)")
    #expect(workshop.read("out.json") == expected)
  }

  private func strace(_ injection: String) -> String {
    let folder = workshop.folder.path
    return
      "exec strace -f -qq -o /dev/null -P \(folder)/.out.json.partial -P ./.out.json.partial -e inject=\(injection) \(Self.train)"
  }

  @Test("standard output that fails in the middle", arguments: ["ENOSPC", "EIO"])
  func failingOutput(error: String) throws {
    try Machine.need("strace", Machine.hasStrace)
    for count in 1...3 {
      let outcome = try workshop.run(
        "strace -f -qq -o /dev/null -P $PWD/ids -e inject=write:error=\(error):when=\(count) tok encode corpus.txt corpus.txt corpus.txt corpus.txt corpus.txt corpus.txt > ids"
      )
      let reason = error == "EIO" ? "input/output error" : "no space left on device"
      #expect(outcome.status == 1, "\(count)")
      #expect(
        outcome.error
          == "tok: standard output: can't be written, \(reason); what is there is not complete\n")
    }
    let closing = try workshop.run(
      "strace -f -qq -o /dev/null -P $PWD/ids -e inject=close:error=EIO:when=1 tok encode corpus.txt > ids"
    )
    #expect(closing.status == 1 && closing.error.hasPrefix("tok: standard output: "), "\(closing)")
  }
}

@Suite("tok in a pipeline ends when its neighbours do")
struct PipeTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.run("for i in $(seq 100); do cat corpus.txt; done > large.txt")
  }

  static let commands = [
    "tok encode large.txt", "tok encode --format json large.txt", "tok decode ids",
    "tok encode < large.txt",
  ]

  /// Runs a command whose reader goes after one line; shows the command's own status.
  private func head(_ command: String, before: String = "") throws -> Outcome {
    _ = try workshop.run("tok encode large.txt > ids")
    return try workshop.run(
      "{ \(before) \(command); echo $? > status; } | head -n 1 > first; cat status; wc -l < first")
  }

  @Test("by the pipe's signal, without a word, when the reader goes", arguments: commands)
  func brokenPipe(command: String) throws {
    let outcome = try head("\(command)")
    #expect(outcome == Outcome(status: 0, output: Array("141\n1\n".utf8), error: ""))
  }

  @Test("just so when whoever started it ignores that signal", arguments: commands)
  func ignoredSignal(command: String) throws {
    let outcome = try head(command, before: "trap '' PIPE;")
    #expect(outcome == Outcome(status: 0, output: Array("141\n1\n".utf8), error: ""))
  }

  @Test("a closed standard output is an error")
  func closedOutput() throws {
    for command in [
      "tok encode --text x", "tok encode large.txt", "echo 40 | tok decode", "tok --help",
    ] {
      try workshop.expect(
        "\(command) >&-", status: 1,
        error:
          "tok: standard output: can't be written, bad file descriptor; what is there is not complete"
      )
    }
  }

  @Test(
    "a closed standard input is an error where it is to be read", arguments: ["encode", "decode"])
  func closedInput(verb: String) throws {
    try workshop.expect(
      "tok \(verb) <&-", status: 1,
      error:
        "tok: standard input: can't be read, bad file descriptor, at byte 0; copy the file and try again"
    )
    #expect(try workshop.run("tok encode --text x <&-").status == 0)
  }

  @Test("closed streams never put a message into a file")
  func closedStreams() throws {
    #expect(try workshop.run("tok train corpus.txt --vocab 300 -o a.json").status == 0)
    let outcome = try workshop.run("tok train corpus.txt --vocab 300 -o b.json <&- >&- 2>&-")
    #expect(outcome == Outcome(status: 0, output: [], error: ""))
    #expect(workshop.read("a.json") == workshop.read("b.json"))
    try workshop.write([0x61, 0xFF, 0x61], to: "bad.txt")
    #expect(try workshop.run("tok train bad.txt --vocab 300 -o c.json >&- 2>&-").status == 0)
    #expect(workshop.read("bad.txt")?.bytes == [0x61, 0xFF, 0x61])
  }

  @Test("a command that goes on reading gets its lines as they come")
  func lineByLine() throws {
    let outcome = try workshop.run("{ echo low; sleep 0.2; echo low; } | tok encode | tok decode")
    #expect(outcome.text == "low\nlow\n")
  }
}

@Suite("Fifty thousand brackets come to an end, whatever they mean", .timeLimit(.minutes(10)))
struct BracketTests {
  private static let open = String(repeating: "[", count: 50_000)
  private static let pairs = String(repeating: "[],", count: 50_000)

  private func expectEnd(
    _ file: String, _ command: String, _ status: Int32, _ output: String, _ error: String
  ) throws {
    let workshop = try Workshop()
    try workshop.write(file, to: "file")
    let outcome = try workshop.run(command)
    #expect(outcome == Outcome(status: status, output: Array(output.utf8), error: error))
  }

  @Test("in a record of JSONL: one in the other more than 64 deep, or side by side")
  func record() throws {
    let command = "tok encode --input-format jsonl --field t file"
    try expectEnd(
      "{\"u\":\(Self.open)", command, 1, "",
      "tok: file:1 (byte 68): objects and arrays are nested deeper than 64 levels; "
        + "each line has to be JSON by itself\n")
    try expectEnd("{\"u\":[\(Self.pairs)0],\"t\":\"a\"}", command, 0, "64\n", "")
  }

  @Test("in a tokenizer.json, and in its pattern")
  func tokenizer() throws {
    func file(_ provenance: String, _ pattern: String) -> String {
      #"{"version":"1.0","pre_tokenizer":{"type":"Split","pattern":{"Regex":"\#(pattern)"},"#
        + #""behavior":"Isolated","invert":false},"decoder":{"type":"Fuse"},"model":{"type":"BPE","provenance":"#
        + #"\#(provenance),"vocab":{"a":0},"merges":[]}}"#
    }
    let command = "tok encode -t file --text a"
    try expectEnd(file("[\(Self.pairs)0]", "a"), command, 0, "0\n", "")
    try expectEnd(
      file(Self.open, "a"), command, 1, "",
      "tok: file:1 (byte 234): objects and arrays are nested deeper than 64 levels; "
        + "take the file from its source again\n")
    // As many as a pattern may have.
    let classes = String(repeating: "[b]", count: 21_000)
    try expectEnd(file("0", "(?<=x)y|\(classes)"), command, 0, "0\n", "")
    try expectEnd(
      file("0", Self.open), command, 1, "",
      "tok: file:1 (byte 33): pre_tokenizer: the pattern uses brackets more than 32 deep at byte 32, "
        + "which isn't supported; write it without\n")
  }
}

@Suite("A long text without a break comes to an end", .timeLimit(.minutes(10)))
struct WorstCaseTests {
  @Test(
    "of one letter, spaces, letters, Chinese, digits",
    arguments: [
      "a", " ", "letters", "chinese", "1",
    ])
  func longText(kind: String) throws {
    let workshop = try Workshop()
    try workshop.write(text(kind, 8 << 20), to: "long")
    let outcome = try workshop.run(
      "tok encode --input-format text long > ids && tok decode --input-format text ids | cmp - long"
    )
    #expect(outcome == Outcome(status: 0, output: [], error: ""))
  }

  private func text(_ kind: String, _ size: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 9)
    switch kind {
    case "letters": return (0..<size).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    case "chinese":
      return (0..<size / 3).flatMap { _ -> [UInt8] in
        let scalar = UInt32.random(in: 0x4E00...0x9FA5, using: &generator)
        return [
          UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 63), UInt8(0x80 | scalar & 63),
        ]
      }
    default: return Array(repeating: kind.utf8.first ?? 0, count: size)
    }
  }
}

@Suite("What doesn't fit in memory is an error of one line", .timeLimit(.minutes(10)))
struct HugeFileTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.write("low lower lowest low\n", to: "corpus.txt")
    try #require(try workshop.run("truncate -s 1T huge").status == 0)
  }

  /// Runs `command`, which has to say in one line what is wrong with `huge`.
  private func expectRefusal(_ command: String, _ message: Regex<Substring>) throws {
    let outcome = try workshop.run(command)
    #expect(outcome.status == 1 && outcome.output.isEmpty, "\(command)\n\(outcome)")
    #expect(outcome.error.wholeMatch(of: message) != nil, "\(command)\n\(outcome)")
  }

  @Test("a text or a tokenizer of a terabyte")
  func wholeFile() throws {
    let message =
      /tok: huge: is longer than the limit of \d+ bytes; check that it is the right file\n/
    for command in ["tok encode --input-format text huge", "tok encode -t huge --text x"] {
      try expectRefusal(command, message)
    }
  }

  @Test("a line of a terabyte")
  func line() throws {
    let message =
      /tok: (?:huge|standard input):1 \(byte 0\): the line is longer than the limit of \d+ bytes; check that the file has lines\n/
    for command in [
      "tok encode < huge", "tok decode --input-format text huge",
    ] {
      try expectRefusal(command, message)
    }
  }

  @Test("a training text or line of a terabyte", arguments: ["text", "lines", "jsonl"])
  func training(format: String) throws {
    let message =
      /tok: huge: has no (?:place to cut at|line end) in the \d+ bytes from byte 0 on, too many for the \d+ MB allowed; raise --memory, or (?:take --input-format lines|break the line up)\n/
    for memory in ["16MB", "1GB"] {
      try expectRefusal(
        "tok train huge --input-format \(format) --vocab 300 --memory \(memory) -o out.json",
        message)
    }
    #expect(workshop.names == ["corpus.txt", "huge"])
  }
}
