// A pattern as a tree: what the parser makes and the automaton is built from.
//
//     "\p{L}+|\s"  ──▶  PatternParser  ──▶  PatternNode  ──▶  PatternAutomaton

/// A regular expression over Unicode scalars, of the kind that tokenizers use.
indirect enum PatternNode: Hashable, Sendable {
  /// One scalar of a set.
  case scalar(ScalarSet)
  /// All of these, one behind the other. The empty sequence matches the empty text.
  case sequence([PatternNode])
  /// The first of these that leads to a match.
  case alternatives([PatternNode])
  /// From `minimum` to `maximum` times, as often as possible, or as seldom when `lazy`.
  case repeated(PatternNode, minimum: Int, maximum: Int?, lazy: Bool)
  /// Nothing, where the next scalar is of the set; `negated`: where it is not, or at the end.
  case lookahead(ScalarSet, negated: Bool)

  /// Whether the empty text can match.
  var matchesEmpty: Bool {
    switch self {
    case .scalar: false
    case .sequence(let parts): parts.allSatisfy(\.matchesEmpty)
    case .alternatives(let choices): choices.contains(where: \.matchesEmpty)
    case .repeated(let body, let minimum, _, _): minimum == 0 || body.matchesEmpty
    case .lookahead: true
    }
  }
}
