// One symbol of one word, as the merge loop keeps it: two sizes of the same record.

/// A symbol in its word. The record in front of a word and the one behind it have the symbol
/// `none`.
///
/// All that a merge touches of a symbol lies in one record, because each touch is a cache miss.
protocol PositionRecord: BitwiseCopyable {
  /// How often a word may occur for its count to fit.
  static var largestCount: UInt64 { get }
  /// How many symbols a word may have for its distances to fit.
  static var longestWord: Int { get }

  init(symbol: UInt32, count: UInt64)

  var symbol: UInt32 { get set }
  /// The index of the pair of this symbol and the next one, or `none`.
  var pair: UInt32 { get set }
  /// How often the word occurs.
  var count: Int64 { get }
  /// How many records further the next symbol lies.
  var next: Int { get set }
  /// How many records back the symbol before lies.
  var previous: Int { get set }
}

/// Stands for no symbol and for no pair.
let none = UInt32.max

/// 16 bytes: for words that occur less than 2³² times and have less than 65,536 symbols.
struct CompactPosition: PositionRecord {
  static let largestCount = UInt64(UInt32.max)
  static let longestWord = Int(UInt16.max) - 1

  var symbol: UInt32
  var pair: UInt32
  private var wordCount: UInt32
  private var forward: UInt16
  private var back: UInt16

  init(symbol: UInt32, count: UInt64) {
    self.symbol = symbol
    pair = none
    wordCount = UInt32(truncatingIfNeeded: count)
    forward = 1
    back = 1
  }

  @inline(__always) var count: Int64 { Int64(wordCount) }

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
  static let largestCount = UInt64(Int64.max)
  static let longestWord = Int(UInt32.max) - 1

  var symbol: UInt32
  var pair: UInt32
  let count: Int64
  private var forward: UInt32
  private var back: UInt32

  init(symbol: UInt32, count: UInt64) {
    self.symbol = symbol
    pair = none
    self.count = Int64(truncatingIfNeeded: count)
    forward = 1
    back = 1
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
