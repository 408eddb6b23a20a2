// The compiled form of a pattern, and the loop that runs it.
//
//     text  ──▶  PatternTables.cut  ──▶  pretokens
//
// The boundary machine runs over the text once; where it takes a detour, and at the end of the text,
// the automaton cuts one pretoken. `ReferencePatternMatcher` decides what is right.

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
  /// By standing × class: the offset of the next standing's row, and the flags of a step. Empty
  /// where a pattern has no boundary machine.
  private let steps: [UInt32]
  /// The column for the end of the text, behind those of the classes.
  private let endColumn: Int
  /// See ``ScalarClasses``.
  private let classes: [UInt8]
  private let pages: [UInt32]

  private static let row: UInt32 = (1 << 24) - 1
  /// A match ends in front of the class that is taken.
  private static let accepts: UInt32 = 1 << 24
  /// No match can be longer: the next pretoken starts where the last match ended.
  private static let ends: UInt32 = 1 << 25

  /// A pretoken ends in front of the class that is taken, …
  private static let boundary: UInt32 = 1 << 24
  /// … or, with this flag too, one scalar earlier.
  private static let back: UInt32 = 1 << 25
  private static let detour: UInt32 = 1 << 26

  init(_ automaton: PatternAutomaton) {
    let width = automaton.classes.count + 1
    endColumn = automaton.classes.count
    classes = automaton.classes.classes
    pages = automaton.classes.pages
    transitions = automaton.transitions.flatMap { row in
      row.map { transition in
        let next = transition.state.map { UInt32($0 * width) } ?? Self.ends
        return next | (transition.accepts ? Self.accepts : 0)
      }
    }
    let machine = BoundaryTransducer(automaton)
    steps = (machine?.steps ?? []).flatMap { row in
      row.map { step in UInt32(step.next * row.count) | Self.flags(step.output) }
    }
  }

  private static func flags(_ output: BoundaryTransducer.Output) -> UInt32 {
    switch output {
    case .nothing: 0
    case .boundary(let distance): distance == 0 ? boundary : boundary | back
    case .detour: detour
    }
  }

  /// What becomes of text between two matches.
  enum Gaps: Hashable, Sendable {
    /// It is a pretoken.
    case kept
    /// It goes.
    case removed
  }

  /// Cuts valid UTF-8 into pretokens, from `start` on, until about `limit` of them are found or
  /// `end` is reached.
  ///
  /// - Returns: Where to go on.
  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, gaps: Gaps, limit: Int,
    into pretokens: inout Buffer<PretokenRange>
  ) -> Int {
    var position = start
    while position < end && pretokens.count < limit {
      if !steps.isEmpty {
        let window = min(end - position, limit - pretokens.count, Self.longestWindow)
        position = stream(text, from: position, to: position + window, into: &pretokens)
      }
      if position < end {
        position = cutOne(text, from: position, to: end, gaps: gaps, into: &pretokens)
      }
    }
    return position
  }

  private static let longestWindow = 1 << 12

  /// Cuts by the boundary machine until it needs a detour or comes to `end`.
  ///
  /// - Returns: Where the last pretoken ends that was found.
  private func stream(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int,
    into pretokens: inout Buffer<PretokenRange>
  ) -> Int {
    pretokens.grow(to: pretokens.count + end - start + 1)
    let steps = self.steps.span
    let classes = self.classes.span
    var row = 0
    var index = start
    var tokenStart = start
    while index < end {
      let byte = Int(text[index])
      let (symbol, length) =
        byte < 0x80 ? (Int(classes[byte]), 1) : symbol(byte, at: index, of: text)
      let step = steps[row &+ symbol]
      var place = index
      if step & (Self.back | Self.detour) != 0 {
        // One scalar back is one byte back, unless that scalar has more.
        if step & Self.detour != 0 || text[index &- 1] >= 0x80 { return tokenStart }
        place = index &- 1
      }
      let isBoundary = step & Self.boundary != 0
      pretokens.append(PretokenRange(tokenStart, place), if: isBoundary)
      tokenStart = isBoundary ? place : tokenStart
      row = Int(step & Self.row)
      index = index &+ length
    }
    return tokenStart
  }

  /// Cuts one pretoken, and what no match covers in front of it, by the automaton.
  ///
  /// - Returns: Where the pretoken ends.
  private func cutOne(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, gaps: Gaps,
    into pretokens: inout Buffer<PretokenRange>
  ) -> Int {
    var position = start
    while position < end {
      let matched = match(text, from: position, to: end)
      if matched > position {
        if position > start && gaps == .kept { pretokens.append(PretokenRange(start, position)) }
        pretokens.append(PretokenRange(position, matched))
        return matched
      }
      position += UTF8Scalar.width(text[position])
    }
    if gaps == .kept { pretokens.append(PretokenRange(start, end)) }
    return end
  }

  /// Where the match ends that starts at `start`; `start` when there is none.
  private func match(_ text: borrowing Buffer<UInt8>, from start: Int, to end: Int) -> Int {
    let transitions = self.transitions.span
    var matched = start
    var row = 0
    var index = start
    while index < end {
      let byte = Int(text[index])
      let (symbol, length) =
        byte < 0x80 ? (Int(classes[byte]), 1) : symbol(byte, at: index, of: text)
      let transition = transitions[row + symbol]
      if transition & Self.accepts != 0 { matched = index }
      if transition & Self.ends != 0 { return matched }
      row = Int(transition & Self.row)
      index += length
    }
    return transitions[row + endColumn] & Self.accepts != 0 ? end : matched
  }

  /// The class of the scalar whose first byte, of two to four, is `byte`, and how many it has.
  @inline(__always)
  private func symbol(
    _ byte: Int, at index: Int, of text: borrowing Buffer<UInt8>
  ) -> (symbol: Int, length: Int) {
    let second = Int(text[index &+ 1]) & 0x3F
    if byte < 0xE0 { return (symbol(of: (byte & 0x1F) &<< 6 | second), 2) }
    let third = Int(text[index &+ 2]) & 0x3F
    if byte < 0xF0 { return (symbol(of: (byte & 0xF) &<< 12 | second &<< 6 | third), 3) }
    let fourth = Int(text[index &+ 3]) & 0x3F
    return (symbol(of: (byte & 7) &<< 18 | second &<< 12 | third &<< 6 | fourth), 4)
  }

  @inline(__always)
  private func symbol(of scalar: Int) -> Int {
    Int(classes[Int(pages[scalar &>> 7]) &+ scalar & 127])
  }
}
