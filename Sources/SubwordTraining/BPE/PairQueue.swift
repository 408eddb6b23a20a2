// Which pair is merged next: the most frequent, and among equals the one of smallest symbols.
//
// Counts only fall. So pairs wait in buckets by the number of binary digits of their count, and
// only the bucket on top is ever put in order. Most pairs never are.

import Subword
import SubwordMemory

/// A pair that waits, with its count when it was put there.
struct QueuedPair: BitwiseCopyable {
  var count: Int64
  /// The left symbol in the high half, the right one in the low half.
  var key: UInt64
  var index: UInt32

  /// Whether this pair is merged before `other`: Hugging Face's order, by which ties are broken.
  @inline(__always)
  func precedes(_ other: QueuedPair) -> Bool {
    count > other.count || (count == other.count && key < other.key)
  }
}

/// Pairs in falling order of count, put in order no earlier than needed.
struct PairQueue: ~Copyable {
  /// Pairs by `digits(count)`; what has fallen since it was put there is moved when it is met.
  private var buckets = [[UInt32]](repeating: [], count: 64)
  /// The bucket that `heap` holds; all above are empty.
  private var level = 63
  /// A heap of four children each: its root precedes all others.
  private var heap = Buffer<QueuedPair>()

  private static func digits(_ count: Int64) -> Int { 63 - count.leadingZeroBitCount }

  /// Adds a pair of a positive count.
  mutating func insert(_ pair: QueuedPair) {
    let digits = Self.digits(pair.count)
    if digits < level {
      buckets[digits].append(pair.index)
    } else {
      heap.append(pair)
      siftUp(from: heap.count - 1)
    }
  }

  /// Takes out the pair to merge next.
  ///
  /// - Parameters:
  ///   - pairs: The pairs by index.
  ///   - counts: Their counts of now.
  mutating func next<Count: FixedWidthInteger & BitwiseCopyable>(
    _ pairs: borrowing Buffer<Pair>, _ counts: borrowing Buffer<Count>
  ) -> QueuedPair? {
    while true {
      if heap.isEmpty && !fill(pairs, counts) { return nil }
      var top = heap[0]
      let count = Int64(truncatingIfNeeded: counts[Int(top.index)])
      if count == top.count {
        removeTop()
        return top
      }
      // Its count has fallen since: back to where it belongs now.
      if count > 0 && Self.digits(count) >= level {
        top.count = count
        heap[0] = top
        siftDown(from: 0)
      } else {
        removeTop()
        if count > 0 { buckets[Self.digits(count)].append(top.index) }
      }
    }
  }

  /// The pair that is merged next if its count doesn't fall before.
  var likelyNext: Int? { heap.isEmpty ? nil : Int(heap[0].index) }

  /// Makes a heap of the highest bucket that has pairs.
  private mutating func fill<Count: FixedWidthInteger & BitwiseCopyable>(
    _ pairs: borrowing Buffer<Pair>, _ counts: borrowing Buffer<Count>
  ) -> Bool {
    while level >= 0 {
      let bucket = buckets[level]
      buckets[level] = []
      for index in bucket {
        let count = Int64(truncatingIfNeeded: counts[Int(index)])
        guard count > 0 else { continue }
        if Self.digits(count) < level {
          buckets[Self.digits(count)].append(index)
        } else {
          heap.append(QueuedPair(count: count, key: pairs[Int(index)].key, index: index))
        }
      }
      if heap.isEmpty {
        level -= 1
        continue
      }
      for index in stride(from: (heap.count - 2) / 4, through: 0, by: -1) { siftDown(from: index) }
      return true
    }
    return false
  }

  private mutating func removeTop() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    siftDown(from: 0)
  }

  private mutating func siftUp(from start: Int) {
    let pair = heap[start]
    var index = start
    while index > 0 {
      let parent = (index - 1) / 4
      guard pair.precedes(heap[parent]) else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = pair
  }

  private mutating func siftDown(from start: Int) {
    let pair = heap[start]
    var index = start
    while index * 4 + 1 < heap.count {
      let first = index * 4 + 1
      var best = first
      for child in first..<min(first + 4, heap.count) where heap[child].precedes(heap[best]) {
        best = child
      }
      guard heap[best].precedes(pair) else { break }
      heap[index] = heap[best]
      index = best
    }
    heap[index] = pair
  }
}
