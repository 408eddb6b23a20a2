// Sets of Unicode scalars: what a character class of a pattern is once it is compiled.
//
//     \p{L}, [^\s], a–z  ──▶  ScalarSet  ──▶  the pattern compiler's tables, or a class for ICU
//
// This file is the algebra. `UnicodeProperty.swift` fills sets from the pinned tables,
// `SimpleCaseFolding.swift` closes them for `(?i:…)`, `ScalarSet+RegexSource.swift` writes them out.

/// A set of Unicode scalars, as ranges.
///
/// The ranges are sorted and never touch, so equal sets have equal ranges. Surrogates aren't
/// scalars: they are in no set, nor in any complement.
package struct ScalarSet: Hashable, Sendable {
  /// The members: ascending, half-open, none empty, none touching the next, no surrogates.
  package let ranges: [Range<UInt32>]

  /// The set of all scalars: U+0000 to U+10FFFF without the surrogates.
  package static let all = ScalarSet(normalized: universe)
  package static let none = ScalarSet(normalized: [])

  private static let universe: [Range<UInt32>] = [0..<0xD800, 0xE000..<0x11_0000]

  /// The union of `ranges`, which may come in any order, overlap, and reach beyond the scalars.
  package init(_ ranges: some Sequence<Range<UInt32>>) {
    let merged = Self.merged(ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound })
    self.init(normalized: Self.intersection(merged, Self.universe))
  }

  package init(_ scalars: ClosedRange<Unicode.Scalar>) {
    self.init([scalars.lowerBound.value..<scalars.upperBound.value + 1])
  }

  package init(_ scalar: Unicode.Scalar) { self.init(scalar...scalar) }

  private init(normalized ranges: [Range<UInt32>]) { self.ranges = ranges }

  package var isEmpty: Bool { ranges.isEmpty }

  /// The number of scalars; linear in the number of ranges.
  package var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether `scalar` is a member; a binary search. False for values that aren't scalars.
  package func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound <= scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }

  package func contains(_ scalar: Unicode.Scalar) -> Bool { contains(scalar.value) }
}

// MARK: - Algebra, linear in the number of ranges but for the sorting of a union

extension ScalarSet {
  package func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  package func intersection(_ other: ScalarSet) -> ScalarSet {
    ScalarSet(normalized: Self.intersection(ranges, other.ranges))
  }

  /// What is in this set and not in `other`.
  package func subtracting(_ other: ScalarSet) -> ScalarSet { intersection(other.complement) }

  /// Every scalar that isn't in this set.
  package var complement: ScalarSet {
    var gaps: [Range<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges {
      if start < range.lowerBound { gaps.append(start..<range.lowerBound) }
      start = range.upperBound
    }
    if start < 0x11_0000 { gaps.append(start..<0x11_0000) }
    return ScalarSet(normalized: Self.intersection(gaps, Self.universe))
  }

  /// Joins ranges that overlap or touch; they come sorted and not empty.
  private static func merged(_ sorted: [Range<UInt32>]) -> [Range<UInt32>] {
    var result: [Range<UInt32>] = []
    for range in sorted {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }

  /// The ranges common to both lists, each sorted and disjoint.
  private static func intersection(
    _ left: [Range<UInt32>], _ right: [Range<UInt32>]
  ) -> [Range<UInt32>] {
    var result: [Range<UInt32>] = []
    var (i, j) = (0, 0)
    while i < left.count && j < right.count {
      let common = left[i].clamped(to: right[j])
      if !common.isEmpty { result.append(common) }
      if left[i].upperBound < right[j].upperBound { i += 1 } else { j += 1 }
    }
    return result
  }
}
