// Boundaries as the text goes by, without ever going back.
//
//     PatternAutomaton  ──▶  BoundaryTransducer  ──▶  BoundaryScanner
//
// An automaton that finds one match has to read on until no match can be longer, and then goes back
// to where the match ended. This machine remembers what it has read since, and when the match is
// over it knows in which state the next one stands already. Each step takes one class and says
// whether a boundary lies in front of it, and whether one lies a scalar earlier. What is rarer, a
// boundary further back, or text that no match covers, is a `detour`: one pretoken is then cut by the
// automaton itself.

/// The steps of a pattern's boundary machine.
struct BoundaryTransducer {
  /// What a step says.
  enum Output: Hashable {
    /// Whether a pretoken ends in front of the class that was taken, and whether one ends a scalar
    /// before.
    case boundaries(here: Bool, before: Bool)
    /// Cut one pretoken by the automaton, then start afresh behind it.
    case detour
  }

  /// Where the machine stands: in the automaton's state, with these classes read since the last end
  /// of a match, or since the start of the pretoken while there is none.
  private struct Standing: Hashable {
    var state = 0
    var pending: [Int] = []
    var hasMatch = false
  }

  /// So many classes are remembered; patterns that need more take detours.
  private static let longestMemory = 3
  /// With more standings than this the machine is not worth its memory.
  private static let largestCount = 1_024

  /// By standing, by class: the next standing and the output. The first standing is the start.
  let steps: [[(next: Int, output: Output)]]

  /// - Returns: `nil` for a pattern that needs too many standings.
  init?(_ automaton: PatternAutomaton) {
    var standings = [Standing()]
    var numbers = [Standing(): 0]
    var steps: [[(next: Int, output: Output)]] = []
    while steps.count < standings.count {
      let standing = standings[steps.count]
      var row: [(next: Int, output: Output)] = []
      for symbol in 0..<automaton.classes.count {
        let (next, output) = Self.step(standing, symbol, automaton)
        if numbers[next] == nil {
          guard standings.count < Self.largestCount else { return nil }
          numbers[next] = standings.count
          standings.append(next)
        }
        row.append((numbers[next] ?? 0, output))
      }
      steps.append(row)
    }
    self.steps = steps
  }

  private static func step(
    _ standing: Standing, _ symbol: Int, _ automaton: PatternAutomaton
  ) -> (Standing, Output) {
    guard let (next, ends) = advance(standing, symbol, automaton) else {
      return (Standing(), .detour)
    }
    guard ends.allSatisfy({ $0 <= 1 }) else { return (Standing(), .detour) }
    return (next, .boundaries(here: ends.contains(0), before: ends.contains(1)))
  }

  /// Takes a class.
  ///
  /// - Returns: The next standing, and how many scalars back pretokens end; `nil` where the memory
  ///   is too short or no match covers the text.
  private static func advance(
    _ standing: Standing, _ symbol: Int, _ automaton: PatternAutomaton
  ) -> (Standing, [Int])? {
    let transition = automaton.transitions[standing.state][symbol]
    var standing = standing
    if transition.accepts {
      standing.pending = []
      standing.hasMatch = true
    }
    if let state = transition.state {
      standing.state = state
      standing.pending.append(symbol)
      return standing.pending.count > longestMemory ? nil : (standing, [])
    }
    guard standing.hasMatch else { return nil }
    // The match is over. What was read since its end starts the next one.
    let replayed = standing.pending + [symbol]
    var ends = [standing.pending.count]
    var next = Standing()
    for (index, symbol) in replayed.enumerated() {
      guard let (following, inner) = advance(next, symbol, automaton) else { return nil }
      ends += inner.map { $0 + replayed.count - 1 - index }
      next = following
    }
    return (next, ends)
  }
}
