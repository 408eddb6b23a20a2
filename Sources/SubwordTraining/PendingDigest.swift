// The digest of the corpus, which nobody needs before the merges are learnt.
//
//     PretokenCounts  ──▶  PendingDigest, beside the merging  ──▶  Provenance

import Dispatch
import Synchronization

/// A digest that is worked out now, or meanwhile on another thread.
final class PendingDigest: Sendable {
  private let counts: PretokenCounts
  private let result = Mutex<[UInt8]?>(nil)
  private let group: DispatchGroup?

  init(of counts: PretokenCounts, besides: Bool) {
    self.counts = counts
    group = besides ? DispatchGroup() : nil
    guard let group else { return }
    DispatchQueue.global().async(group: group) { [self] in
      let digest = counts.digest
      result.withLock { $0 = digest }
    }
  }

  /// The digest; waits for it if need be.
  var value: [UInt8] {
    group?.wait()
    return result.withLock { $0 } ?? counts.digest
  }
}
