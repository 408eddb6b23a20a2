import Foundation
import Testing

@Suite(
  "On a terminal a long job shows how far it is",
  .enabled(if: Machine.canOpenTerminal, "needs script to open a terminal"))
struct TerminalTests {
  let workshop: Workshop

  init() throws {
    workshop = try Workshop()
    try workshop.copy("english.txt", as: "corpus.txt")
    _ = try workshop.run("for i in $(seq 400); do cat corpus.txt; done > large.txt")
  }

  /// What a terminal of so many columns is sent.
  private func session(columns: Int, _ command: String) throws -> String {
    let outcome = try workshop.run(
      "TERM=xterm script -qec 'stty cols \(columns); \(command)' /dev/null < /dev/null")
    return outcome.text
  }

  /// Each state of each line, without colours.
  private func lines(_ session: String) -> [Substring] {
    session.replacing(/\u{1B}\[[0-9;]*[mK]/, with: "")
      .split { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
  }

  @Test("on lines that never wrap", arguments: [10, 20, 40, 60, 80, 200])
  func width(columns: Int) throws {
    let session = try session(columns: columns, "tok train large.txt --vocab 500 --threads 1")
    let shown = lines(session).filter { $0.hasPrefix("counting") || $0.hasPrefix("merging") }
    #expect(shown.count >= 2, "\(session)")
    for line in shown { #expect(line.count < max(columns, 10), "\(line)") }
    let hasBar = shown.contains { $0.contains("━") }
    #expect(hasBar == (columns >= 60), "\(session)")
  }

  @Test("with colours, unless NO_COLOR says otherwise, and nothing for a dumb terminal")
  func colours() throws {
    let command = "tok train corpus.txt --vocab 500 --force"
    #expect(try session(columns: 80, command).contains("\u{1B}[36m"))
    #expect(try !session(columns: 80, "NO_COLOR=1 \(command)").contains("\u{1B}[36m"))
    let dumb = try lines(session(columns: 80, "TERM=dumb \(command)"))
    #expect(dumb.count == 1 && dumb[0].hasPrefix("corpus.tokenizer.json  500 tokens"), "\(dumb)")
  }

  @Test("and leaves its line before a message")
  func message() throws {
    let session = try session(columns: 80, "tok train large.txt --input-format jsonl --vocab 500")
    let message = try #require(lines(session).last { $0.hasPrefix("tok: ") }, "\(session)")
    #expect(message.hasPrefix("tok: large.txt:1 (byte 0): expected a value, found '"))
  }

  @Test("also of encoding and decoding, if it takes long and goes elsewhere")
  func longEncoding() throws {
    for (command, name) in [
      ("(cat large.txt; sleep 1.2; cat large.txt) | tok encode --threads 1 > ids", "encoding"),
      ("(cat ids; sleep 1.2; cat ids) | tok decode > text", "decoding"),
    ] {
      let shown = try lines(session(columns: 80, command))
      #expect(!shown.isEmpty && shown.allSatisfy { $0.hasPrefix(name) }, "\(shown)")
      #expect(shown.last?.hasSuffix(" s") ?? false, "\(shown)")
    }
  }

  @Test("and training without input isn't one")
  func noInput() throws {
    let session = try session(columns: 80, "tok train --vocab 300; echo status $?")
    #expect(
      lines(session) == ["tok: no input; name a file, or - for standard input", "status 2"])
  }

  @Test("and shows tokens on changing colours")
  func cut() throws {
    let session = try session(columns: 80, "tok encode --format cut --text \"The cat\"")
    #expect(session == "\u{1B}[30;46mThe\u{1B}[0m\u{1B}[30;43m cat\u{1B}[0m\r\n")
  }
}
