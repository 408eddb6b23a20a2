// One symbol of one word, as the merge loop keeps it: two sizes of the same record.

import SubwordMemory

/// A symbol in its word. The records in front of a word and behind it stand for its borders.
///
/// All that a merge touches of a symbol lies in one record, because each touch is a cache miss.
protocol PositionRecord: BitwiseCopyable {
  /// Holds how often a word, or a pair, occurs.
  associatedtype Count: FixedWidthInteger & BitwiseCopyable
  /// How many symbols a word may have for its distances to fit.
  static var longestWord: Int { get }

  init(symbol: UInt32, count: Count)

  var symbol: UInt32 { get set }
  /// The index of the pair of this symbol and the next one; 0 for none.
  var pair: UInt32 { get set }
  /// How often the word occurs.
  var count: Count { get }
  /// How many records further the next symbol lies.
  var next: Int { get set }
  /// How many records back the symbol before lies.
  var previous: Int { get set }
}

extension PositionRecord {
  /// Whether words fit the record.
  static func fits(_ words: borrowing Words) -> Bool {
    guard let bound = words.bound else { return false }
    return words.longest <= longestWord && Count(exactly: bound) != nil
  }
}

/// 16 bytes: for a corpus of less than 2³² symbols, in words of less than 65,535.
struct CompactPosition: PositionRecord {
  static let longestWord = Int(UInt16.max) - 1

  var symbol: UInt32
  var pair: UInt32 = 0
  let count: UInt32
  private var forward: UInt16 = 1
  private var back: UInt16 = 1

  init(symbol: UInt32, count: UInt32) {
    self.symbol = symbol
    self.count = count
  }

  @inline(__always) var next: Int {
    get { Int(forward) }
    set { forward = UInt16(truncatingIfNeeded: newValue) }
  }

  @inline(__always) var previous: Int {
    get { Int(back) }
    set { back = UInt16(truncatingIfNeeded: newValue) }
  }
}

/// 24 bytes: for everything else.
struct WidePosition: PositionRecord {
  static let longestWord = Int(UInt32.max) - 1

  var symbol: UInt32
  var pair: UInt32 = 0
  let count: Int64
  private var forward: UInt32 = 1
  private var back: UInt32 = 1

  init(symbol: UInt32, count: Int64) {
    self.symbol = symbol
    self.count = count
  }

  @inline(__always) var next: Int {
    get { Int(forward) }
    set { forward = UInt32(truncatingIfNeeded: newValue) }
  }

  @inline(__always) var previous: Int {
    get { Int(back) }
    set { back = UInt32(truncatingIfNeeded: newValue) }
  }
}
