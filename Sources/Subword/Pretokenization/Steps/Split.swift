// `Split`: cuts at what a literal or a regular expression matches.

extension CuttingStages {
  static func split(
    _ pattern: TextPattern, _ behavior: Pretokenizer.Behavior, inverted: Bool,
    _ unicode: UnicodeProfile
  ) throws(PatternError) -> any CuttingStage {
    if case .literal(let text) = pattern, text.utf8.count > TextPattern.longestForAutomaton {
      let literal = Array(text.utf8)
      return split(behavior, inverted: inverted) { CompiledPattern(literal: literal, gaps: $0) }
    }
    let node = try pattern.node(PatternDialect(unicode))
    if case .scalar(let set) = node {
      return try CompiledPattern(at: set, behavior, inverted: inverted)
    }
    return try split(behavior, inverted: inverted) { (gaps) throws(PatternError) in
      try CompiledPattern(node, gaps: gaps)
    }
  }

  private static func split<Failure: Error>(
    _ behavior: Pretokenizer.Behavior, inverted: Bool,
    at matches: (PatternTables.Gaps) throws(Failure) -> CompiledPattern
  ) throws(Failure) -> any CuttingStage {
    switch (behavior, inverted) {
    case (.isolated, _): try matches(.kept)
    case (.removed, true): try matches(.removed)
    default: MatchMergingStage(try matches(.removed), behavior, inverted: inverted)
    }
  }
}

extension TextPattern {
  /// So many bytes of a literal are as fast found by an automaton, which knows about spaces.
  fileprivate static let longestForAutomaton = 32

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
