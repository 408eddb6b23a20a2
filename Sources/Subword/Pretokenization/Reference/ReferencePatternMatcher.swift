// Matching a pattern as the definition reads.

/// Finds the matches of a pattern by trying everything, in the order of preference.
///
/// Slow on purpose. This is what "first match wins" means here; `PatternTables` answers to it, and
/// so does ICU.
struct ReferencePatternMatcher {
  let pattern: PatternNode
  let gaps: PatternTables.Gaps

  /// How far a match has come, and what its groups matched last.
  private struct Place: Hashable {
    var index: Int
    var groups: [Int: Range<Int>] = [:]
  }

  /// The matches in `text`, as ranges of its scalars; some may be empty.
  ///
  /// As Oniguruma has it, the search goes on where the last match ended, and takes no empty one there.
  func matches(in text: [Unicode.Scalar]) -> [Range<Int>] {
    var matches: [Range<Int>] = []
    var position = 0
    while position <= text.count {
      let end = ends(of: pattern, in: text, from: Place(index: position)).first?.index
      if let end, position < end || end != matches.last?.upperBound {
        matches.append(position..<end)
        position = end
      } else {
        position += 1
      }
    }
    return matches
  }

  /// The pretokens of `text`, as ranges of its scalars: the matches, and what lies between them.
  func pretokens(of text: [Unicode.Scalar]) -> [Range<Int>] {
    var pretokens: [Range<Int>] = []
    var gap = 0
    for match in matches(in: text) {
      if gaps == .kept { pretokens.append(gap..<match.lowerBound) }
      pretokens.append(match)
      gap = match.upperBound
    }
    if gaps == .kept { pretokens.append(gap..<text.count) }
    return pretokens.filter { !$0.isEmpty }
  }

  /// Where a match of `node` that starts at `start` can end, the preferred end first.
  private func ends(of node: PatternNode, in text: [Unicode.Scalar], from start: Place) -> [Place] {
    switch node {
    case .scalar(let set):
      let isThere = start.index < text.count && set.contains(text[start.index])
      return isThere ? [Place(index: start.index + 1, groups: start.groups)] : []
    case .alternatives(let choices):
      return firstOfEach(choices.flatMap { ends(of: $0, in: text, from: start) })
    case .sequence(let parts):
      return parts.reduce([start]) { starts, part in
        firstOfEach(starts.flatMap { ends(of: part, in: text, from: $0) })
      }
    case .repeated(let body, let minimum, let maximum, let lazy):
      return ends(ofRepeats: minimum...(maximum ?? .max), of: body, lazy, in: text, from: start)
    case .atomic(let body):
      return ends(of: body, in: text, from: start).prefix(1).map { $0 }
    case .look(let direction, let body, let negated):
      return looks(direction, body, in: text, from: start) != negated ? [start] : []
    case .group(let number, let body):
      return ends(of: body, in: text, from: start).map { end in
        var groups = end.groups
        groups[number] = start.index..<end.index
        return Place(index: end.index, groups: groups)
      }
    case .reference(let number):
      guard let group = start.groups[number] else { return [] }
      let isThere = text[start.index...].starts(with: text[group])
      return isThere ? [Place(index: start.index + group.count, groups: start.groups)] : []
    }
  }

  private func looks(
    _ direction: PatternNode.Direction, _ body: PatternNode, in text: [Unicode.Scalar],
    from start: Place
  ) -> Bool {
    switch direction {
    case .ahead:
      return !ends(of: body, in: text, from: start).isEmpty
    case .behind:
      return (0...start.index).contains { index in
        ends(of: body, in: text, from: Place(index: index, groups: start.groups))
          .contains { $0.index == start.index }
      }
    }
  }

  /// After each repeat there is a choice: to stop here, or to repeat once more. A greedy repetition
  /// tries the second first.
  private func ends(
    ofRepeats counts: ClosedRange<Int>, of body: PatternNode, _ isLazy: Bool,
    in text: [Unicode.Scalar], from start: Place
  ) -> [Place] {
    struct Step: Hashable {
      var place: Place
      var count: Int
      var stops: Bool
    }
    var (ends, seen): ([Place], Set<Step>) = ([], [])
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
  private func firstOfEach(_ places: [Place]) -> [Place] {
    if places.count < 2 { return places }
    var seen: Set<Place> = []
    return places.filter { seen.insert($0).inserted }
  }
}
