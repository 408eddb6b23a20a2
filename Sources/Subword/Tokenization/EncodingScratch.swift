// Memory that encoding works in, kept from one text to the next.
//
//     Tokenizer  ──▶  ScratchPool  ──▶  EncodingScratch  ──▶  TokenizerSession  ──▶  back to the pool

import SubwordMemory
import Synchronization

/// Buffers and the cache of pretokens of one session at a time.
///
/// Each is held by one session or by the pool, never by two, so it may go from thread to thread.
final class EncodingScratch: @unchecked Sendable {
  /// How many pretokens are cut before they are segmented.
  static let batch = 1 << 12

  var text = Buffer<UInt8>()
  var repaired = Buffer<UInt8>()
  var normalized: [UInt8] = []
  var pretokens = Buffer<PretokenRange>(capacity: batch)
  var words = Buffer<PretokenRange>()
  var ids = Buffer<TokenID>()
  var cache: PretokenCache
  private let budget = CacheBudget()

  /// Buffers of more elements don't stay for the next text.
  private static let keptCapacity = 1 << 20

  init() { cache = PretokenCache(budget: budget.bytes) }

  /// Lets go what one long text has taken.
  func shrink() {
    if text.capacity > Self.keptCapacity { text = Buffer() }
    if repaired.capacity > Self.keptCapacity { repaired = Buffer() }
    if normalized.capacity > Self.keptCapacity { normalized = [] }
    if pretokens.capacity > Self.keptCapacity { pretokens = Buffer(capacity: Self.batch) }
    if words.capacity > Self.keptCapacity { words = Buffer() }
    if ids.capacity > Self.keptCapacity { ids = Buffer() }
  }
}

/// What sessions of a tokenizer have left behind, so that a short text finds a warm cache.
final class ScratchPool: Sendable {
  private let free = Mutex<[EncodingScratch]>([])
  /// More are let go.
  private static let largestCount = SystemCalls.processorCount

  /// A scratch that belongs to the caller until it is given back.
  func take() -> EncodingScratch {
    free.withLock { $0.popLast() } ?? EncodingScratch()
  }

  func giveBack(_ scratch: EncodingScratch) {
    scratch.shrink()
    free.withLock { free in
      if free.count < Self.largestCount { free.append(scratch) }
    }
  }
}

extension Buffer<UInt8> {
  /// Adds what loads of sixteen bytes may touch behind the text.
  mutating func addSlack() { resize(to: count + 16, filling: 0) }
}
