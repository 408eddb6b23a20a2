// What becomes of the matches of a pattern when they aren't simply pretokens.

import SubwordMemory

/// Cuts at the matches of a pattern, and joins them with their neighbours or leaves them out.
struct MatchMergingStage: CuttingStage {
  /// Gives the matches alone.
  private let pattern: CompiledPattern
  private let behavior: Pretokenizer.Behavior
  /// Whether matches count as gaps, and gaps as matches.
  private let isInverted: Bool

  /// - Parameter pattern: Gives the matches alone.
  init(_ pattern: CompiledPattern, _ behavior: Pretokenizer.Behavior, inverted: Bool) {
    self.pattern = pattern
    self.behavior = behavior
    isInverted = inverted
  }

  var usesICU: Bool { pattern.usesICU }

  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var matches = Buffer<PretokenRange>()
    try pattern.appendMatches(in: PretokenRange(start, end), of: text, to: &matches)
    var merger = PartMerger(behavior)
    var gap = start
    for index in 0..<matches.count {
      let match = matches[index]
      if gap < match.start {
        merger.add(PretokenRange(gap, match.start), isMatch: isInverted, to: &parts)
      }
      merger.add(match, isMatch: !isInverted, to: &parts)
      gap = match.end
    }
    if gap < end { merger.add(PretokenRange(gap, end), isMatch: isInverted, to: &parts) }
    merger.finish(&parts)
    return end
  }
}

/// Joins matches and gaps, which come first to last, as a behaviour says.
private struct PartMerger {
  private let behavior: Pretokenizer.Behavior
  private var pending: PretokenRange?
  private var pendingIsMatch = false

  init(_ behavior: Pretokenizer.Behavior) { self.behavior = behavior }

  /// Takes the next match or gap. A match may be empty: it separates what lies on both sides.
  mutating func add(
    _ range: PretokenRange, isMatch: Bool, to parts: inout Buffer<PretokenRange>
  ) {
    if let last = pending, joins(isMatch) {
      pending = PretokenRange(last.start, range.end)
    } else {
      finish(&parts)
      pending = behavior == .removed && isMatch ? nil : range
    }
    pendingIsMatch = isMatch
  }

  /// Whether what comes next belongs to what came last.
  private func joins(_ isMatch: Bool) -> Bool {
    switch behavior {
    case .removed, .isolated: false
    case .mergedWithPrevious: isMatch && !pendingIsMatch
    case .mergedWithNext: !isMatch && pendingIsMatch
    case .contiguous: isMatch == pendingIsMatch
    }
  }

  /// Gives out what is pending.
  mutating func finish(_ parts: inout Buffer<PretokenRange>) {
    if let last = pending, last.count > 0 { parts.append(last) }
    pending = nil
  }
}
