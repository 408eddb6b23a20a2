import TestSupport
import Testing

@testable import Subword

@Suite("States that behave alike are found")
struct StateGroupTests {
  @Test("as the definition says, in automata by chance")
  func byChance() {
    for seed in 0..<2_000 {
      var chance = SeededGenerator(seed: seed)
      let (count, width) = (chance.number(1...12), chance.number(1...4))
      let rows = (0..<count).map { _ in
        (0..<width).map { _ in
          PatternAutomaton.Transition(
            state: chance.once(in: 4) ? nil : chance.number(0...count - 1),
            accepts: chance.once(in: 3))
        }
      }
      let expected = ReferenceStateGroups.groups(of: rows)
      #expect(
        AutomatonReduction.numbered(StateGroups(rows).groups) == expected, "seed \(seed): \(rows)")
    }
  }

  @Test("in steps that grow hardly faster than the number of states")
  func growth() {
    // A literal: which states differ shows from its end on, one a round.
    func steps(_ count: Int) -> Int {
      let rows = (0..<count).map { state in
        [
          PatternAutomaton.Transition(
            state: state + 1 < count ? state + 1 : nil, accepts: state + 1 == count),
          PatternAutomaton.Transition(state: nil, accepts: false),
        ]
      }
      let groups = StateGroups(rows)
      #expect(Set(groups.groups).count == count)
      return groups.steps
    }
    #expect(steps(32_000) < 12 * steps(4_000))
  }
}
