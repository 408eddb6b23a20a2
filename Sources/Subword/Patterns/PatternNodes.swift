// The non-deterministic automaton of a pattern.
//
//     PatternNode  ──▶  PatternNodes  ──▶  PatternAutomaton
//
// Source: Thompson 1968, from the end of the pattern to its start.

/// The nodes of a pattern, and the sets that they ask for.
struct PatternNodes {
  enum Node {
    case consume(set: Int, next: Int)
    case split([Int])
    case look(PatternNode.Direction, set: Int, negated: Bool, next: Int)
    case accept
  }

  /// More nodes than this are no tokenizer's pattern.
  private static let largestCount = 2_000

  private(set) var nodes: [Node] = []
  private(set) var sets: [ScalarSet] = []
  private var numberOf: [ScalarSet: Int] = [:]

  mutating func number(of set: ScalarSet) -> Int {
    if let number = numberOf[set] { return number }
    numberOf[set] = sets.count
    sets.append(set)
    return sets.count - 1
  }

  /// The first node of what matches `pattern` and accepts.
  mutating func build(_ pattern: PatternNode) throws(PatternError) -> Int {
    try build(pattern, before: add(.accept))
  }

  private mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  /// The first node of what matches `pattern` and goes on at `next`.
  private mutating func build(
    _ pattern: PatternNode, before next: Int
  ) throws(PatternError) -> Int {
    guard nodes.count < Self.largestCount else {
      throw .unsupported(construct: "a pattern of so many parts", at: 0)
    }
    switch pattern {
    case .scalar(let set):
      return add(.consume(set: number(of: set), next: next))
    case .look(let direction, .scalar(let set), let negated):
      return add(.look(direction, set: number(of: set), negated: negated, next: next))
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
    case .atomic, .look, .group, .reference:
      throw .unsupported(construct: "what an automaton can't decide", at: 0)
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

  /// By node: whether a look behind comes before anything is consumed.
  var looksBehind: [Bool] {
    var result = [Bool](repeating: false, count: nodes.count)
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for number in nodes.indices where !result[number] && looksBehind(nodes[number], result) {
        result[number] = true
        hasChanged = true
      }
    }
    return result
  }

  private func looksBehind(_ node: Node, _ known: [Bool]) -> Bool {
    switch node {
    case .consume, .accept: false
    case .split(let choices): choices.contains { known[$0] }
    case .look(.behind, _, _, _): true
    case .look(.ahead, _, _, let next): known[next]
    }
  }
}
