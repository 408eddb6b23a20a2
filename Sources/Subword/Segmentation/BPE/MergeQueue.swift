// Which merge is next, in a long pretoken.

import SubwordMemory

/// The merges that were possible once, the lowest rank first, then the leftmost.
///
/// A binary heap of rank and place in one word. Entries are never taken out when they become
/// impossible; who pops them sees it.
struct MergeQueue: ~Copyable {
  private var heap: Buffer<UInt64>

  init(expecting count: Int) { heap = Buffer(capacity: count) }

  /// Rank and place in the order of the queue.
  @inline(__always)
  static func entry(_ value: UInt64, at place: Int) -> UInt64 {
    value & 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(truncatingIfNeeded: place))
  }

  @inline(__always)
  static func place(_ entry: UInt64) -> Int { Int(UInt32(truncatingIfNeeded: entry)) }

  /// Adds `entry` without ordering the heap; call `order` when all are there.
  mutating func appendUnordered(_ entry: UInt64) { heap.append(entry) }

  /// Makes a heap of what was added, in linear time.
  mutating func order() {
    for index in (0..<heap.count / 2).reversed() { siftDown(from: index) }
  }

  mutating func push(_ entry: UInt64) {
    var index = heap.count
    heap.append(entry)
    while index > 0 {
      let parent = (index - 1) / 2
      guard entry < heap[parent] else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = entry
  }

  mutating func popFirst() -> UInt64? {
    guard !heap.isEmpty else { return nil }
    let first = heap[0]
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown(from: 0)
    }
    return first
  }

  private mutating func siftDown(from start: Int) {
    var index = start
    let entry = heap[start]
    while index * 2 + 1 < heap.count {
      var child = index * 2 + 1
      if child + 1 < heap.count && heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < entry else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = entry
  }
}
