// What a reader takes for one character, as a piece of UTF-8.
//
//     text  ──▶  class of each scalar  ──▶  joined to the cluster before, or the start of a new one
//
// Source: Unicode Standard Annex #29, extended grapheme clusters, with the tables of Unicode 17, as
// the crate `unicode-segmentation` has them, by which Hugging Face's `Precompiled` cuts its text.

/// Where a grapheme cluster ends: one pass over its scalars.
struct GraphemeClusters {
  private var before: GraphemeClass
  /// Whether a pictograph is there, with nothing but extending marks behind it (rule GB11).
  private var pictograph = false
  /// Whether a joiner stands behind that.
  private var joinedPictograph = false
  /// Whether a consonant is there, with nothing but what a conjunct may hold behind it (rule GB9c).
  private var consonant = false
  /// Whether a linker is among that.
  private var linkedConsonant = false
  /// Whether the number of regional indicators at the end is odd (rules GB12 and GB13).
  private var oddIndicator = false

  /// The end of the cluster that starts at `start`, which is in front of the end of `text`.
  static func end(in text: Span<UInt8>, from start: Int) -> Int {
    guard let first = text.scalar(at: start) else { return text.count }
    var position = start + UTF8Scalar.width(text[start])
    // ASCII joins nothing but the line feed its carriage return.
    if position < text.count, text[start] < 0x80, text[position] < 0x80 {
      if text[start] != 0x0D || text[position] != 0x0A { return position }
    }
    var cluster = GraphemeClusters(before: .any)
    cluster.pass(GraphemeClass(of: first))
    var last = first
    while let next = text.scalar(at: position) {
      let isLineEnd = last == "\r" && next == "\n"
      let following = GraphemeClass(of: next)
      guard isLineEnd || cluster.joins(following) else { return position }
      cluster.pass(following)
      last = next
      position += UTF8Scalar.width(text[position])
    }
    return position
  }

  private init(before: GraphemeClass) { self.before = before }

  /// Whether there is no boundary in front of a scalar of class `next`.
  private func joins(_ next: GraphemeClass) -> Bool {
    switch (before, next) {
    case (.control, _), (_, .control): false
    case (.hangulL, .hangulL), (.hangulL, .hangulV), (.hangulL, .hangulLV), (.hangulL, .hangulLVT),
      (.hangulLV, .hangulV), (.hangulLV, .hangulT), (.hangulV, .hangulV), (.hangulV, .hangulT),
      (.hangulLVT, .hangulT), (.hangulT, .hangulT):
      true
    case (_, .spacingMark), (_, .zeroWidthJoiner): true
    case _ where next.isExtending: true
    case (.prepend, _): true
    case (_, .consonant): linkedConsonant
    case (_, .pictographic): joinedPictograph
    case (_, .regionalIndicator): oddIndicator
    default: false
    }
  }

  private mutating func pass(_ next: GraphemeClass) {
    joinedPictograph = pictograph && next == .zeroWidthJoiner
    pictograph = next == .pictographic || pictograph && next.isExtending
    let isInConjunct = next == .linker || next == .extendInConjuncts || next == .zeroWidthJoiner
    linkedConsonant = consonant && (next == .linker || linkedConsonant && isInConjunct)
    consonant = next == .consonant || consonant && isInConjunct
    oddIndicator = next == .regionalIndicator && !oddIndicator
    before = next
  }
}

extension GraphemeClass {
  /// Grapheme_Cluster_Break=Extend.
  var isExtending: Bool { self == .extend || self == .extendInConjuncts || self == .linker }

  /// The class of `scalar`: a binary search.
  init(of scalar: Unicode.Scalar) {
    let runs = NormalizationTables.graphemeClasses
    let behind = runs.partitioningIndex { $0 >> 4 > scalar.value }
    let found = behind > 0 ? GraphemeClass(rawValue: UInt8(runs[behind - 1] & 15)) : nil
    self = found ?? .any
    // The syllables without a final consonant are every 28th of them.
    if self == .hangulLVT, (scalar.value - 0xAC00) % 28 == 0 { self = .hangulLV }
  }
}
