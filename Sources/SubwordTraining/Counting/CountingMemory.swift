// How the memory that counting may take is shared out.
//
//     bound  ──▶  CountingMemory  ──▶  threads, a table for each, the longest stretch of text

/// Shares of the memory that counting may take.
struct CountingMemory {
  /// All of it, in bytes.
  let bound: Int
  /// How many threads count.
  let threads: Int
  /// How much the table of one thread may take before it leaves memory.
  var table: Int
  /// How long a stretch of text may be that can't be cut.
  let longestStretch: Int
  /// Longer stretches are counted one at a time. Blocks of text that can be cut are shorter.
  var longestShared: Int

  /// What a thread needs at least for its blocks and its scratch.
  private static let threadMemory = 8_000_000
  /// A stretch that is no burden in any case.
  private static let shortStretch = 1 << 20

  /// - Parameter threads: How many are asked for; there are fewer where the bound is small.
  init(bound: Int, threads: Int) {
    self.bound = bound
    self.threads = max(1, min(threads, bound / Self.threadMemory))
    // Sorting a table takes three times its memory once more, and all threads may do so at once.
    table = bound / (5 * self.threads)
    // Read, repaired, normalized, cut by ICU and counted, a stretch takes some 20 times its size.
    longestStretch = max(bound / 32, Self.shortStretch)
    longestShared = max(longestStretch / self.threads, Self.shortStretch)
  }
}
