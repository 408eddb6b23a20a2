// Which states of an automaton behave alike.
//
//     transitions  ──▶  StateGroups: one group for all that accept alike, taken apart  ──▶  AutomatonReduction
//
// `ReferenceStateGroups` says the same in plain words.

/// Groups of states, taken apart until those of one group behave alike.
///
/// What a group leads to shows in the states that lead into it: some of a group do, others don't. Of
/// a group that falls apart only the smaller part has to be asked about again, so each transition is
/// looked at a logarithmic number of times.
///
/// Source: Hopcroft 1971.
struct StateGroups {
  private let width: Int
  /// All states, those of a group side by side; the last one stands for where no match can be longer.
  private var order: [Int]
  /// Where each state is in `order`.
  private var places: [Int]
  private var groupOf: [Int]
  /// By group: where its states are in `order`.
  private var ranges: [Range<Int>]
  /// By group: how many of its states, the first ones, lead to what is asked about.
  private var marked: [Int]
  private var isWaiting: [Bool]
  private var waiting: [Int]
  /// By state × class: the states that lead there are in `sources`, up to those of the next one.
  private var firstSource: [Int]
  private var sources: [Int]
  /// How many transitions were looked at.
  private(set) var steps = 0

  /// A number for each of the states in `rows`, the same for those that behave alike.
  var groups: [Int] { Array(groupOf.dropLast()) }

  init(_ rows: AutomatonReduction.Rows) {
    width = rows.first?.count ?? 0
    let accepting = AutomatonReduction.numbered(rows.map { $0.map(\.accepts) })
    let count = (accepting.max() ?? -1) + 2
    var members = [[Int]](repeating: [], count: count)
    for (state, group) in accepting.enumerated() { members[group].append(state) }
    members[count - 1] = [rows.count]
    groupOf = accepting + [count - 1]
    order = members.flatMap { $0 }
    places = [Int](repeating: 0, count: rows.count + 1)
    ranges = []
    for group in members {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + group.count)
    }
    marked = [Int](repeating: 0, count: count)
    isWaiting = [Bool](repeating: true, count: count)
    waiting = Array(0..<count)
    (firstSource, sources) = Self.sources(rows, width)
    for (place, state) in order.enumerated() { places[state] = place }
    while let group = waiting.popLast() { ask(about: group) }
  }

  /// The transitions backwards: counted, then put in their places.
  private static func sources(
    _ rows: AutomatonReduction.Rows, _ width: Int
  ) -> (first: [Int], sources: [Int]) {
    var first = [Int](repeating: 0, count: (rows.count + 1) * width + 1)
    func slot(_ transition: PatternAutomaton.Transition, _ symbol: Int) -> Int {
      (transition.state ?? rows.count) * width + symbol
    }
    for row in rows {
      for (symbol, transition) in row.enumerated() { first[slot(transition, symbol) + 1] += 1 }
    }
    for index in first.indices.dropFirst() { first[index] += first[index - 1] }
    var (next, sources) = (first, [Int](repeating: 0, count: rows.count * width))
    for (state, row) in rows.enumerated() {
      for (symbol, transition) in row.enumerated() {
        let slot = slot(transition, symbol)
        sources[next[slot]] = state
        next[slot] += 1
      }
    }
    return (first, sources)
  }

  /// Takes groups apart of which some states lead to `group` and others don't, class by class.
  private mutating func ask(about group: Int) {
    isWaiting[group] = false
    // It may fall apart itself meanwhile: all of it is asked about all the same.
    let states = Array(order[ranges[group]])
    for symbol in 0..<width {
      var touched: [Int] = []
      for state in states {
        let slot = state * width + symbol
        steps += 1 + firstSource[slot + 1] - firstSource[slot]
        for index in firstSource[slot]..<firstSource[slot + 1] { mark(sources[index], &touched) }
      }
      for group in touched { takeApart(group) }
    }
  }

  /// Moves a state to the marked ones of its group.
  private mutating func mark(_ state: Int, _ touched: inout [Int]) {
    let group = groupOf[state]
    if marked[group] == 0 { touched.append(group) }
    let (place, target) = (places[state], ranges[group].lowerBound + marked[group])
    let other = order[target]
    (order[place], order[target]) = (other, state)
    (places[other], places[state]) = (place, target)
    marked[group] += 1
  }

  /// Makes the marked states of a group a new one, unless all are.
  private mutating func takeApart(_ group: Int) {
    let (range, count) = (ranges[group], marked[group])
    marked[group] = 0
    if count == range.count { return }
    let new = ranges.count
    ranges.append(range.lowerBound..<range.lowerBound + count)
    ranges[group] = range.lowerBound + count..<range.upperBound
    for place in ranges[new] { groupOf[order[place]] = new }
    marked.append(0)
    let isNewAsked = isWaiting[group] || count <= ranges[group].count
    isWaiting.append(isNewAsked)
    waiting.append(isNewAsked ? new : group)
    if !isNewAsked { isWaiting[group] = true }
  }
}
