// Counted pretokens without a corpus, and what a test wants to know about them.

@testable import SubwordTraining

extension PretokenCounts {
  /// Counts as they would be for a corpus that holds these pretokens so often.
  init(_ pretokens: [[UInt8]: UInt64]) {
    var builder = Builder()
    for (pretoken, count) in pretokens.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      builder.bytes += pretoken
      builder.endPretoken(count: count)
    }
    self = builder.build()
  }

  /// Counts of words; a word that is given twice counts twice.
  init(_ words: [(String, UInt64)]) {
    var pretokens: [[UInt8]: UInt64] = [:]
    for (word, count) in words { pretokens[Array(word.utf8), default: 0] += count }
    self.init(pretokens)
  }

  var dictionary: [[UInt8]: UInt64] {
    Dictionary(uniqueKeysWithValues: (0..<count).map { (Array(self[$0].pretoken), self[$0].count) })
  }

  /// The pretokens as they are, with their counts, as a failure shows them.
  var shown: String {
    (0..<count).map { "\(String(decoding: self[$0].pretoken, as: UTF8.self))×\(self[$0].count)" }
      .joined(separator: " ")
  }
}

extension CountingMemory {
  /// Tables leave memory all the time, or beyond so many bytes; everything else has no bound.
  static func spilling(beyond table: Int = 0, threads: Int = 1) -> CountingMemory {
    var memory = CountingMemory(bound: .max, threads: threads)
    memory.table = table
    return memory
  }
}
