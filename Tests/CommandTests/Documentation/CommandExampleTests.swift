// Shell commands in the documents. A block marked `console` shows a session, commands behind `$ ` and
// what they print; a block marked `sh` shows commands alone.

import Foundation
import TestSupport
import Testing

@Suite("The commands that the documents show do what they show")
struct CommandExampleTests {
  /// What a test can't run, by the start of the line.
  static let notRun = [
    "command -v make": "installs packages",
    "make run": "builds with the package that is being tested",
    "make test": "runs this test",
  ]

  /// A folder with all that the examples speak of, but for what they make themselves.
  private func workshop() throws -> Workshop {
    let workshop = try Workshop()
    try workshop.write(Synthetic.words(distinct: 60_000, count: 300_000, seed: 5), to: "corpus.txt")
    let outcome = try workshop.run(
      #"mkdir data; echo '{"text": "low lower lowest"}' > data/a.jsonl; gzip -c corpus.txt > corpus.gz"#
    )
    #expect(outcome.status == 0, "\(outcome)")
    return workshop
  }

  /// The command of a line as it is run here, where `tok` is what was built with the tests.
  private func command(_ line: Substring) -> String {
    String(line).replacing("swift run tok ", with: "tok ")
  }

  /// Text without the numbers that differ from machine to machine and from corpus to corpus: times,
  /// sizes of memory, and bytes for a token.
  private func masked(_ text: String) -> String {
    text.replacing(#/[0-9.]+ (bytes/token|s|[kMG]?B)\b/#) { "# \($0.1)" }
  }

  @Test("in sessions: all that they print, up to time, memory and bytes for a token")
  func sessions() throws {
    let sessions = try MarkdownDocument.all().flatMap { $0.blocks("console") }
    #expect(!sessions.isEmpty)
    for session in sessions {
      let workshop = try workshop()
      var found: [String] = []
      for line in session.lines where line.hasPrefix("$ ") {
        let outcome = try workshop.run("exec 2>&1; \(command(line.dropFirst(2)))")
        #expect(outcome.status == 0, "\(session)\n\(outcome)")
        found.append("\(line)\n\(outcome.text)")
      }
      let expected = session.lines.joined(separator: "\n") + "\n"
      #expect(masked(found.joined()) == masked(expected), "\(session.place)")
    }
  }

  @Test("in lists of commands: they end well")
  func lists() throws {
    let lists = try MarkdownDocument.all().flatMap { $0.blocks("sh") }
    #expect(!lists.isEmpty)
    for list in lists {
      let workshop = try workshop()
      if list.lines.contains(where: { $0.contains("--tokenizer corpus.tokenizer.json") }) {
        _ = try workshop.run("tok train corpus.txt --vocab 300")
      }
      for line in list.lines where !Self.notRun.keys.contains(where: line.hasPrefix) {
        let outcome = try workshop.run(command(line))
        #expect(outcome.status == 0, "\(list.place): \(line)\n\(outcome)")
      }
    }
  }

  @Test("and what isn't run still stands there", arguments: notRun.keys)
  func exceptions(start: String) throws {
    let lines = try MarkdownDocument.all().flatMap { $0.blocks("sh") }.flatMap(\.lines)
    #expect(lines.contains { $0.hasPrefix(start) })
  }
}
