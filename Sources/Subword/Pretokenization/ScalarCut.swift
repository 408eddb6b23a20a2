// Cuts at single scalars of a class, as patterns, so that the tables run them.
//
//     a class, a behaviour  ──▶  PatternNode and what becomes of gaps  ──▶  CompiledPattern

extension CompiledPattern {
  /// Cuts at each scalar of `set`, and does with it what `behavior` says.
  ///
  /// - Parameter inverted: Whether the scalars of `set` are the gaps, and the runs of others the
  ///   matches.
  init(
    at set: ScalarSet, _ behavior: Pretokenizer.Behavior, inverted: Bool = false
  ) throws(PatternError) {
    let (pattern, gaps) = Self.pattern(at: set, behavior, inverted: inverted)
    try self.init(pattern, gaps: gaps)
    // Taking a text apart only takes a run apart, or a scalar from its neighbour.
    allowsCutsBeforeSpaces = true
  }

  private static func pattern(
    at set: ScalarSet, _ behavior: Pretokenizer.Behavior, inverted: Bool
  ) -> (PatternNode, PatternTables.Gaps) {
    let (match, other) = (PatternNode.scalar(set), PatternNode.scalar(set.complement))
    let (matches, others) = (PatternNode.run(of: match), PatternNode.run(of: other))
    switch (behavior, inverted) {
    case (.removed, false): return (others, .removed)
    case (.removed, true): return (match, .removed)
    case (.isolated, _): return (.alternatives([match, others]), .kept)
    case (.contiguous, _): return (.alternatives([matches, others]), .kept)
    case (.mergedWithPrevious, false), (.mergedWithNext, true):
      return (.alternatives([.sequence([others, .optional(match)]), match]), .kept)
    case (.mergedWithNext, false), (.mergedWithPrevious, true):
      return (.alternatives([.sequence([match, .optional(others)]), others]), .kept)
    }
  }
}

extension PatternNode {
  /// One or more of `node`.
  static func run(of node: PatternNode) -> PatternNode {
    .repeated(node, minimum: 1, maximum: nil, lazy: false)
  }

  /// `node` or nothing.
  static func optional(_ node: PatternNode) -> PatternNode {
    .repeated(node, minimum: 0, maximum: 1, lazy: false)
  }
}
