// Chance in merging: BPE-dropout.
//
//     seed  ──▶  MergeChance  ──▶  Dropout.skips: how many merges of the queue are passed over
//
// Source: Provilkov, Emelianenko, Voita 2020; Hugging Face's `Word::merge_all` for what exactly is
// left to chance. Its chance has no seed; ours gives the same result for the same seed everywhere.

/// Chance that can be repeated: SplitMix64, the same numbers for the same seed on every machine.
///
/// Source: Steele, Lea, Flood 2014.
public struct MergeChance: RandomNumberGenerator, Hashable, Sendable {
  private var state: UInt64

  /// The chance that belongs to `seed`.
  public init(seed: UInt64) { state = seed }

  /// The chance that belongs to the text of this number among those encoded with `seed`. That of the
  /// first text is the seed's own.
  init(seed: UInt64, text number: Int) {
    var numbered = MergeChance(seed: UInt64(truncatingIfNeeded: number))
    state = number == 0 ? seed : seed ^ numbered.next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// How likely each merge is left out when its turn comes.
struct Dropout: Sendable {
  /// The likelihood that 1, 2, 4, … 2³¹ merges in a row are left out.
  private let powers: [Double]

  /// - Parameter likelihood: From 0 to 1; what is beyond counts as the nearer of the two.
  init(_ likelihood: Double) {
    // The reference has single precision.
    var power = Double(Float(min(max(likelihood, 0), 1)))
    powers = (0..<32).map { _ in
      defer { power *= power }
      return power
    }
  }

  /// How many merges in a row are left out: as many as a coin falls on the one side before it first
  /// falls on the other, in a single draw. At a likelihood of 1 more than there ever are.
  ///
  /// At least `k` are left out where the draw is less than the `k`-th power of the likelihood; the
  /// bits of the largest such `k` are found one by one. Only multiplications, so that every machine
  /// finds the same.
  func skips(by chance: inout MergeChance) -> Int {
    let draw = Double(chance.next() >> 11) * 0x1p-53
    var (count, power) = (0, 1.0)
    for bit in powers.indices.reversed() where draw < power * powers[bit] {
      power *= powers[bit]
      count += 1 << bit
    }
    return count
  }
}

/// Numbers in order, of which any can be taken out by its place.
///
/// Runs of up to 512 sorted numbers: taking one out and putting one in move at most a run, and look
/// at most at the size of each.
struct SortedRuns {
  private var runs: [[UInt64]] = []

  private static let longestRun = 512

  var isEmpty: Bool { runs.isEmpty }

  /// Takes out the number that `place` others precede; `nil` if there are no more than those.
  mutating func remove(at place: Int) -> UInt64? {
    var rest = place
    for index in runs.indices {
      if rest < runs[index].count {
        let number = runs[index].remove(at: rest)
        if runs[index].isEmpty { runs.remove(at: index) }
        return number
      }
      rest -= runs[index].count
    }
    return nil
  }

  mutating func insert(_ number: UInt64) {
    // The last run that starts at or below the number, or the first.
    let run = max(runs.partitioningIndex(where: { $0[0] > number }) - 1, 0)
    guard run < runs.count else { return runs.append([number]) }
    runs[run].insert(number, at: runs[run].partitioningIndex(where: { $0 > number }))
    guard runs[run].count > Self.longestRun else { return }
    let half = runs[run].count / 2
    runs.insert(Array(runs[run][half...]), at: run + 1)
    runs[run].removeLast(runs[run].count - half)
  }
}
