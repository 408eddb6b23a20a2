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
    let (match, other) = (PatternNode.scalar(set), PatternNode.scalar(set.complement))
    switch (behavior, inverted) {
    case (.removed, false): try self.init(.run(of: other), gaps: .removed)
    case (.removed, true): try self.init(match, gaps: .removed)
    case (.isolated, _):
      try self.init(.alternatives([match, .run(of: other)]), gaps: .kept)
    case (.contiguous, _):
      try self.init(.alternatives([.run(of: match), .run(of: other)]), gaps: .kept)
    case (.mergedWithPrevious, false), (.mergedWithNext, true):
      let joined = PatternNode.sequence([.run(of: other), .optional(match)])
      try self.init(.alternatives([joined, match]), gaps: .kept)
    case (.mergedWithNext, false), (.mergedWithPrevious, true):
      let joined = PatternNode.sequence([match, .optional(.run(of: other))])
      try self.init(.alternatives([joined, .run(of: other)]), gaps: .kept)
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
