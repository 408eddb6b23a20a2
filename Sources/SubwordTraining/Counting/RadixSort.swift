// Sorting pretokens by their first bytes without comparing them.
//
//     the first eight bytes of each  ──▶  RadixSort  ──▶  order

import SubwordMemory

/// Sorts records by a key of eight bytes, the least significant byte first.
///
/// Linear: a pass over all records for each byte in which they differ. Equal keys stay in order.
struct RadixSort: ~Copyable {
  struct Record: BitwiseCopyable {
    var key: UInt64
    /// What the record stands for.
    var item: UInt32
  }

  private static let byteCount = 8

  private(set) var records: Buffer<Record>
  private var other: Buffer<Record>

  init(_ records: consuming Buffer<Record>) {
    self.records = records
    other = Buffer(repeating: Record(key: 0, item: 0), count: self.records.count)
    let histograms = countBytes()
    for byte in 0..<Self.byteCount {
      let histogram = histograms[byte * 256..<byte * 256 + 256]
      // Records that agree in a byte are in its order already.
      if histogram.contains(self.records.count) { continue }
      distribute(by: byte, Array(histogram))
      swap(&self.records, &other)
    }
  }

  @inline(__always)
  private static func value(_ key: UInt64, _ byte: Int) -> Int {
    Int(truncatingIfNeeded: key &>> UInt64(truncatingIfNeeded: 8 &* byte) & 0xFF)
  }

  private func countBytes() -> [Int] {
    var counts = Buffer<Int>(repeating: 0, count: Self.byteCount * 256)
    for index in 0..<records.count {
      let key = records[index].key
      for byte in 0..<Self.byteCount { counts[byte &* 256 &+ Self.value(key, byte)] &+= 1 }
    }
    return counts.array
  }

  /// Moves the records to `other` in the order of one byte; equal ones stay in order.
  private mutating func distribute(by byte: Int, _ histogram: [Int]) {
    var places = Buffer<Int>(capacity: 256)
    var next = 0
    for count in histogram {
      places.append(next)
      next += count
    }
    for index in 0..<records.count {
      let record = records[index]
      let value = Self.value(record.key, byte)
      other[places[value]] = record
      places[value] &+= 1
    }
  }
}
