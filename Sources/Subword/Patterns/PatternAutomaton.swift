// From the tree of a pattern to a deterministic automaton over classes of scalars.
//
//     PatternNode  ──▶  nodes (non-deterministic)  ──▶  PatternAutomaton  ──▶  PatternTables
//
// First match wins: a state is the *list* of nodes that are alive, the preferred ones first, and
// what stands behind a node that accepts is dropped. Whether a look ahead holds is known only when
// the next class is seen; so a state's nodes are followed up when it is left, not when it is
// entered, and a transition says whether a match ended in front of the class that it takes. Where a
// node looks behind, the state remembers the class that it was entered with.
//
// It looks one scalar far. Longer looks, looks behind the start of a match, atomic groups that
// decide something, and references are for ICU.

/// Builds the deterministic automaton of a pattern.
///
/// Sources: Thompson 1968 for the construction; Laurikari 2000 and Cox 2010 for priorities.
struct PatternAutomaton {
  /// What happens on one class.
  struct Transition: Hashable {
    /// The state to go on in; `nil` when no match can be longer.
    var state: Int?
    /// Whether a match ends in front of this class.
    var accepts: Bool
  }

  /// What a state stands for.
  private struct State: Hashable {
    /// The nodes that are alive, the preferred ones first.
    var nodes: [Int]
    /// The class before this place, if one of the nodes asks for it.
    var behind: Int?
  }

  /// More states than this are no tokenizer's pattern.
  private static let largestStateCount = 4_000
  /// Nor is one whose nodes have to be followed so often to know its states.
  private static let largestStepCount = 1 << 26

  private(set) var classes: ScalarClasses
  /// By state, by class; the last column stands for the end of the text.
  private(set) var transitions: [[Transition]] = []

  private let nodes: [PatternNodes.Node]
  /// By node: whether a look behind comes before anything is consumed.
  private let looksBehind: [Bool]
  /// The set of white space, which no class is partly in.
  private let whiteSpace: Int
  /// The set of all scalars, which tells surrogates apart: no text has them, no set holds them.
  private let scalars: Int

  /// - Throws: `unsupported` for a pattern that may match the empty text or is too large.
  init(_ pattern: PatternNode) throws(PatternError) {
    if pattern.matchesEmpty {
      throw .unsupported(construct: "a pattern that may match nothing", at: 0)
    }
    var builder = PatternNodes()
    let start = try builder.build(pattern)
    whiteSpace = builder.number(of: .whiteSpace)
    scalars = builder.number(of: .all)
    guard let classes = ScalarClasses(builder.sets) else {
      throw .unsupported(construct: "a pattern of so many classes", at: 0)
    }
    self.classes = classes
    nodes = builder.nodes
    looksBehind = builder.looksBehind
    if looksBehind[start] {
      throw .unsupported(construct: "a look behind the start of a match", at: 0)
    }
    try determinize(from: start)
    reduce()
  }

  /// Merges states, then classes, that behave alike.
  private mutating func reduce() {
    let rows = AutomatonReduction.mergeStates(transitions)
    let numbers = AutomatonReduction.mergeClasses(rows, count: classes.count) { symbol in
      (classes.contains(symbol, inSet: whiteSpace) ? 1 : 0)
        + (classes.contains(symbol, inSet: scalars) ? 2 : 0)
    }
    let kept = (0..<classes.count).filter { numbers.firstIndex(of: numbers[$0]) == $0 }
    transitions = rows.map { row in kept.map { row[$0] } + row.suffix(1) }
    classes = classes.merged(into: numbers, keeping: kept)
  }

  /// Every state that can be reached.
  private mutating func determinize(from start: Int) throws(PatternError) {
    var states = [State(nodes: [start])]
    var numbers = [states[0]: 0]
    var (seen, taken) = (NodeMarks(nodes.count), NodeMarks(nodes.count))
    while transitions.count < states.count {
      let state = states[transitions.count]
      var row: [Transition] = []
      for symbol in 0...classes.count {
        let (next, accepts) = step(state, on: symbol, &seen, &taken)
        if seen.count > Self.largestStepCount {
          throw .unsupported(construct: "a pattern of so many states", at: 0)
        }
        if let next, numbers[next] == nil {
          guard states.count < Self.largestStateCount else {
            throw .unsupported(construct: "a pattern of so many states", at: 0)
          }
          numbers[next] = states.count
          states.append(next)
        }
        row.append(Transition(state: next.flatMap { numbers[$0] }, accepts: accepts))
      }
      transitions.append(row)
    }
  }

  /// Follows the nodes of `state` until they consume `symbol`, the preferred ones first.
  private func step(
    _ state: State, on symbol: Int, _ seen: inout NodeMarks, _ taken: inout NodeMarks
  ) -> (next: State?, accepts: Bool) {
    var stack = Array(state.nodes.reversed())
    seen.removeAll()
    taken.removeAll()
    var next: [Int] = []
    while let number = stack.popLast() {
      guard seen.insert(number) else { continue }
      switch nodes[number] {
      case .accept:
        return (entered(next, by: symbol), true)
      case .split(let choices):
        stack.append(contentsOf: choices.reversed())
      case .look(let direction, let set, let negated, let target):
        let neighbor = direction == .ahead ? symbol : state.behind
        if holds(neighbor, set) != negated { stack.append(target) }
      case .consume(let set, let target):
        if holds(symbol, set) && taken.insert(target) { next.append(target) }
      }
    }
    return (entered(next, by: symbol), false)
  }

  /// The state of `nodes`, behind `symbol`; `nil` for none.
  private func entered(_ nodes: [Int], by symbol: Int) -> State? {
    if nodes.isEmpty { return nil }
    return State(nodes: nodes, behind: nodes.contains { looksBehind[$0] } ? symbol : nil)
  }

  /// Whether `set` holds the scalars of `symbol`; it never holds the ends of the text.
  private func holds(_ symbol: Int?, _ set: Int) -> Bool {
    guard let symbol, symbol < classes.count else { return false }
    return classes.contains(symbol, inSet: set)
  }
}

/// A set of nodes that is emptied often.
private struct NodeMarks {
  private var rounds: [Int]
  private var round = 1
  /// How many nodes were put in so far, in all rounds.
  private(set) var count = 0

  init(_ nodes: Int) { rounds = [Int](repeating: 0, count: nodes) }

  mutating func removeAll() { round += 1 }

  /// Whether the node wasn't there before.
  mutating func insert(_ node: Int) -> Bool {
    if rounds[node] == round { return false }
    rounds[node] = round
    count += 1
    return true
  }
}

// What can be proven of a pattern from its automaton.
extension PatternAutomaton {
  /// Whether matches end between a scalar that isn't white space and a U+0020, just as they do at
  /// the end of a text.
  var endsBeforeSpaces: Bool {
    let space = classes.class(of: 0x20)
    let solid = (0..<classes.count).filter { !classes.contains($0, inSet: whiteSpace) }
    return Set(transitions.flatMap { row in solid.compactMap { row[$0].state } }).allSatisfy {
      let row = transitions[$0]
      return row[space].state == nil && row[space].accepts == row[classes.count].accepts
    }
  }

  /// Whether every scalar alone is a match, whatever follows: then there is nothing between matches.
  var coversEverything: Bool {
    (0..<classes.count).filter { classes.contains($0, inSet: scalars) }.allSatisfy { first in
      transitions[0][first].state.map { transitions[$0].allSatisfy(\.accepts) } ?? false
    }
  }
}
