// Fewer states and fewer classes with the same matches.
//
//     PatternAutomaton  ──▶  states that behave alike become one  ──▶  classes likewise
//
// What is left is what the loop's tables are made of: they should fit the nearest cache.

enum AutomatonReduction {
  typealias Rows = [[PatternAutomaton.Transition]]

  /// The rows of the states that differ in behaviour; the start stays the first.
  static func mergeStates(_ rows: Rows) -> Rows {
    let groups = numbered(StateGroups(rows).groups)
    var merged: Rows = []
    for (state, group) in groups.enumerated() where group == merged.count {
      merged.append(
        rows[state].map {
          PatternAutomaton.Transition(state: $0.state.map { groups[$0] }, accepts: $0.accepts)
        })
    }
    return merged
  }

  /// A new number for each class: the same for those that are of one kind and that all rows treat
  /// alike.
  static func mergeClasses(_ rows: Rows, count: Int, kind: (Int) -> Int) -> [Int] {
    numbered(
      (0..<count).map { symbol in
        [kind(symbol)]
          + rows.flatMap { [$0[symbol].state ?? -1, $0[symbol].accepts ? 1 : 0] }
      })
  }

  /// Equal values get equal numbers, in the order in which they first come.
  static func numbered<Value: Hashable>(_ values: [Value]) -> [Int] {
    var numbers: [Value: Int] = [:]
    return values.map { value in
      let number = numbers[value] ?? numbers.count
      numbers[value] = number
      return number
    }
  }
}
