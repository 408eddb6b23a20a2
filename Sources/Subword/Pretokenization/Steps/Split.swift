// `Split`: cuts at what a literal or a regular expression matches.

extension CuttingStages {
  static func split(
    _ pattern: TextPattern, _ behavior: Pretokenizer.Behavior, inverted: Bool,
    _ unicode: UnicodeProfile
  ) throws(PatternError) -> any CuttingStage {
    let node = try pattern.node(PatternDialect(unicode))
    if case .scalar(let set) = node {
      return try CompiledPattern(at: set, behavior, inverted: inverted)
    }
    return switch (behavior, inverted) {
    case (.isolated, _): try CompiledPattern(node, gaps: .kept)
    case (.removed, true): try CompiledPattern(node, gaps: .removed)
    default: try MatchMergingStage(node, behavior, inverted: inverted)
    }
  }
}

extension TextPattern {
  /// What it matches. A literal without scalars matches nothing, everywhere, and so cuts a text into
  /// its scalars.
  fileprivate func node(_ dialect: PatternDialect) throws(PatternError) -> PatternNode {
    switch self {
    case .regex(let expression):
      PatternSimplifier.simplified(try PatternParser.parse(expression, dialect))
    case .literal(let text) where text.unicodeScalars.count == 1:
      .scalar(ScalarSet(text.unicodeScalars.map { $0.value..<$0.value + 1 }))
    case .literal(let text):
      .sequence(text.unicodeScalars.map { .scalar(ScalarSet($0)) })
    }
  }
}
