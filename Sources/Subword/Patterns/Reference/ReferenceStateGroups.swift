// Which states of an automaton behave alike, as the definition reads.

/// States are alike until a difference shows: rounds over all of them until a round shows none.
///
/// A round for each state in the worst case, on purpose. `StateGroups` answers to it.
///
/// Source: Moore 1956.
enum ReferenceStateGroups {
  /// A number for each state, the same for those that behave alike, in the order in which they come.
  static func groups(of rows: AutomatonReduction.Rows) -> [Int] {
    var groups = AutomatonReduction.numbered(rows.map { $0.map(\.accepts) })
    while true {
      let refined = AutomatonReduction.numbered(
        rows.indices.map { state in
          [groups[state]] + rows[state].map { $0.state.map { groups[$0] } ?? -1 }
        })
      if refined == groups { return groups }
      groups = refined
    }
  }
}
