// Which units of a long pretoken have become one.
//
//     units      a  b  c  d  e  f
//     lengths    3  .  3' 1  2  2'      abc, d, ef: the length at both ends, the last one marked
//
// Both neighbours are one step away, for four bytes a unit.

import SubwordMemory

/// The runs into which neighbouring units have been joined, each named by its first unit.
struct UnitChain: ~Copyable {
  /// At the first and at the last unit of a run its length; at others 0 or what was once true.
  private var lengths: Buffer<UInt32>

  /// Set where a length stands at the last unit of a run that has more than one.
  private static let isLast: UInt32 = 1 << 31

  /// How many units lengths can count.
  static let longest = Int(isLast) - 1

  /// Runs of one unit each, ``longest`` at most.
  init(count: Int) {
    lengths = Buffer(repeating: 1, count: count)
  }

  /// Whether a run starts at `unit`.
  @inline(__always)
  func startsRun(at unit: Int) -> Bool {
    lengths[unit] != 0 && lengths[unit] & Self.isLast == 0
  }

  /// The run behind the one at `unit`, or `nil`.
  @inline(__always)
  func next(_ unit: Int) -> Int? {
    let next = unit + Int(lengths[unit])
    return next < lengths.count ? next : nil
  }

  /// The run before the one at `unit`, or `nil`.
  @inline(__always)
  func previous(_ unit: Int) -> Int? {
    unit == 0 ? nil : unit - Int(lengths[unit - 1] & ~Self.isLast)
  }

  /// Makes the run at `unit` and the one at `next` behind it one.
  @inline(__always)
  mutating func join(_ unit: Int, _ next: Int) {
    let length = lengths[unit] + lengths[next]
    lengths[next] = 0
    lengths[unit] = length
    lengths[unit + Int(length) - 1] = length | Self.isLast
  }
}
