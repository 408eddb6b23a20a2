import TestSupport
import Testing

@Suite("The README's tables of options say what the command's help says")
struct OptionTableTests {
  static let verbs = ["train", "encode", "decode", "convert", "inspect"]

  /// The help of one option: its names, the words that it takes if it lists them, its default.
  private struct Option {
    let names: [String]
    let values: [String]
    let standard: String?

    init(_ help: String) {
      let head = help.prefix { $0 != "<" }.prefix(80)
      names = head.split { " ,/".contains($0) }.prefix { $0.hasPrefix("-") }.map(String.init)
      values =
        help.firstMatch(of: /\(values: (.*?)[;)]/)?.1.split(separator: ", ").map(String.init) ?? []
      standard = help.firstMatch(of: /[(; ]default: ([^)]+)\)/).map { String($0.1) }
    }
  }

  private func help(_ verb: String) throws -> [Option] {
    let text = String(decoding: try Workshop().output("tok \(verb) --help"), as: UTF8.self)
    let list = try #require(text.split(separator: "OPTIONS:\n").last)
    // An option starts two spaces in; what is deeper goes on with it.
    let entries = list.replacing(/\n {3,}/, with: " ").split(separator: "\n")
    return entries.map { Option(String($0)) }
      .filter { !$0.names.contains("--help") && !$0.names.contains("--version") }
  }

  private func table(_ verb: String) throws -> [[Substring]] {
    let rows = try MarkdownDocument("README.md").table("option of `\(verb)`")
    try #require(!rows.isEmpty && rows.allSatisfy { $0.count == 3 }, "the table of \(verb)")
    return rows
  }

  /// The words in code spans: `--field NAME` gives two.
  private func code(_ text: Substring) -> [String] {
    text.matches(of: /`([^`]+)`/).flatMap { $0.1.split(separator: " ") }.map(String.init)
  }

  @Test("all options and no others", arguments: verbs)
  func names(verb: String) throws {
    let offered = Set(try help(verb).flatMap(\.names))
    let shown = try table(verb).flatMap { $0.flatMap(code) }.filter { $0.hasPrefix("-") }
    #expect(Set(shown) == offered)
  }

  @Test("all words that an option takes, and its default", arguments: verbs)
  func values(verb: String) throws {
    for option in try help(verb) {
      let row = try table(verb).first { !Set(code($0[0])).isDisjoint(with: option.names) }
      guard let row else { continue }  // named beside another one
      let words = Set(row.flatMap(code))
      #expect(words.isSuperset(of: option.values), "\(option.names)")
      if let standard = option.standard, !standard.hasPrefix("-") {
        #expect(row[2].contains(standard), "\(option.names)")
      }
    }
  }
}
