// Sorting pretokens by their bytes without comparing them.
//
//     the first 15 bytes and the length of each  ──▶  RadixSort  ──▶  order

import Subword
import SubwordMemory

/// Sorts records of 16 digits of eight bits, the least significant digit first.
///
/// Linear: a pass over all records for each digit in which they differ.
struct RadixSort: ~Copyable {
  /// A pretoken to sort: byte i of its text is digit i, its length the last digit.
  struct Record: BitwiseCopyable {
    /// Bytes 0 to 7, the first in the lowest bits.
    var low: UInt64
    /// Bytes 8 to 14, and the length in the highest byte.
    var high: UInt64
    /// What the record stands for.
    var item: Int

    @inline(__always)
    func digit(_ index: Int) -> Int {
      let word = index < 8 ? low : high
      return Int(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: 8 &* (index & 7)) & 0xFF)
    }
  }

  private static let digitCount = 16

  private(set) var records: Buffer<Record>
  private var other: Buffer<Record>

  /// Sorts `records` by their digits, digit 0 first.
  init(_ records: consuming Buffer<Record>) {
    self.records = records
    other = Buffer(repeating: Record(low: 0, high: 0, item: 0), count: self.records.count)
    let counts = countDigits()
    for digit in stride(from: Self.digitCount - 1, through: 0, by: -1) {
      let histogram = counts[(digit * 256)..<(digit * 256 + 256)]
      // Records that agree in a digit are in its order already.
      if histogram.contains(self.records.count) { continue }
      distribute(by: digit, Array(histogram))
      swap(&self.records, &other)
    }
  }

  private func countDigits() -> [Int] {
    var counts = [Int](repeating: 0, count: Self.digitCount * 256)
    for index in 0..<records.count {
      let record = records[index]
      for digit in 0..<Self.digitCount { counts[digit * 256 + record.digit(digit)] += 1 }
    }
    return counts
  }

  /// Moves the records to `other` in the order of one digit; equal ones stay in order.
  private mutating func distribute(by digit: Int, _ histogram: [Int]) {
    var places = histogram
    var next = 0
    for value in places.indices { (places[value], next) = (next, next + places[value]) }
    for index in 0..<records.count {
      let record = records[index]
      let value = record.digit(digit)
      other[places[value]] = record
      places[value] += 1
    }
  }
}
