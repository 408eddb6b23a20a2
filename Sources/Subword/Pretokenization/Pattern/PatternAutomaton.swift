// From the tree of a pattern to a deterministic automaton over classes of scalars.
//
//     PatternNode  ──▶  nodes (non-deterministic)  ──▶  PatternAutomaton  ──▶  PatternTables
//
// First match wins: a state is the *list* of nodes that are alive, the preferred ones first, and
// what stands behind a node that accepts is dropped. Whether a look-ahead holds is known only when
// the next class is seen; so a state's nodes are followed up when it is left, not when it is
// entered, and a transition says whether a match ended in front of the class that it takes.

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

  private enum Node {
    case consume(set: Int, next: Int)
    case split([Int])
    case look(set: Int, negated: Bool, next: Int)
    case accept
  }

  /// More nodes or states than this are no tokenizer's pattern.
  private static let largestNodeCount = 2_000
  private static let largestStateCount = 4_000

  private(set) var classes: ScalarClasses
  /// By state, by class; the last column stands for the end of the text.
  private(set) var transitions: [[Transition]] = []

  private var nodes: [Node] = []
  /// The set of white space, which no class is partly in.
  private let whiteSpace: Int
  /// The set of all scalars, which tells surrogates apart: no text has them, no set holds them.
  private let scalars: Int

  /// - Throws: `unsupported` for a pattern that may match the empty text or is too large.
  init(_ pattern: PatternNode) throws(PatternError) {
    if pattern.matchesEmpty {
      throw .unsupported(construct: "a pattern that may match nothing", at: 0)
    }
    var builder = NodeBuilder()
    let accept = builder.add(.accept)
    let start = try builder.build(pattern, before: accept)
    whiteSpace = builder.number(of: .whiteSpace)
    scalars = builder.number(of: .all)
    guard let classes = ScalarClasses(builder.sets) else {
      throw .unsupported(construct: "a pattern of so many classes", at: 0)
    }
    self.classes = classes
    nodes = builder.nodes
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

  /// Every state that can be reached, each a list of nodes.
  private mutating func determinize(from start: Int) throws(PatternError) {
    var lists = [[start]]
    var numbers = [[start]: 0]
    while transitions.count < lists.count {
      let list = lists[transitions.count]
      var row: [Transition] = []
      for symbol in 0...classes.count {
        let (next, accepts) = step(list, on: symbol)
        if !next.isEmpty && numbers[next] == nil {
          guard lists.count < Self.largestStateCount else {
            throw .unsupported(construct: "a pattern of so many states", at: 0)
          }
          numbers[next] = lists.count
          lists.append(next)
        }
        row.append(Transition(state: numbers[next], accepts: accepts))
      }
      transitions.append(row)
    }
  }

  /// Follows the nodes of `list` until they consume `symbol`, the preferred ones first.
  private func step(_ list: [Int], on symbol: Int) -> (next: [Int], accepts: Bool) {
    var stack = Array(list.reversed())
    var seen = Set<Int>()
    var next: [Int] = []
    while let number = stack.popLast() {
      guard seen.insert(number).inserted else { continue }
      switch nodes[number] {
      case .accept:
        return (next, true)
      case .split(let choices):
        stack.append(contentsOf: choices.reversed())
      case .look(let set, let negated, let target):
        if holds(symbol, set) != negated { stack.append(target) }
      case .consume(let set, let target):
        if holds(symbol, set) && !next.contains(target) { next.append(target) }
      }
    }
    return (next, false)
  }

  /// Whether `set` holds the scalars of `symbol`; it never holds the end of the text.
  private func holds(_ symbol: Int, _ set: Int) -> Bool {
    symbol < classes.count && classes.contains(symbol, inSet: set)
  }

  /// Thompson's construction, from the end of the pattern to its start.
  private struct NodeBuilder {
    var nodes: [Node] = []
    var sets: [ScalarSet] = []
    private var numberOf: [ScalarSet: Int] = [:]

    mutating func add(_ node: Node) -> Int {
      nodes.append(node)
      return nodes.count - 1
    }

    mutating func number(of set: ScalarSet) -> Int {
      if let number = numberOf[set] { return number }
      numberOf[set] = sets.count
      sets.append(set)
      return sets.count - 1
    }

    /// The first node of what matches `pattern` and goes on at `next`.
    mutating func build(_ pattern: PatternNode, before next: Int) throws(PatternError) -> Int {
      guard nodes.count < PatternAutomaton.largestNodeCount else {
        throw .unsupported(construct: "a pattern of so many parts", at: 0)
      }
      switch pattern {
      case .scalar(let set):
        return add(.consume(set: number(of: set), next: next))
      case .lookahead(let set, let negated):
        return add(.look(set: number(of: set), negated: negated, next: next))
      case .sequence(let parts):
        var first = next
        for part in parts.reversed() { first = try build(part, before: first) }
        return first
      case .alternatives(let choices):
        var firsts: [Int] = []
        for choice in choices { firsts.append(try build(choice, before: next)) }
        return add(.split(firsts))
      case .repeated(let body, let minimum, let maximum, let lazy):
        return try build(body, minimum, maximum, lazy, before: next)
      }
    }

    private mutating func build(
      _ body: PatternNode, _ minimum: Int, _ maximum: Int?, _ lazy: Bool, before next: Int
    ) throws(PatternError) -> Int {
      var first = next
      if let maximum {
        for _ in minimum..<maximum {
          let again = try build(body, before: first)
          first = add(.split(lazy ? [next, again] : [again, next]))
        }
      } else {
        let loop = add(.split([]))
        let again = try build(body, before: loop)
        nodes[loop] = .split(lazy ? [next, again] : [again, next])
        first = loop
      }
      for _ in 0..<minimum { first = try build(body, before: first) }
      return first
    }
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
