// An inspection for people: a flow from text to identifiers and back, and tables.

import Subword

struct InspectionReport {
  private let inspection: Inspection
  private let name: String
  private let width = StandardOutput.width
  private var lines: [String] = []

  /// All lines.
  var text: String { lines.joined(separator: "\n") + "\n" }

  init(_ inspection: Inspection, name: String) {
    self.inspection = inspection
    self.name = name
    addHead()
    addFlow()
    addLengths()
    addTokens("special tokens", inspection.specialTokens)
    addTokens("other added tokens", inspection.otherAddedTokens)
    addSample()
    addOddities()
  }

  private mutating func addHead() {
    let vocabulary = inspection.tokenizer.vocabulary
    let facts = "\(inspection.kind), \(Quantity.count(vocabulary.count)) tokens"
    let isWide = name.columns + 2 + facts.columns > width
    lines += isWide ? ["\(bold(name)):", facts, ""] : ["\(bold(name)): \(facts)", ""]
  }

  // MARK: The flow

  private mutating func addFlow() {
    lines.append("  text")
    addStages(inspection.encodingStages)
    let last = inspection.tokenizer.vocabulary.identifierBound - 1
    lines.append("  identifiers 0 to \(Quantity.count(last))")
    addStages(inspection.decodingStages)
    lines.append("  text")
  }

  private mutating func addStages(_ stages: [Inspection.Stage]) {
    for stage in stages {
      for (number, step) in stage.steps.enumerated() {
        let label = (number == 0 ? stage.name : "").padded(to: 15)
        let branch = dim(number == 0 ? "├─" : "│ ")
        for (row, part) in rows(of: step, width: max(width - 24, 20)).enumerated() {
          lines.append(
            row == 0
              ? "   \(branch) \(bold(label)) \(part)"
              : "   \(dim("│ ")) \(String(repeating: " ", count: 15))   \(part)")
        }
      }
    }
    lines.append("   \(dim("▼"))")
  }

  /// The text in rows of so many columns. A space in the second half of a row ends it; without one, as in
  /// a pattern, the row is filled.
  private func rows(of text: String, width: Int) -> [String] {
    var (rows, rest) = ([String](), text[...])
    while rest.prefix(width + 1).columns > width {
      var row = rest.prefix(width)
      // One character may be wider than all of it: Korean letters in a row are one.
      while row.columns > width && row.count > 1 { row.removeLast() }
      let next = rest[row.endIndex...]
      let end = next.first == " " ? row.endIndex : row.lastIndex(of: " ")
      if let end, rest[..<end].columns >= width / 2 {
        (row, rest) = (rest[..<end], rest[end...].dropFirst())
      } else {
        rest = next
      }
      rows.append(String(row))
    }
    return rows + [String(rest)]
  }

  // MARK: Tables

  private mutating func addLengths() {
    lines += ["", bold("tokens by their length in bytes")]
    let largest = inspection.summary.lengths.map(\.count).max() ?? 1
    for length in inspection.summary.lengths {
      let label = Self.label(of: length.bytes).padded(toLeft: 7)
      let count = Quantity.count(length.count).padded(toLeft: 8)
      let bar = Self.bar(length.count, of: largest)
      lines.append("\(label) \(count)  \(cyan(bar)) \(examples(of: length, in: width - 29))")
    }
  }

  private static func label(of bytes: ClosedRange<Int>) -> String {
    if bytes.count == 1 { return "\(bytes.lowerBound)" }
    return bytes.upperBound == .max
      ? "\(bytes.lowerBound)+" : "\(bytes.lowerBound)–\(bytes.upperBound)"
  }

  /// Ten cells, filled by eighths.
  private static func bar(_ count: Int, of largest: Int) -> String {
    let eighths = max(1, count * 80 / max(largest, 1))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return (String(repeating: "█", count: eighths / 8) + parts[eighths % 8]).padded(to: 10)
  }

  private func examples(of length: TokenizerSummary.LengthClass, in width: Int) -> String {
    var text = ""
    for id in length.examples {
      let token = inspection.shownToken(id)
      if text.columns + token.columns + 1 > max(width, 20) { continue }
      text += (text.isEmpty ? "" : " ") + token
    }
    if text.isEmpty, let id = length.examples.first {
      return String(inspection.shownToken(id).prefix(max(width, 20) / 2)) + "…"
    }
    return text
  }

  private mutating func addTokens(_ title: String, _ tokens: [AddedToken]) {
    if tokens.isEmpty { return }
    lines += ["", bold("\(title): \(Quantity.count(tokens.count))")]
    for token in tokens.prefix(8) {
      lines.append("\("\(token.id)".padded(toLeft: 9))  \(spelling(of: token))")
    }
    if tokens.count > 8 { lines.append("         … up to \(tokens[tokens.count - 1].id)") }
  }

  /// As it is; in quotes where white space at its ends would not be seen.
  private func spelling(of token: AddedToken) -> String {
    let ends = [token.content.unicodeScalars.first, token.content.unicodeScalars.last]
    return ends.contains { $0?.properties.isWhitespace ?? true }
      ? quoted(token.content) : visible(token.content)
  }

  private mutating func addSample() {
    let ids = inspection.sampleCut
    lines += ["", bold("an example: \(quoted(Inspection.sample)) in \(ids.count) tokens")]
    addWords(ids.map { inspection.shownToken($0) }, first: "  ", others: "  ")
  }

  private mutating func addOddities() {
    let oddities = inspection.oddities
    if oddities.isEmpty { return }
    lines += ["", bold("unusual")]
    for oddity in oddities {
      addWords(
        oddity.split(separator: " ").map { String($0) }, first: "  \(dim("•")) ", others: "    ")
    }
  }

  /// Words with spaces between, on as many lines as they need.
  private mutating func addWords(_ words: [String], first: String, others: String) {
    var (line, isEmpty, column) = (first, true, others.count)
    for word in words {
      if !isEmpty && column + 1 + word.columns > width {
        lines.append(line)
        (line, isEmpty, column) = (others, true, others.count)
      }
      line += (isEmpty ? "" : " ") + word
      column += (isEmpty ? 0 : 1) + word.columns
      isEmpty = false
    }
    lines.append(line)
  }

  // MARK: Colours

  private func bold(_ text: String) -> String { coloured(text, "1") }
  private func dim(_ text: String) -> String { coloured(text, "2") }
  private func cyan(_ text: String) -> String { coloured(text, "36") }

  private func coloured(_ text: String, _ code: String) -> String {
    StandardOutput.hasColours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
