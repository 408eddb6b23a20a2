// Several sorted counts become one: those of the threads, and those that had to leave memory.
//
//     PretokenCounts of each thread ─┐
//     temporary files of counts ─────┴─▶  CountsMerge  ──▶  PretokenCounts, or one temporary file

import Subword

/// Goes through several sorted counts at once, in the order of their bytes.
struct CountsMerge {
  /// A heap of those that have more: the first one's pretoken precedes all others.
  private var heap: [CountsCursor] = []

  init(
    _ counts: [PretokenCounts], _ files: [TemporaryFile]
  ) throws(VocabularizationError) {
    for counts in counts { try insert(CountsCursor(counts)) }
    for file in files {
      let reader: CountsCursor
      do { reader = CountsCursor(try file.reader()) } catch { throw .file(error) }
      try insert(reader)
    }
  }

  private mutating func insert(_ cursor: CountsCursor) throws(VocabularizationError) {
    guard try cursor.advance() else { return }
    heap.append(cursor)
    var index = heap.count - 1
    while index > 0 && heap[index].precedes(heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// The next pretoken with the sum of its counts; `nil` at the end.
  ///
  /// - Throws: `countOverflow` beyond 64 bits.
  mutating func next() throws(VocabularizationError) -> (ArraySlice<UInt8>, UInt64)? {
    guard let first = heap.first else { return nil }
    let pretoken = first.pretoken
    var sum: UInt64 = 0
    while let top = heap.first, top.pretoken == pretoken {
      let (total, overflows) = sum.addingReportingOverflow(top.count)
      if overflows { throw .countOverflow }
      sum = total
      try advanceTop()
    }
    return (pretoken, sum)
  }

  private mutating func advanceTop() throws(VocabularizationError) {
    if try !heap[0].advance() {
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
    }
    siftDown()
  }

  private mutating func siftDown() {
    var index = 0
    while index * 2 + 1 < heap.count {
      var child = index * 2 + 1
      if child + 1 < heap.count && heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(heap[index]) else { return }
      heap.swapAt(index, child)
      index = child
    }
  }
}

extension PretokenCounts {
  /// The sums of all `counts` and of what was spilled to `files`.
  ///
  /// - Throws: `countOverflow` beyond 64 bits; `memoryExceeded` when the result takes so much of
  ///   `memory` that it couldn't be merged.
  static func merged(
    _ counts: [PretokenCounts], _ files: [TemporaryFile], memory: Int
  ) throws(VocabularizationError) -> PretokenCounts {
    if files.isEmpty && counts.count == 1 { return counts[0] }
    let budget = MemoryBudget(memory)
    var merge = try CountsMerge(counts, files)
    var result = Builder()
    while let (pretoken, count) = try merge.next() {
      result.bytes.append(contentsOf: pretoken)
      result.endPretoken(count: count)
      // Arrays that grow are there twice for a moment. What merging takes is more in any case.
      try budget.check(3 * result.memory)
    }
    return result.build()
  }
}
