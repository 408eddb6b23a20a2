// The compiled form of a pattern, and the loop that runs it.
//
//     text  ──▶  PatternTables.cut  ──▶  pretokens
//
// One table row for each state, one column for each class of scalars and one for the end.
// `ReferencePatternMatcher` decides what is right.

/// Where a pretoken lies in a buffer of text.
package struct PretokenRange: BitwiseCopyable {
  package var start: UInt32
  package var end: UInt32

  @inlinable
  package init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }
}

/// The automaton of a pattern as flat tables.
struct PatternTables: Sendable {
  /// By state × class: the offset of the next state's row, and the two flags.
  private let transitions: [UInt32]
  /// Columns of a row: the classes, then the end of the text.
  private let classCount: Int
  /// See ``ScalarClasses``.
  private let classes: [UInt8]
  private let pages: [UInt32]

  /// A match ends in front of the class that is taken.
  private static let accepts: UInt32 = 1 << 24
  /// No match can be longer: the next pretoken starts where the last match ended.
  private static let ends: UInt32 = 1 << 25
  private static let row: UInt32 = (1 << 24) - 1

  init(_ automaton: PatternAutomaton) {
    let width = automaton.classes.count + 1
    classCount = automaton.classes.count
    classes = automaton.classes.classes
    pages = automaton.classes.pages
    transitions = automaton.transitions.flatMap { row in
      row.map { transition in
        let next = transition.state.map { UInt32($0 * width) } ?? Self.ends
        return next | (transition.accepts ? Self.accepts : 0)
      }
    }
  }

  /// What becomes of text between two matches.
  enum Gaps: Hashable, Sendable {
    /// It is a pretoken.
    case kept
    /// It goes.
    case removed
  }

  /// Cuts valid UTF-8 into pretokens, from `start` on, until `limit` of them are found or `end` is
  /// reached.
  ///
  /// - Returns: Where to go on.
  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, gaps: Gaps, limit: Int,
    into pretokens: inout Buffer<PretokenRange>
  ) -> Int {
    let transitions = self.transitions.span
    let classes = self.classes.span
    let pages = self.pages.span
    var position = start
    var gap = start
    while position < end && pretokens.count < limit {
      var matched = position
      var row = 0
      var index = position
      var transition: UInt32 = 0
      repeat {
        let byte = Int(text[index])
        var next = index + 1
        var symbol = 0
        if byte < 0x80 {
          symbol = Int(classes[byte])
        } else {
          let (scalar, length) = scalar(byte, at: index, of: text)
          symbol = Int(classes[Int(pages[scalar >> 7]) + scalar & 127])
          next = index + length
        }
        transition = transitions[row + symbol]
        if transition & Self.accepts != 0 { matched = index }
        row = Int(transition & Self.row)
        index = next
      } while transition & Self.ends == 0 && index < end
      if transition & Self.ends == 0 && transitions[row + classCount] & Self.accepts != 0 {
        matched = end
      }
      if matched > position {
        if gap < position && gaps == .kept { pretokens.append(PretokenRange(gap, position)) }
        pretokens.append(PretokenRange(position, matched))
        position = matched
        gap = position
      } else {
        position += UTF8Scalar.width(text[position])
      }
    }
    if gap < position && gaps == .kept && position >= end {
      pretokens.append(PretokenRange(gap, end))
      gap = end
    }
    return gaps == .removed && position >= end ? end : gap
  }

  /// The scalar whose first byte, of two to four, is `byte`.
  @inline(__always)
  private func scalar(
    _ byte: Int, at index: Int, of text: borrowing Buffer<UInt8>
  ) -> (scalar: Int, length: Int) {
    let second = Int(text[index + 1]) & 0x3F
    if byte < 0xE0 { return ((byte & 0x1F) << 6 | second, 2) }
    let third = Int(text[index + 2]) & 0x3F
    if byte < 0xF0 { return ((byte & 0xF) << 12 | second << 6 | third, 3) }
    let fourth = Int(text[index + 3]) & 0x3F
    return ((byte & 7) << 18 | second << 12 | third << 6 | fourth, 4)
  }
}
