// A document of the repository as the tests see it: its code and its tables.

import Foundation
import TestSupport

struct MarkdownDocument {
  /// From the repository's top folder on.
  let path: String
  private let lines: [Substring]

  init(_ path: String) throws {
    self.path = path
    lines = try Package.text(path).split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The README and all articles of the documentation.
  static func all() throws -> [MarkdownDocument] {
    let catalog = "Sources/Subword/Subword.docc"
    let articles = try FileManager.default.contentsOfDirectory(atPath: Package.url(catalog).path)
      .filter { $0.hasSuffix(".md") }.sorted()
    return try ["README.md"].map(MarkdownDocument.init)
      + articles.map { try MarkdownDocument("\(catalog)/\($0)") }
  }

  /// Code between two fences.
  struct CodeBlock: CustomStringConvertible {
    let language: Substring
    let lines: [Substring]
    /// The document and the number of the first line.
    let place: String

    var description: String { "\(place)\n\(lines.joined(separator: "\n"))" }
  }

  func blocks(_ language: String) -> [CodeBlock] { blocks.filter { $0.language == language } }

  private var blocks: [CodeBlock] {
    var blocks: [CodeBlock] = []
    var start: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      if let opening = start {
        blocks.append(
          CodeBlock(
            language: lines[opening].dropFirst(3), lines: Array(lines[(opening + 1)..<index]),
            place: "\(path):\(opening + 2)"))
      }
      start = start == nil ? index : nil
    }
    return blocks
  }

  /// The rows of the table whose head starts with the cell `head`; each row as its cells.
  func table(_ head: String) -> [[Substring]] {
    let rows = lines.drop { !$0.hasPrefix("| \(head) |") }.prefix { $0.hasPrefix("|") }
    return rows.dropFirst(2).map { row in
      row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
    }
  }
}
