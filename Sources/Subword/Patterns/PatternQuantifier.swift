// How often a part of a pattern repeats.

/// What `*`, `+?`, `{2,3}` and their like say.
struct PatternQuantifier {
  var minimum: Int
  var maximum: Int?
  var isLazy = false
  var isPossessive = false
  /// Whether it is written `{n}`.
  var isFixed = false

  /// Whether it changes nothing.
  var isOnce: Bool { minimum == 1 && maximum == 1 && !isPossessive }

  /// Whether it and the quantifiers right below it, each with one number, are more than `limit`
  /// repeats: Oniguruma makes one of them. Those below were asked before.
  func multipliesBeyond(_ limit: Int, on body: PatternNode) -> Bool {
    minimum == maximum && minimum > limit / body.fixedRepeats
  }

  /// The repetition of `body`; `nil` where that may match nothing, for engines don't agree on when
  /// to stop repeating then.
  func applied(to body: PatternNode) -> PatternNode? {
    guard let node = repeated(body) else { return nil }
    return isPossessive ? .atomic(node) : node
  }

  private func repeated(_ body: PatternNode) -> PatternNode? {
    if maximum == 0 { return .empty }
    if !body.matchesEmpty {
      return .repeated(body, minimum: minimum, maximum: maximum, lazy: isLazy)
    }
    // Directly on another quantifier Oniguruma makes one of the two.
    guard case .repeated(let inner, 0, let most, let lazy) = body, most == nil || most == 1 else {
      return nil
    }
    return joined(inner, isOptional: most == 1, isInnerLazy: lazy)
  }

  /// What Oniguruma makes of this quantifier on `x*`, `x?`, `x*?` or `x??`: mostly one of the two.
  private func joined(
    _ inner: PatternNode, isOptional: Bool, isInnerLazy: Bool
  ) -> PatternNode? {
    guard maximum == nil && minimum < 2 || maximum == 1 else { return nil }
    func single(lazy: Bool) -> PatternNode {
      .repeated(inner, minimum: 0, maximum: isOptional && maximum == 1 ? 1 : nil, lazy: lazy)
    }
    if isInnerLazy || !isLazy { return single(lazy: isInnerLazy) }
    // It leaves (?:x?)+? as it is.
    if isOptional { return minimum == 1 ? nil : single(lazy: true) }
    // (?:x*)+? is x*, but (?:x*)?? and (?:x*)*? try nothing before they try x+.
    if minimum == 1 { return single(lazy: false) }
    let some = PatternNode.repeated(inner, minimum: 1, maximum: nil, lazy: false)
    return .repeated(some, minimum: 0, maximum: 1, lazy: true)
  }
}

extension PatternNode {
  /// How often quantifiers with one number each, one on the other, repeat what is below them.
  fileprivate var fixedRepeats: Int {
    guard case .repeated(let body, let minimum, let maximum, _) = self, minimum == maximum else {
      return 1
    }
    return minimum * body.fixedRepeats
  }
}
