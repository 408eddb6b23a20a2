// Merging neighbours: the lowest rank first, the leftmost of equal ones, until none is left.
//
//     units  ──▶  PairMerger  ──▶  tokens, in the same array
//                   ├─ up to 32 units: look at all ranks for the lowest
//                   ├─ more: a queue of ranks over a chain of units
//                   └─ with dropout: the same over runs in which any place can be taken out

/// Is told which merges come into question, in the order of time.
protocol MergeObserver: ~Copyable {
  /// Two neighbours could become one, whether they will or not.
  mutating func proposed(_ left: TokenID, _ right: TokenID, as result: TokenID)
}

/// Who doesn't want to know.
struct NoMergeObserver: MergeObserver {
  @inline(__always)
  mutating func proposed(_ left: TokenID, _ right: TokenID, as result: TokenID) {}
}

/// Merges units by a table.
struct PairMerger: Sendable {
  private let table: MergeTable
  /// The result of each rank, where two merges may take turns at one place with the same result.
  ///
  /// Hugging Face's queue holds a merge as long as the two units at its place become the same token.
  /// If every merge makes a token longer, these are always the same two units, and this is empty.
  private let resultOfRank: [TokenID]

  /// How many units are merged together; more are merged in stretches of so many, none across their
  /// ends. Callers that encode texts refuse such ones before.
  private let longestStretch: Int

  static let longestScan = 32

  init(
    _ table: MergeTable, resultOfRank: [TokenID] = [], longestStretch: Int = UnitChain.longest
  ) {
    self.table = table
    self.resultOfRank = resultOfRank
    self.longestStretch = longestStretch
  }

  /// Merges what `units` holds from `start` on.
  @inline(__always)
  func merge<Unit: SegmentationUnit>(
    _ units: inout [Unit], from start: Int, _ observer: inout some MergeObserver
  ) {
    if units.count - start <= Self.longestScan && resultOfRank.isEmpty {
      mergeByScan(&units, from: start, &observer)
    } else if units.count - start <= longestStretch {
      mergeByQueue(&units, from: start, &observer)
    } else {
      eachStretch(of: &units, from: start) { mergeByQueue(&$0, from: 0, &observer) }
    }
  }

  /// Calls `merge` with one stretch of units after the other, and joins what is left of them.
  private func eachStretch<Unit: SegmentationUnit>(
    of units: inout [Unit], from start: Int, _ merge: (inout [Unit]) -> Void
  ) {
    let all = units[start...]
    units.removeLast(all.count)
    for place in stride(from: all.startIndex, to: all.endIndex, by: longestStretch) {
      var stretch = Array(all[place..<min(place + longestStretch, all.endIndex)])
      merge(&stretch)
      units += stretch
    }
  }

  @inline(__always)
  private func value<Unit: SegmentationUnit>(
    _ left: Unit, _ right: Unit, _ observer: inout some MergeObserver
  ) -> UInt64 {
    let value = table.value(left.id, right.id)
    if value != MergeTable.noMerge {
      observer.proposed(left.id, right.id, as: MergeTable.result(value))
    }
    return value
  }

  /// Appends what the bytes of a short pretoken merge into.
  func merge<Unit: SegmentationUnit>(
    _ bytes: Span<UInt8>, _ pairs: BytePairs, into units: inout [Unit]
  ) {
    var row = InlineArray<32, Unit>(repeating: Unit(pairs.token(bytes[0]), from: 0, to: 1))
    var values = InlineArray<32, UInt64>(repeating: MergeTable.noMerge)
    for index in 1..<bytes.count {
      row[index] = Unit(pairs.token(bytes[index]), from: index, to: index &+ 1)
      values[index &- 1] = pairs.value(bytes[index &- 1], bytes[index])
    }
    var observer = NoMergeObserver()
    let count = scan(&row, &values, bytes.count, &observer)
    for index in 0..<count { units.append(row[index]) }
  }

  /// Looks at every rank for each merge: quadratic, and fastest for a few units.
  private func mergeByScan<Unit: SegmentationUnit>(
    _ units: inout [Unit], from start: Int, _ observer: inout some MergeObserver
  ) {
    var count = units.count &- start
    guard count > 1 else { return }
    var row = InlineArray<32, Unit>(repeating: units[start])
    var values = InlineArray<32, UInt64>(repeating: MergeTable.noMerge)
    for index in 1..<count {
      row[index] = units[start &+ index]
      values[index &- 1] = value(row[index &- 1], row[index], &observer)
    }
    count = scan(&row, &values, count, &observer)
    units.removeLast(units.count &- start)
    for index in 0..<count { units.append(row[index]) }
  }

  /// Merges the first `count` units of a row, of which each two neighbours have a value.
  ///
  /// - Returns: How many are left.
  @inline(__always)
  private func scan<Unit: SegmentationUnit>(
    _ row: inout InlineArray<32, Unit>, _ values: inout InlineArray<32, UInt64>, _ count: Int,
    _ observer: inout some MergeObserver
  ) -> Int {
    var count = count
    while true {
      var (best, place) = (values[0], 0)
      // Of equal ranks the first; the results of equal ranks may differ.
      for index in 1..<max(count &- 1, 1) where values[index] &>> 32 < best &>> 32 {
        (best, place) = (values[index], index)
      }
      if best == MergeTable.noMerge { break }
      row[place] = row[place].joined(with: row[place &+ 1], as: MergeTable.result(best))
      count &-= 1
      for index in place &+ 1..<max(count, place &+ 1) {
        row[index] = row[index &+ 1]
        values[index &- 1] = values[index]
      }
      values[count &- 1] = MergeTable.noMerge
      if place > 0 { values[place &- 1] = value(row[place &- 1], row[place], &observer) }
      if place &+ 1 < count { values[place] = value(row[place], row[place &+ 1], &observer) }
    }
    return count
  }

  /// Keeps the ranks in a heap and the units in a chain.
  private func mergeByQueue<Unit: SegmentationUnit>(
    _ units: inout [Unit], from start: Int, _ observer: inout some MergeObserver
  ) {
    let count = units.count - start
    guard count > 1 else { return }
    var chain = UnitChain(count: count)
    var queue = MergeQueue(expecting: count)
    for place in 0..<count - 1 {
      let value = value(units[start + place], units[start + place + 1], &observer)
      if value != MergeTable.noMerge { queue.appendUnordered(MergeQueue.entry(value, at: place)) }
    }
    queue.order()
    while let entry = queue.popFirst() {
      let place = MergeQueue.place(entry)
      guard merge(place, entry, &units, start, &chain) else { continue }
      if let previous = chain.previous(place) {
        let value = value(units[start + previous], units[start + place], &observer)
        if value != MergeTable.noMerge { queue.push(MergeQueue.entry(value, at: previous)) }
      }
      if let next = chain.next(place) {
        let value = value(units[start + place], units[start + next], &observer)
        if value != MergeTable.noMerge { queue.push(MergeQueue.entry(value, at: place)) }
      }
    }
    compact(&units, from: start, chain)
  }

  /// Merges what is at `place` with what is behind it, if that is still what `entry` says.
  @inline(__always)
  private func merge<Unit: SegmentationUnit>(
    _ place: Int, _ entry: UInt64, _ units: inout [Unit], _ start: Int, _ chain: inout UnitChain
  ) -> Bool {
    guard chain.startsRun(at: place), let next = chain.next(place) else { return false }
    let value = table.value(units[start + place].id, units[start + next].id)
    guard value != MergeTable.noMerge, isSame(MergeTable.rank(value), MergeTable.rank(entry)) else {
      return false
    }
    units[start + place] = units[start + place].joined(
      with: units[start + next], as: MergeTable.result(value))
    chain.join(place, next)
    return true
  }

  @inline(__always)
  private func isSame(_ rank: UInt32, _ other: UInt32) -> Bool {
    rank == other
      || !resultOfRank.isEmpty && resultOfRank[Int(rank)] == resultOfRank[Int(other)]
  }

  /// Moves the first unit of each run to the front.
  private func compact<Unit: SegmentationUnit>(
    _ units: inout [Unit], from start: Int, _ chain: borrowing UnitChain
  ) {
    var (end, place): (Int, Int?) = (start, 0)
    while let run = place {
      units[end] = units[start + run]
      end += 1
      place = chain.next(run)
    }
    units.removeLast(units.count - end)
  }

  // MARK: Dropout

  /// Merges as Hugging Face does with dropout: before each merge every one that comes before it in
  /// the queue was left out by chance, and all of those come into question again.
  func merge<Unit: SegmentationUnit>(
    _ units: inout [Unit], from start: Int, dropout: Dropout, by chance: inout MergeChance
  ) {
    let count = units.count - start
    guard count > 1 else { return }
    guard count <= longestStretch else {
      return eachStretch(of: &units, from: start) {
        merge(&$0, from: 0, dropout: dropout, by: &chance)
      }
    }
    var chain = UnitChain(count: count)
    var queue = SortedRuns()
    func propose(_ place: Int?, _ chain: borrowing UnitChain) {
      guard let place, let next = chain.next(place) else { return }
      let value = table.value(units[start + place].id, units[start + next].id)
      if value != MergeTable.noMerge { queue.insert(MergeQueue.entry(value, at: place)) }
    }
    for place in 0..<count - 1 { propose(place, chain) }
    while !queue.isEmpty, let entry = queue.remove(at: dropout.skips(by: &chance)) {
      let place = MergeQueue.place(entry)
      guard merge(place, entry, &units, start, &chain) else { continue }
      propose(chain.previous(place), chain)
      propose(place, chain)
    }
    compact(&units, from: start, chain)
  }
}
