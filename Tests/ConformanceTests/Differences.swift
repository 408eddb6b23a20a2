// What a test says where two answers differ: how many do, and the first of them whole.

import Testing

/// The differences of one comparison over many texts.
struct Differences {
  private let what: String
  private(set) var compared = 0
  private(set) var count = 0
  private var first: String?

  init(_ what: String) { self.what = what }

  /// Notes where `found` first differs from `expected`.
  mutating func compare<Element: Equatable>(
    _ found: [Element], _ expected: [Element], of text: @autoclosure () -> String
  ) {
    compared += 1
    if found == expected { return }
    count += 1
    guard first == nil else { return }
    let place = zip(found, expected).prefix { $0 == $1 }.count
    first = """
      at \(place) found \(Self.around(place, found)), expected \(Self.around(place, expected)), of \
      \(Self.shown(text()))
      """
  }

  /// Compares texts by their scalars.
  mutating func compare(_ found: String, _ expected: String, of text: @autoclosure () -> String) {
    compare(Array(found.unicodeScalars), Array(expected.unicodeScalars), of: text())
  }

  /// Fails if there are differences.
  func report(_ location: SourceLocation = #_sourceLocation) {
    guard let first else { return }
    Issue.record("\(what): \(count) differ; \(first)", sourceLocation: location)
  }

  private static func around<Element>(_ place: Int, _ list: [Element]) -> String {
    let part = list[max(0, min(place, list.count) - 2)..<min(place + 4, list.count)]
    return "…\(part.map { "\($0)" }.joined(separator: " "))… (\(list.count))"
  }

  private static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let escaped = scalars.prefix(300).map { $0.escaped(asASCII: true) }.joined()
    return "\"\(escaped)\"" + (scalars.count > 300 ? "… (\(scalars.count) scalars)" : "")
  }
}
