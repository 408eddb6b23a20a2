// `Split`: cuts at what a literal or a regular expression matches.

extension CuttingStages {
  static func split(
    _ pattern: TextPattern, _ behavior: Pretokenizer.Behavior, inverted: Bool,
    _ dialect: PatternDialect
  ) throws(PatternError) -> any CuttingStage {
    if let set = pattern.singleScalar(dialect) {
      return try CompiledPattern(at: set, behavior, inverted: inverted)
    }
    switch (behavior, inverted) {
    case (.isolated, _):
      return try CompiledPattern(pattern.expression, gaps: .kept, dialect)
    case (.removed, true):
      return try CompiledPattern(pattern.expression, gaps: .removed, dialect)
    default:
      return try MatchMergingStage(pattern.expression, behavior, inverted: inverted, dialect)
    }
  }
}

extension TextPattern {
  /// A regular expression for it. One without scalars matches nothing everywhere, so that a literal
  /// without any cuts a text into its scalars.
  fileprivate var expression: String {
    switch self {
    case .regex(let expression): expression
    case .literal(let text):
      text.unicodeScalars.map { #"\x{\#(String($0.value, radix: 16))}"# }.joined()
    }
  }

  /// The scalars of which it always matches just one; `nil` for any other pattern.
  fileprivate func singleScalar(_ dialect: PatternDialect) -> ScalarSet? {
    switch self {
    case .literal(let text):
      return text.unicodeScalars.count == 1 ? text.unicodeScalars.first.map(ScalarSet.init) : nil
    case .regex(let expression):
      // What isn't read here is read, or refused, as a pattern of any kind.
      guard let node = try? PatternParser.parse(expression, dialect) else { return nil }
      if case .scalar(let set) = node { return set }
      return nil
    }
  }
}
