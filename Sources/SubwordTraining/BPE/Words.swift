// The corpus as the merge loop sees it: distinct words as rows of symbols.
//
//     PretokenCounts  ──▶  alphabet  ──▶  Words  ──▶  MergeLoop
//
// A word is a pretoken whose bytes or characters have become symbols, with how often it occurs.

import Subword
import SubwordMemory

/// Distinct words as symbols, one behind the other, and how often each occurs.
struct Words: ~Copyable {
  /// The symbols of all words, one behind the other; behind them room for more.
  private(set) var symbols: Buffer<UInt32>
  /// Where each word ends in `symbols`.
  private(set) var ends: Buffer<Int>
  /// How often each word occurs.
  private(set) var counts: Buffer<UInt64>
  private(set) var count = 0
  /// How many symbols all words have together.
  private(set) var symbolCount = 0
  /// How many symbols of the next word there are already.
  private var pending = 0

  /// Room for so many words of so many symbols in all.
  init(words: Int, symbols: Int) {
    self.symbols = Buffer(repeating: 0, count: symbols)
    ends = Buffer(repeating: 0, count: words)
    counts = Buffer(repeating: 0, count: words)
  }

  /// How much memory so many words take.
  static func memory(words: Int, symbols: Int) -> Int { 4 * symbols + 16 * words }

  @inline(__always)
  mutating func append(_ symbol: UInt32) {
    symbols[symbolCount &+ pending] = symbol
    pending &+= 1
  }

  /// Ends the word whose symbols were appended.
  ///
  /// Words of fewer than two symbols hold no pair: they go.
  mutating func endWord(count times: UInt64) {
    extendBound(pending, times: times)
    if pending > 1 {
      symbolCount += pending
      ends[count] = symbolCount
      counts[count] = times
      count += 1
    }
    pending = 0
  }

  func range(_ word: Int) -> Range<Int> {
    (word == 0 ? 0 : ends[word - 1])..<ends[word]
  }

  /// The words, frequent ones first as far as the number of binary digits of their count tells:
  /// what is merged often then lies together in memory.
  func byFallingCount() -> Buffer<UInt32> {
    var starts = [Int](repeating: 0, count: 65)
    for word in 0..<count { starts[counts[word].leadingZeroBitCount] += 1 }
    var next = 0
    for digits in starts.indices { (starts[digits], next) = (next, next + starts[digits]) }
    var order = Buffer<UInt32>(repeating: 0, count: count)
    for word in 0..<count {
      let digits = counts[word].leadingZeroBitCount
      order[starts[digits]] = UInt32(truncatingIfNeeded: word)
      starts[digits] += 1
    }
    return order
  }

  /// The sum over all words, those of one symbol too, of count × symbols: how many symbols the corpus
  /// has, and more than any pair's count. `nil` when that exceeds 63 bits.
  private(set) var bound: Int64? = 0

  private mutating func extendBound(_ symbols: Int, times count: UInt64) {
    let (product, overflows) = count.multipliedReportingOverflow(by: UInt64(symbols))
    guard !overflows, let product = Int64(exactly: product), let sum = bound else {
      bound = nil
      return
    }
    let (total, carries) = sum.addingReportingOverflow(product)
    bound = carries ? nil : total
  }
}
