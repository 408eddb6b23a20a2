import TestSupport
import Testing

@testable import Subword

@Suite("Grapheme clusters agree with their rules")
struct GraphemeClusterTests {
  /// A scalar of each class, and one of none.
  static let alphabet: [Unicode.Scalar] = [
    "a", "\u{600}", "\n", "\r", "©", "\u{915}", "\u{94D}", "\u{301}", "\u{200C}", "\u{200D}",
    "\u{903}", "\u{1F1E6}", "\u{1100}", "\u{1161}", "\u{11A8}", "\u{AC00}", "\u{AC01}",
  ]

  @Test("of which the alphabet has all")
  func classes() {
    let classes = Set(Self.alphabet.map { GraphemeClass(of: $0) })
    #expect(classes.count == 16, "\(classes)")
  }

  @Test("on every text of up to five scalars")
  func exhaustively() {
    forEveryText(over: Self.alphabet, upTo: 5) { expectAgreement(on: $0, "all") }
  }

  @Test("on long texts")
  func byChance() {
    for seed in 0..<20_000 {
      var numbers = SeededGenerator(seed: seed)
      expectAgreement(on: numbers.text(over: Self.alphabet, upTo: 30), "seed \(seed)")
    }
  }

  private func expectAgreement(on scalars: [Unicode.Scalar], _ place: String) {
    let reference = ReferenceGraphemeClusters(scalars)
    let text = scalars.utf8
    var expected: [Int] = []
    var end = 0
    for (index, scalar) in scalars.enumerated() {
      if index > 0 && reference.isBoundary(index) { expected.append(end) }
      end += UTF8.width(scalar)
    }
    if end > 0 { expected.append(end) }
    var found: [Int] = []
    while (found.last ?? 0) < text.count {
      found.append(GraphemeClusters.end(in: text.span, from: found.last ?? 0))
    }
    if found != expected { Issue.record("\(place): \(scalars): \(found), not \(expected)") }
  }
}
