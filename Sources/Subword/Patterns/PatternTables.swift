// The compiled form of a pattern, and the loop that runs it.
//
//     text  ──▶  PatternTables.cut  ──▶  pretokens
//
// The boundary machine runs over the text once, a window at a time; where it takes a detour, and at a
// window's end, the automaton cuts one pretoken. `ReferencePatternMatcher` decides what is right.

import SubwordMemory

/// Where a pretoken lies in a buffer of text.
package struct PretokenRange: BitwiseCopyable {
  package var start: Int
  package var end: Int

  @inlinable
  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  @inlinable
  package var count: Int { end &- start }
}

/// The automaton and the boundary machine of a pattern as flat tables.
struct PatternTables: Sendable {
  /// By state × class: the offset of the next state's row, and the flags `accepts` and `ends`.
  private let transitions: [UInt32]
  /// The column for the end of the text, behind those of the classes.
  private let endColumn: Int
  private let scalarClasses: ScalarClasses
  /// Runs the boundary machine; `nil` for a pattern that has none.
  private let scanner: BoundaryScanner?
  /// Whether a text may be taken apart in front of a U+0020 behind what isn't white space.
  private let cutsBeforeSpaces: Bool
  private let gaps: Gaps

  private static let row: UInt32 = (1 << 24) - 1
  /// A match ends in front of the class that is taken.
  private static let accepts: UInt32 = 1 << 24
  /// No match can be longer: the next pretoken starts where the last match ended.
  private static let ends: UInt32 = 1 << 25

  /// What becomes of text between two matches.
  enum Gaps: Hashable, Sendable {
    /// It is a pretoken.
    case kept
    /// It goes.
    case removed
  }

  init(_ automaton: PatternAutomaton, gaps: Gaps, cutsBeforeSpaces: Bool) {
    let width = automaton.classes.count + 1
    endColumn = automaton.classes.count
    scalarClasses = automaton.classes
    transitions = automaton.transitions.flatMap { row in
      row.map { transition in
        let next = transition.state.map { UInt32($0 * width) } ?? Self.ends
        return next | (transition.accepts ? Self.accepts : 0)
      }
    }
    self.gaps = gaps
    self.cutsBeforeSpaces = cutsBeforeSpaces
    // The machine takes a detour at every gap.
    scanner = gaps == .kept ? BoundaryScanner(automaton) : nil
  }

  /// Cuts valid UTF-8 into pretokens, from `start` on, until about `limit` of them are found or
  /// `end` is reached. Where it has to read far to find them it finds more.
  ///
  /// - Returns: Where to go on.
  /// - Throws: `timeLimitExceeded` if the pattern is too hard for the text.
  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var runs = LongRuns(bytes: end - start)
    return try cut(text, from: start, to: end, limit: limit, &runs, into: &pretokens)
  }

  /// The same with what is remembered of long runs.
  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    _ runs: inout LongRuns, into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var position = start
    while position < end && (pretokens.count < limit || position - start < runs.worth) {
      if let scanner, end - position >= Self.shortestForMachine {
        let window = position..<min(position + Self.longestWindow, end)
        position = try scan(text, window, to: end, with: scanner, &runs, into: &pretokens)
      }
      if position < end {
        position = try cutOne(text, from: position, to: end, &runs, into: &pretokens)
      }
    }
    return position
  }

  private static let longestWindow = 1 << 14
  /// What the machine needs of memory isn't worth it for shorter stretches.
  private static let shortestForMachine = 1 << 6

  /// Cuts one pretoken, and what no match covers in front of it, by the automaton.
  ///
  /// - Returns: Where the pretoken ends.
  private func cutOne(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, _ runs: inout LongRuns,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var position = start
    var matched = try match(text, from: position, to: end, &runs)
    if matched == position {
      position = try endOfGap(text, from: position, to: end, &runs)
      if gaps == .kept { pretokens.append(PretokenRange(start, position)) }
      if position == end { return end }
      matched = try match(text, from: position, to: end, &runs)
    }
    pretokens.append(PretokenRange(position, matched))
    return matched
  }

  /// Where the first match starts behind `start`, where there is none; `end` without any.
  private func endOfGap(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, _ runs: inout LongRuns
  ) throws(PatternError) -> Int {
    var position = start
    repeat {
      position += UTF8Scalar.width(text[position])
      if position >= end { break }
    } while try match(text, from: position, to: end, &runs) == position
    return position
  }

  /// Where the match ends that starts at `start`; `start` when there is none.
  private func match(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, _ runs: inout LongRuns
  ) throws(PatternError) -> Int {
    let transitions = self.transitions.span
    var matched = start
    var row = 0
    var index = start
    while index < end {
      let stop = min(LongRuns.nextPlace(behind: index), end)
      while index < stop {
        let (symbol, length) = scalarClasses.classAndLength(at: index, in: text)
        let transition = transitions[row + symbol]
        if transition & Self.accepts != 0 { matched = index }
        if transition & Self.ends != 0 { return runs.end(matched: matched) }
        row = Int(transition & Self.row)
        index += length
      }
      if index < end {
        let goesOn = try runs.goesOn(row, at: index, from: start, matched: matched)
        if !goesOn { return runs.end(matched: matched) }
      }
    }
    return runs.end(
      matched: transitions[row + endColumn] & Self.accepts != 0 ? end : matched)
  }
}

// The boundary machine over a window.
extension PatternTables {
  /// Cuts the bytes of `window` as far as the machine can tell.
  ///
  /// - Parameter end: Where the text ends.
  /// - Returns: Where the last pretoken ends that was found.
  private func scan(
    _ text: borrowing Buffer<UInt8>, _ window: Range<Int>, to end: Int,
    with scanner: BoundaryScanner, _ runs: inout LongRuns,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var codes = BoundaryCodes(bytes: window.count)
    var start = window.lowerBound
    guard var lanes = lanes(over: window, of: text) else {
      var lane = BoundaryLane(from: start, to: window.upperBound, codesAt: 0)
      try finish(&lane, of: text, to: end, with: scanner, &runs, into: &codes)
      codes.appendPretokens(of: lane, startingAt: &start, of: text, to: &pretokens)
      return start
    }
    while (0..<4).allSatisfy({ lanes[$0].wholeBlocks > 0 }) {
      scanner.run(&lanes, over: text, into: &codes)
      for index in 0..<4 where lanes[index].isInDetour {
        try leaveDetour(&lanes[index], of: text, to: end, with: scanner, &runs, into: &codes)
      }
    }
    for index in 0..<4 {
      try finish(&lanes[index], of: text, to: end, with: scanner, &runs, into: &codes)
      codes.appendPretokens(of: lanes[index], startingAt: &start, of: text, to: &pretokens)
    }
    return start
  }

  /// Windows shorter than this aren't worth four lanes.
  private static let shortestForLanes = 1 << 9

  /// Four lanes over about a quarter of the window each; `nil` where it can't be taken apart so.
  ///
  /// A lane takes the U+0020 that the next one starts with, too: only then its last pretoken ends.
  private func lanes(
    over window: Range<Int>, of text: borrowing Buffer<UInt8>
  ) -> InlineArray<4, BoundaryLane>? {
    guard cutsBeforeSpaces && window.count >= Self.shortestForLanes else { return nil }
    let quarter = window.count / 4
    var ends = InlineArray<4, Int>(repeating: window.upperBound)
    for index in 0..<3 {
      let start = window.lowerBound + (index + 1) * quarter
      guard let cut = text.firstSafeCut(in: start..<start + quarter / 2) else { return nil }
      ends[index] = cut + 1
    }
    var lanes = InlineArray<4, BoundaryLane>(
      repeating: BoundaryLane(from: window.lowerBound, to: ends[0], codesAt: 0))
    for index in 1..<4 {
      lanes[index] = BoundaryLane(
        from: ends[index - 1] - 1, to: ends[index], codesAt: lanes[index - 1].blockAfterLast)
    }
    return lanes
  }

  /// Takes what is left of a lane.
  private func finish(
    _ lane: inout BoundaryLane, of text: borrowing Buffer<UInt8>, to end: Int,
    with scanner: BoundaryScanner, _ runs: inout LongRuns, into codes: inout BoundaryCodes
  ) throws(PatternError) {
    while true {
      if lane.isInDetour {
        try leaveDetour(&lane, of: text, to: end, with: scanner, &runs, into: &codes)
      } else if lane.wholeBlocks > 0 {
        scanner.run(&lane, over: text, into: &codes)
      } else if !lane.isDone {
        scanner.runBlock(of: &lane, skipping: 0, over: text, into: &codes)
      } else {
        return
      }
    }
  }

  /// Cuts one pretoken by the automaton, and starts the machine afresh behind it.
  private func leaveDetour(
    _ lane: inout BoundaryLane, of text: borrowing Buffer<UInt8>, to end: Int,
    with scanner: BoundaryScanner, _ runs: inout LongRuns, into codes: inout BoundaryCodes
  ) throws(PatternError) {
    let place = try endOfNext(
      text, from: codes.lastBoundary(of: lane, in: text), to: end, &runs)
    guard place < lane.end else { return lane.finish(at: place) }
    codes.add(boundaryAt: place, of: lane)
    let skipped = lane.restart(at: place)
    scanner.runBlock(of: &lane, skipping: skipped, over: text, into: &codes)
  }

  /// Where the next pretoken ends: a match, or what lies in front of one.
  private func endOfNext(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, _ runs: inout LongRuns
  ) throws(PatternError) -> Int {
    let matched = try match(text, from: start, to: end, &runs)
    return try matched > start ? matched : endOfGap(text, from: start, to: end, &runs)
  }
}

extension Buffer<UInt8> {
  /// The first place in `range` with a U+0020 behind a scalar that is surely not white space.
  package func firstSafeCut(in range: Range<Int>) -> Int? {
    range.first { isSafeCut($0) }
  }

  /// Whether there is a U+0020 at `place`, behind a scalar that is surely not white space.
  package func isSafeCut(_ place: Int) -> Bool {
    guard place > 0, self[place] == 0x20 else { return false }
    let before = self[place - 1]
    if before < 0x80 { return (0x21...0x7E).contains(before) }
    var first = place - 1
    while first > 0 && place - first < 4 && self[first] & 0xC0 == 0x80 { first -= 1 }
    // All white space beyond ASCII starts with one of these bytes.
    return self[first] >= 0xC3 && !(0xE1...0xE3).contains(self[first])
  }
}
