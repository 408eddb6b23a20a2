// What a corpus is to a vocabularizer: its distinct pretokens and how often each occurs.
//
//     corpus  ──▶  PretokenCounter  ──▶  PretokenCounts  ──▶  BPEVocabularizer, …

public import Subword

/// Distinct pretokens in the order of their bytes, with their counts.
///
/// An immutable value that depends on the text alone, not on threads, the order of the files or
/// how they were cut: whatever is trained from it doesn't either.
public struct PretokenCounts: Sendable {
  /// The bytes of all pretokens, one behind the other.
  package let bytes: [UInt8]
  /// Where each pretoken ends in `bytes`.
  package let ends: [Int]
  /// How often each pretoken occurs.
  package let counts: [UInt64]

  /// How the corpus was cut.
  public internal(set) var pretokenizer = Pretokenizer.whole
  /// The same ready to run, where it has run.
  var cutter: CompiledPretokenizer?
  /// How the corpus was normalized before.
  public internal(set) var normalizer: Normalizer?

  /// How many bytes of corpus were read.
  public internal(set) var corpusByteCount = 0

  /// How many ill-formed parts of the corpus became U+FFFD.
  public internal(set) var replacedParts = 0

  /// How much memory they take.
  var memory: Int { bytes.count + 16 * count }

  /// How many distinct pretokens there are.
  public var count: Int { ends.count }

  /// How many bytes all pretokens have, each counted as often as it occurs; 0 beyond 63 bits.
  package var totalByteCount: Int {
    var total = 0
    for index in 0..<count {
      let (product, overflows) = Int(truncatingIfNeeded: counts[index] & (1 << 63 - 1))
        .multipliedReportingOverflow(by: range(index).count)
      let (sum, carries) = total.addingReportingOverflow(product)
      if overflows || carries { return 0 }
      total = sum
    }
    return total
  }

  /// The bytes of the pretoken at `index`, and how often it occurs.
  public subscript(index: Int) -> (pretoken: ArraySlice<UInt8>, count: UInt64) {
    (bytes[range(index)], counts[index])
  }

  init(_ bytes: [UInt8], _ ends: [Int], _ counts: [UInt64]) {
    self.bytes = bytes
    self.ends = ends
    self.counts = counts
  }

  package func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }

  /// Takes pretokens in the order of their bytes.
  struct Builder {
    var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var counts: [UInt64] = []

    /// Ends the pretoken whose bytes were appended to `bytes`.
    mutating func endPretoken(count: UInt64) {
      ends.append(bytes.count)
      counts.append(count)
    }

    var memory: Int { bytes.count + 16 * ends.count }

    func build() -> PretokenCounts { PretokenCounts(bytes, ends, counts) }
  }
}
