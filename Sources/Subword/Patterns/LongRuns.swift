// How far runs of an automaton went in vain, so that no later one goes there again.
//
//     PatternTables.match  ──▶  LongRuns: places and states  ──▶  the next match stops there
//
// An automaton that looks for the longest match may read to the end of a text to find that the match
// ended long before: `a*b|a` does so at each letter of a text of a's.

/// What is remembered of runs over one text that read far behind their matches.
///
/// A run is noted at certain places, with the state it is in. If no match ends from there on, a later
/// run that comes to the same place in the same state needs to go no further: what it would find is
/// known. So long runs meet, and time is linear in the text. Short ones note nothing.
///
/// Source: Reps 1998, which notes every step.
struct LongRuns {
  /// Runs are noted at the first scalar behind each multiple of this, so that they can meet.
  private static let stride = 128

  /// Places and states from which no match ends.
  private var vain: Set<UInt64> = []
  /// Where the run under way was noted; matches may still end behind.
  private var open: [UInt64] = []
  private var lastOpen = 0
  /// How much may be remembered: so many automata run side by side without ever meeting that the
  /// pattern is too hard.
  private let limit: Int
  /// How often runs were noted.
  private(set) var steps = 0

  /// - Parameter count: How many bytes the text has.
  init(bytes count: Int) { limit = 1 << 12 + count / 2 }

  /// Where a run that is at `index` is noted next; a number to compare places with.
  @inline(__always)
  static func nextPlace(behind index: Int) -> Int { (index | (stride &- 1)) &+ 1 }

  /// Notes a run.
  ///
  /// - Parameters:
  ///   - row: The state that it is in.
  ///   - index: The place in the text.
  ///   - start: Where the run started.
  ///   - matched: Up to where it has matched.
  /// - Returns: Whether a match may end from there on.
  /// - Throws: `timeLimitExceeded` if too much would have to be remembered.
  mutating func goesOn(
    _ row: Int, at index: Int, from start: Int, matched: Int
  ) throws(PatternError) -> Bool {
    if index &- start < Self.stride { return true }
    steps += 1
    if matched >= lastOpen { open.removeAll(keepingCapacity: true) }
    let place = UInt64(truncatingIfNeeded: index) << 24 | UInt64(truncatingIfNeeded: row)
    if vain.contains(place) { return false }
    if vain.count + open.count >= limit { throw .timeLimitExceeded(at: start) }
    open.append(place)
    lastOpen = index
    return true
  }

  /// Ends a run.
  ///
  /// - Returns: Up to where it has matched.
  @inline(__always)
  mutating func end(matched: Int) -> Int {
    if !open.isEmpty { close(matched) }
    return matched
  }

  private mutating func close(_ matched: Int) {
    // A match may end in front of the class that comes at the place: then it isn't in vain.
    for place in open where Int(truncatingIfNeeded: place >> 24) > matched { vain.insert(place) }
    open.removeAll(keepingCapacity: true)
    lastOpen = 0
  }

  /// How many bytes are to be cut at least before what is remembered is given up: a sixteenth of those
  /// that were read to know it.
  var worth: Int { vain.count &* Self.stride / 16 }
}
