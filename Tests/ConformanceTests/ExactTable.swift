// The README's table of tokenizers proven exact, made of what this run compared.
//
//     Proof, CorpusDigests  ──▶  a row for each vocabulary  ──▶  Markdown  ═══  the README's section
//     Benchmarks/results/differential.jsonl  ──┘

import Foundation
import TestSupport

/// What is proven of one vocabulary.
struct ExactTable {
  /// A row.
  struct Row {
    let vocabulary: PublishedVocabulary
    let peer: String
    let size: Int
    /// Answers to golden texts that were compared, and how many differ.
    var (answers, differences) = (0, 0)
    /// Identifiers in whole corpora.
    var identifiers = 0
    let recorded: RecordedComparison

    /// Compares all there is; a corpus that differs anywhere counts as one difference.
    init(_ vocabulary: PublishedVocabulary, _ recorded: [RecordedComparison.Run]) async throws {
      let proof = try Proof(vocabulary)
      self.vocabulary = vocabulary
      (peer, size) = (proof.golden.peer, proof.golden.size)
      self.recorded = RecordedComparison(recorded.filter { $0.vocabulary == vocabulary.name })
      for part in try proof.everything() {
        answers += part.compared
        differences += part.count
      }
      for corpus in CorpusDigest.corpora {
        let found = try await CorpusDigests.shared.digest(of: vocabulary, corpus: corpus)
        let expected = try CorpusDigest.golden(of: vocabulary.name, corpus: corpus)
        identifiers += found.count
        if found != expected { differences += 1 }
      }
    }

    var markdown: String {
      let file = vocabulary.name.split(separator: "/").last.map(String.init) ?? vocabulary.name
      let numbers = [
        size, answers, identifiers, recorded.texts, recorded.scalars,
        differences + recorded.differences,
      ]
      let cells = numbers.map(ExactTable.grouped).joined(separator: " | ")
      return "| \(vocabulary.title) | `\(file)` | \(peer) | \(cells) |"
    }
  }

  static let start =
    "<!-- Written by TOK_WRITE_README=1 swift test --filter ExactTableTests -->"
  static let end = "<!-- end -->"

  let rows: [Row]

  /// The section, its marks included.
  var markdown: String {
    let head = """
      | tokenizer | file | compared with | tokens | answers | identifiers of corpora | random texts \
      | code points | differences |
      |---|---|---|--:|--:|--:|--:|--:|--:|
      """
    return ([Self.start, head] + rows.map(\.markdown) + [Self.end]).joined(separator: "\n")
  }

  /// The section of that kind in `text`; `nil` if there is none.
  static func section(of text: String) -> Range<String.Index>? {
    guard let start = text.range(of: start) else { return nil }
    guard let end = text.range(of: end, range: start.upperBound..<text.endIndex) else { return nil }
    return start.lowerBound..<end.upperBound
  }

  /// 1,234,567.
  static func grouped(_ number: Int) -> String {
    var digits = Array("\(number)")
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return String(digits)
  }
}

/// What Benchmarks/differential compared, as its record says: too long for a test.
struct RecordedComparison {
  /// One line of the record.
  struct Run: Decodable {
    let vocabulary: String
    let mode: String
    let texts: Int
    let differences: Int
  }

  var (texts, scalars, differences) = (0, 0, 0)

  /// Of several runs of a kind the last one counts.
  init(_ runs: [Run]) {
    let random = runs.last { $0.mode == "random texts" }
    let every = runs.last { $0.mode == "every scalar" }
    (texts, scalars) = (random?.texts ?? 0, every?.texts ?? 0)
    differences = (random?.differences ?? 0) + (every?.differences ?? 0)
  }

  static func record() throws -> [Run] {
    try Package.text("Benchmarks/results/differential.jsonl").split(separator: "\n")
      .map { try JSONDecoder().decode(Run.self, from: Data($0.utf8)) }
  }
}
