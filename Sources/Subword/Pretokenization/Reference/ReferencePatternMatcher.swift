// Matching a pattern as the definition reads.

/// Finds the matches of a pattern by trying everything, in the order of preference.
///
/// Slow on purpose. This is what "first match wins" means here; `PatternTables` answers to it.
struct ReferencePatternMatcher {
  let pattern: PatternNode
  let gaps: PatternTables.Gaps

  /// The pretokens of `text`, as ranges of its scalars: the matches, and what lies between them.
  func pretokens(of text: [Unicode.Scalar]) -> [Range<Int>] {
    var pretokens: [Range<Int>] = []
    var (gap, position) = (0, 0)
    while position < text.count {
      guard let end = ends(of: pattern, in: text, from: position).first, end > position else {
        position += 1
        continue
      }
      if gap < position && gaps == .kept { pretokens.append(gap..<position) }
      pretokens.append(position..<end)
      (gap, position) = (end, end)
    }
    if gap < position && gaps == .kept { pretokens.append(gap..<position) }
    return pretokens
  }

  /// Where a match of `node` that starts at `start` can end, the preferred end first.
  private func ends(of node: PatternNode, in text: [Unicode.Scalar], from start: Int) -> [Int] {
    switch node {
    case .scalar(let set):
      return start < text.count && set.contains(text[start]) ? [start + 1] : []
    case .lookahead(let set, let negated):
      return (start < text.count && set.contains(text[start])) != negated ? [start] : []
    case .alternatives(let choices):
      return firstOfEach(choices.flatMap { ends(of: $0, in: text, from: start) })
    case .sequence(let parts):
      return parts.reduce([start]) { starts, part in
        firstOfEach(starts.flatMap { ends(of: part, in: text, from: $0) })
      }
    case .repeated(let body, let minimum, let maximum, let lazy):
      return ends(ofRepeats: minimum...(maximum ?? .max), of: body, lazy, in: text, from: start)
    }
  }

  /// After each repeat there is a choice: to stop here, or to repeat once more. A greedy repetition
  /// tries the second first.
  private func ends(
    ofRepeats counts: ClosedRange<Int>, of body: PatternNode, _ isLazy: Bool,
    in text: [Unicode.Scalar], from start: Int
  ) -> [Int] {
    struct Step: Hashable {
      var place: Int
      var count: Int
      var stops: Bool
    }
    var (ends, seen): ([Int], Set<Step>) = ([], [])
    var stack = [Step(place: start, count: 0, stops: false)]
    while let step = stack.popLast() {
      guard seen.insert(step).inserted else { continue }
      if step.stops {
        ends.append(step.place)
        continue
      }
      var choices: [Step] = []
      if step.count < counts.upperBound {
        choices = self.ends(of: body, in: text, from: step.place)
          .map { Step(place: $0, count: step.count + 1, stops: false) }
      }
      if step.count >= counts.lowerBound {
        let stop = Step(place: step.place, count: step.count, stops: true)
        choices.insert(stop, at: isLazy ? 0 : choices.count)
      }
      stack += choices.reversed()
    }
    return firstOfEach(ends)
  }

  /// `places` without those that stood there before: they lead nowhere new.
  private func firstOfEach(_ places: [Int]) -> [Int] {
    if places.count < 2 { return places }
    var seen: Set<Int> = []
    return places.filter { seen.insert($0).inserted }
  }
}
