// The corpus as the merge loop sees it: distinct words as rows of symbols.
//
//     PretokenCounts  ──▶  UnitSymbols  ──▶  Words  ──▶  MergeLoop
//
// A word is a pretoken whose bytes or characters have become symbols, with how often it occurs. Its
// symbols are made when they are laid out, one word after the other: they are nowhere all at once.

import Subword
import SubwordMemory

/// The symbol of each unit of the alphabet.
enum UnitSymbols {
  /// By byte.
  case bytes([UInt32])
  /// By code point. What the alphabet lacks is left out of words, as in Hugging Face's trainer.
  case characters([UInt32: UInt32])

  /// Makes `symbols` those of a pretoken.
  func spell(_ pretoken: ArraySlice<UInt8>, into symbols: inout Buffer<UInt32>) {
    symbols.removeAll()
    switch self {
    case .bytes(let symbol):
      for byte in pretoken { symbols.append(symbol[Int(byte)]) }
    case .characters(let symbol):
      for scalar in String(decoding: pretoken, as: UTF8.self).unicodeScalars {
        if let symbol = symbol[scalar.value] { symbols.append(symbol) }
      }
    }
  }

  /// How many symbols a pretoken has.
  func count(in pretoken: ArraySlice<UInt8>) -> Int {
    switch self {
    case .bytes: return pretoken.count
    case .characters(let symbol):
      return String(decoding: pretoken, as: UTF8.self).unicodeScalars.reduce(0) {
        symbol[$1.value] == nil ? $0 : $0 + 1
      }
    }
  }
}

/// Distinct words of at least two symbols, frequent ones first, and what is known of them together.
struct Words: ~Copyable {
  private let counts: PretokenCounts
  private let table: UnitSymbols
  /// The words' places in `counts`: those first whose count has more binary digits. What is merged
  /// often then lies together in memory.
  private var order: Buffer<UInt32>

  /// How many symbols all words have together.
  private(set) var symbolCount = 0
  /// How many symbols the longest word has.
  private(set) var longest = 0
  /// How often the most frequent word occurs.
  private(set) var largestCount: UInt64 = 0
  /// How many symbols the corpus has, words of one symbol too: more than any pair's count. `nil` when
  /// that exceeds 63 bits.
  private(set) var bound: Int64? = 0

  init(_ counts: PretokenCounts, _ table: UnitSymbols) {
    self.counts = counts
    self.table = table
    order = Buffer(capacity: counts.count)
    var digits = [Int](repeating: 0, count: 65)
    for index in 0..<counts.count {
      let count = table.count(in: counts.bytes[counts.range(index)])
      extendBound(count, times: counts.counts[index])
      // A word of one symbol holds no pair.
      guard count > 1 else { continue }
      symbolCount += count
      longest = max(longest, count)
      largestCount = max(largestCount, counts.counts[index])
      digits[counts.counts[index].leadingZeroBitCount] += 1
      order.append(UInt32(truncatingIfNeeded: index))
    }
    sort(digits)
  }

  /// How much memory so many words take, while they are sorted.
  static func memory(words: Int) -> Int { 2 * MemoryLayout<UInt32>.stride * words }

  /// Sorts the words by the digits of their counts, of which there are so many each.
  private mutating func sort(_ digits: [Int]) {
    var places = digits
    var next = 0
    for index in places.indices { (places[index], next) = (next, next + places[index]) }
    var sorted = Buffer<UInt32>(repeating: 0, count: order.count)
    for place in 0..<order.count {
      let digits = counts.counts[Int(order[place])].leadingZeroBitCount
      sorted[places[digits]] = order[place]
      places[digits] += 1
    }
    swap(&order, &sorted)
  }

  var count: Int { order.count }

  /// Makes `symbols` those of a word.
  ///
  /// - Returns: How often the word occurs.
  func spell(_ word: Int, into symbols: inout Buffer<UInt32>) -> UInt64 {
    let index = Int(order[word])
    table.spell(counts.bytes[counts.range(index)], into: &symbols)
    return counts.counts[index]
  }

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
