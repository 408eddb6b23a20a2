import TestSupport
import Testing

@testable import Subword

@Suite("A normal form told as changes is the one that ICU gives")
struct NormalFormChangesTests {
  /// Letters that compose, letters that are composed, marks of three classes, one that decomposes
  /// into two, Hangul, a ligature, and a scalar that Unicode 9 doesn't have.
  static let alphabet: [Unicode.Scalar] = [
    "e", "é", "ȩ", "\u{301}", "\u{327}", "\u{344}", "\u{1100}", "\u{1161}", "\u{11A8}", "\u{AC00}",
    "ﬁ", "\u{11D42}",
  ]

  @Test(
    "on every text of up to four scalars",
    arguments: [ICUNormalizer.Form.nfc, .nfd, .nfkc, .nfkd])
  func exhaustively(form: ICUNormalizer.Form) throws {
    let pair = try Pair(form)
    try forEveryText(over: Self.alphabet, upTo: 4) { try pair.expectAgreement(on: $0, "all") }
  }

  @Test("on long texts", arguments: [ICUNormalizer.Form.nfc, .nfd, .nfkc, .nfkd])
  func byChance(form: ICUNormalizer.Form) throws {
    let pair = try Pair(form)
    for seed in 0..<5_000 {
      var numbers = SeededGenerator(seed: seed)
      let text = numbers.text(over: Self.alphabet, upTo: 60)
      try pair.expectAgreement(on: text, "seed \(seed)")
    }
  }

  /// Both ways to one form.
  private struct Pair {
    let stage: NormalFormStage
    let changes: NormalFormChanges

    init(_ form: ICUNormalizer.Form) throws {
      stage = try NormalFormStage(form, unicode: .normalization)
      changes = NormalFormChanges(
        normalizer: try ICUNormalizer(form, unicode: .normalization),
        composes: form == .nfc || form == .nfkc)
    }

    func expectAgreement(on scalars: [Unicode.Scalar], _ place: String) throws {
      let text = scalars.utf8
      let expected = try stage.normalForm(of: text)
      let found = changes.changes(of: text.span)
      if found.map(\.scalar).utf8 != expected { Issue.record("\(place): \(scalars)") }
      // Nothing moves in a text that is normal: the stage needn't look at its changes then.
      if expected == text && found.contains(where: { $0.change != 0 }) {
        Issue.record("\(place): \(scalars) is normal, but changes")
      }
    }
  }
}
