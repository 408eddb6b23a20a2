// The README says what is proven exact, and this proves it.
//
//     swift test --filter ExactTableTests                        compares
//     TOK_WRITE_README=1 swift test --filter ExactTableTests     writes the section anew

import Foundation
import TestSupport
import Testing

@Suite(
  "The README's table of exact tokenizers is what was compared",
  .enabled(
    if: TestData.has("golden/digests.json") && TestData.has("corpora/english.txt"),
    "needs golden answers and large corpora: set TOK_TEST_DATA"))
struct ExactTableTests {
  @Test("row by row, without a difference")
  func table() async throws {
    let record = try RecordedComparison.record()
    var rows: [ExactTable.Row] = []
    for vocabulary in PublishedVocabulary.all {
      rows.append(try await ExactTable.Row(vocabulary, record))
    }
    for row in rows {
      #expect(row.differences == 0 && row.recorded.differences == 0, "\(row.vocabulary.name)")
    }
    try check(ExactTable(rows: rows).markdown)
  }

  private func check(_ table: String) throws {
    var readme = try Package.text("README.md")
    let section = try #require(ExactTable.section(of: readme), "the README has no such section")
    if ProcessInfo.processInfo.environment["TOK_WRITE_README"] == "1" {
      readme.replaceSubrange(section, with: table)
      try readme.write(to: Package.url("README.md"), atomically: true, encoding: .utf8)
    } else {
      #expect(readme[section] == table, "TOK_WRITE_README=1 writes it anew")
    }
  }
}

@Suite("The table of exact tokenizers is made of its rows")
struct ExactTableFormTests {
  @Test("with numbers in groups of three")
  func numbers() {
    let numbers = [0, 12, 999, 1_000, 12_345, 1_112_064].map(ExactTable.grouped)
    #expect(numbers == ["0", "12", "999", "1,000", "12,345", "1,112,064"])
  }

  @Test("between marks that are found, or not")
  func section() throws {
    let text = "a\n\(ExactTable.start)\nb\n\(ExactTable.end)\nc"
    let range = try #require(ExactTable.section(of: text))
    #expect(text[..<range.lowerBound] == "a\n" && text[range.upperBound...] == "\nc")
    #expect(ExactTable.section(of: "a\n\(ExactTable.end)\n\(ExactTable.start)") == nil)
  }

  @Test("of the last run of each kind")
  func record() {
    func run(_ mode: String, _ texts: Int, _ differences: Int) -> RecordedComparison.Run {
      RecordedComparison.Run(vocabulary: "v", mode: mode, texts: texts, differences: differences)
    }
    let recorded = RecordedComparison([
      run("random texts", 5, 3), run("every scalar", 7, 0), run("random texts", 6, 1),
    ])
    #expect((recorded.texts, recorded.scalars, recorded.differences) == (6, 7, 1))
  }
}
