// The same pattern in plainer words, so that the automaton takes more of them.
//
//     PatternNode  ──▶  PatternSimplifier  ──▶  PatternNode
//
// Possessive repetitions become greedy ones with a look ahead, looks at alternatives become
// alternatives of looks, and what changes nothing goes: groups that no reference asks for, and
// atomic groups behind which nothing can fail. Tests run both trees by the definition.

struct PatternSimplifier {
  private let referenced: Set<Int>

  static func simplified(_ pattern: PatternNode) -> PatternNode {
    let references = pattern.nodes { if case .reference = $0 { true } else { false } }
    let numbers = references.compactMap { node in
      if case .reference(let number) = node { number } else { nil }
    }
    return PatternSimplifier(referenced: Set(numbers)).simplified(pattern, isLast: true)
  }

  /// - Parameter isLast: Whether nothing of the pattern comes behind this part.
  private func simplified(_ node: PatternNode, isLast: Bool) -> PatternNode {
    switch node {
    case .scalar, .reference: node
    case .sequence(let parts): sequence(parts, isLast: isLast)
    case .alternatives(let choices): alternatives(choices.map { simplified($0, isLast: isLast) })
    case .repeated(let body, let minimum, let maximum, let lazy):
      repeated(
        simplified(body, isLast: isLast && maximum == 1), minimum, maximum, lazy: lazy)
    case .atomic(let body):
      isLast ? simplified(body, isLast: true) : atomic(simplified(body, isLast: true))
    case .look(let direction, let body, let negated):
      look(direction, Self.withoutPreference(simplified(body, isLast: true)), negated)
    case .group(let number, let body):
      referenced.contains(number)
        ? .group(number, simplified(body, isLast: false)) : simplified(body, isLast: isLast)
    }
  }

  private func sequence(_ parts: [PatternNode], isLast: Bool) -> PatternNode {
    let flat = parts.indices.flatMap { index -> [PatternNode] in
      let part = simplified(parts[index], isLast: isLast && index == parts.count - 1)
      if case .sequence(let inner) = part { return inner }
      return [part]
    }
    return flat.count == 1 ? flat[0] : .sequence(flat)
  }

  /// Alternatives of one scalar each are one set.
  private func alternatives(_ choices: [PatternNode]) -> PatternNode {
    var ranges: [Range<UInt32>] = []
    for choice in choices {
      guard case .scalar(let set) = choice else { return .alternatives(choices) }
      ranges += set.ranges
    }
    return .scalar(ScalarSet(ranges))
  }

  private func repeated(
    _ body: PatternNode, _ minimum: Int, _ maximum: Int?, lazy: Bool
  ) -> PatternNode {
    if maximum == 0 { return .empty }
    if minimum == 1 && maximum == 1 { return body }
    return .repeated(body, minimum: minimum, maximum: maximum, lazy: lazy)
  }

  // MARK: Atomic groups

  private func atomic(_ body: PatternNode) -> PatternNode {
    if Self.isDecided(body) { return body }
    switch body {
    case .repeated(.scalar(let set), let minimum, _, lazy: true):
      return repeated(.scalar(set), minimum, minimum, lazy: false)
    case .repeated(.scalar(let set), let minimum, let maximum, lazy: false):
      return possessive(set, minimum, maximum)
    case .sequence(let parts):
      // What comes before the last part that leaves a choice must leave none.
      guard let last = parts.last, parts.dropLast().allSatisfy(Self.isDecided) else {
        return .atomic(body)
      }
      let end = atomic(last)
      if case .atomic = end { return .atomic(body) }
      return sequence(parts.dropLast() + [end], isLast: false)
    default:
      return .atomic(body)
    }
  }

  /// A repetition that takes all it can get: fewer only where no more are there.
  private func possessive(_ set: ScalarSet, _ minimum: Int, _ maximum: Int?) -> PatternNode {
    let noMore = PatternNode.look(.ahead, .scalar(set), negated: true)
    guard let maximum else {
      return .sequence([
        .repeated(.scalar(set), minimum: minimum, maximum: nil, lazy: false), noMore,
      ])
    }
    let all = repeated(.scalar(set), maximum, maximum, lazy: false)
    if minimum == maximum { return all }
    let fewer = repeated(.scalar(set), minimum, maximum - 1, lazy: false)
    return .alternatives([all, .sequence([fewer, noMore])])
  }

  /// Whether a text is matched in one way at most, so that there is nothing to come back to.
  private static func isDecided(_ node: PatternNode) -> Bool {
    switch node {
    case .scalar, .look, .reference, .atomic: true
    case .sequence(let parts):
      parts.indices.allSatisfy { index in
        isDecided(parts[index]) || isEnded(parts[index], by: parts[(index + 1)...])
      }
    case .repeated(let body, let minimum, let maximum, _):
      minimum == maximum && isDecided(body)
    case .alternatives(let choices):
      choices.allSatisfy(isDecided) && areExclusive(choices)
    case .group(_, let body): isDecided(body)
    }
  }

  /// Whether a repetition of one set ends where what follows begins, and nowhere else.
  private static func isEnded(_ node: PatternNode, by rest: ArraySlice<PatternNode>) -> Bool {
    guard case .repeated(.scalar(let set), _, _, _) = node, let next = rest.first else {
      return false
    }
    return firstScalars(next)?.intersection(set).isEmpty ?? false
  }

  /// Whether the first scalar decides between `choices`.
  private static func areExclusive(_ choices: [PatternNode]) -> Bool {
    var ranges: [Range<UInt32>] = []
    for choice in choices {
      guard let first = firstScalars(choice) else { return false }
      ranges += first.ranges
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    return zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
  }

  private static func firstScalars(_ node: PatternNode) -> ScalarSet? {
    switch node {
    case .scalar(let set): set
    case .sequence(let parts): parts.first.flatMap(firstScalars)
    default: nil
    }
  }

  // MARK: Looks

  private func look(
    _ direction: PatternNode.Direction, _ body: PatternNode, _ negated: Bool
  ) -> PatternNode {
    switch body {
    case .look(let inner, let scalars, let isNegated):
      return .look(inner, scalars, negated: isNegated != negated)
    case .atomic(let inner):
      return look(direction, inner, negated)
    case .alternatives(let choices):
      let looks = choices.map { look(direction, $0, negated) }
      return negated ? sequence(looks, isLast: false) : .alternatives(looks)
    case .sequence(let parts) where parts.allSatisfy(Self.isLook):
      let looks = parts.map { look(direction, $0, negated) }
      return negated ? .alternatives(looks) : .sequence(looks)
    case .repeated(_, minimum: 0, _, _):
      return negated ? .never : .empty
    case .repeated(let inner, minimum: 1, _, _):
      return look(direction, inner, negated)
    default:
      return .look(direction, body, negated: negated)
    }
  }

  /// A look asks whether there is a match, not for which one: it may as well be greedy. (ICU doesn't
  /// take all that is lazy in a look-behind.) A group that is remembered is another matter.
  private static func withoutPreference(_ node: PatternNode) -> PatternNode {
    switch node {
    case .sequence(let parts): .sequence(parts.map(withoutPreference))
    case .alternatives(let choices): .alternatives(choices.map(withoutPreference))
    case .repeated(let body, let minimum, let maximum, _) where !hasMemory(body):
      .repeated(withoutPreference(body), minimum: minimum, maximum: maximum, lazy: false)
    case .scalar, .look, .atomic, .group, .reference, .repeated: node
    }
  }

  private static func hasMemory(_ node: PatternNode) -> Bool {
    !node.nodes { if case .group = $0 { true } else { false } }.isEmpty
  }

  private static func isLook(_ node: PatternNode) -> Bool {
    if case .look = node { true } else { false }
  }
}
