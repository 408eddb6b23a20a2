// Grapheme clusters as the rules read: each place of a text is asked about, with all that is before it.

/// The rules of Unicode Standard Annex #29 for extended grapheme clusters, in their order.
///
/// Quadratic on purpose. `GraphemeClusters` answers to it.
struct ReferenceGraphemeClusters {
  private let scalars: [Unicode.Scalar]
  private let classes: [GraphemeClass]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    classes = scalars.map { GraphemeClass(of: $0) }
  }

  /// Whether there is a boundary in front of scalar number `place`, which is neither the first nor
  /// behind the last.
  func isBoundary(_ place: Int) -> Bool {
    let (before, after) = (classes[place - 1], classes[place])
    if scalars[place - 1] == "\r" && scalars[place] == "\n" { return false }  // GB3
    if before == .control || after == .control { return true }  // GB4, GB5
    if joinsHangul(before, after) { return false }  // GB6, GB7, GB8
    if after.isExtending || after == .zeroWidthJoiner { return false }  // GB9
    if after == .spacingMark || before == .prepend { return false }  // GB9a, GB9b
    if after == .consonant && linksConsonant(upTo: place) { return false }  // GB9c
    if after == .pictographic && joinsPictograph(upTo: place) { return false }  // GB11
    if after == .regionalIndicator {  // GB12, GB13
      return classes[..<place].reversed().prefix { $0 == .regionalIndicator }.count % 2 == 0
    }
    return true  // GB999
  }

  private func joinsHangul(_ before: GraphemeClass, _ after: GraphemeClass) -> Bool {
    switch before {
    case .hangulL: [.hangulL, .hangulV, .hangulLV, .hangulLVT].contains(after)
    case .hangulLV, .hangulV: [.hangulV, .hangulT].contains(after)
    case .hangulLVT, .hangulT: after == .hangulT
    default: false
    }
  }

  /// Whether a consonant is before `place`, and only what conjuncts hold between, a linker among it.
  private func linksConsonant(upTo place: Int) -> Bool {
    let between = classes[..<place].reversed().prefix {
      [.linker, .extendInConjuncts, .zeroWidthJoiner].contains($0)
    }
    let consonant = place - between.count - 1
    return between.contains(.linker) && consonant >= 0 && classes[consonant] == .consonant
  }

  /// Whether a pictograph, extending marks and a joiner are before `place`.
  private func joinsPictograph(upTo place: Int) -> Bool {
    guard classes[place - 1] == .zeroWidthJoiner else { return false }
    let marks = classes[..<(place - 1)].reversed().prefix { $0.isExtending }.count
    let pictograph = place - marks - 2
    return pictograph >= 0 && classes[pictograph] == .pictographic
  }
}
