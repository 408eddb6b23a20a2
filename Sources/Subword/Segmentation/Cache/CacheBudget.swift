// How much memory the caches of a process may take together.
//
//     EncodingScratch  ──▶  CacheBudget: its share  ──▶  PretokenCache

import Synchronization

/// Memory that is shared out over all sessions of the process, so that more threads or more tokenizers
/// don't mean more of it.
struct CacheBudget: ~Copyable {
  /// What all have together.
  static let total = 32 << 20
  /// Less makes a cache useless: so much is granted when all is shared out.
  static let leastShare = 1 << 20

  private static let granted = Atomic<Int>(0)
  /// What one session gets while there is enough: there are seldom more sessions than processors.
  private static let share = max(total / SystemCalls.processorCount, leastShare)

  /// How many bytes this session has.
  let bytes: Int

  /// Takes a share until the value goes.
  init() {
    let rest = Self.total - Self.granted.load(ordering: .relaxed)
    bytes = max(min(Self.share, rest), Self.leastShare)
    Self.granted.add(bytes, ordering: .relaxed)
  }

  deinit { Self.granted.subtract(bytes, ordering: .relaxed) }
}
