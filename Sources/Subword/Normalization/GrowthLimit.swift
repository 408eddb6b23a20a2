// How long a text may become while it is normalized.

/// The most bytes that a normalized text may have: 64 times as many as the text had, and 4,096.
///
/// No published normalizer comes near it. Without it a file with a dozen replacements that double
/// the text each would ask for all memory there is.
package struct GrowthLimit: Hashable, Sendable {
  package let bytes: Int

  /// The limit for a text of `count` bytes.
  package init(forTextOf count: Int) {
    let (product, overflow) = count.multipliedReportingOverflow(by: 64)
    bytes = overflow || product > .max - 4096 ? .max : product + 4096
  }

  /// - Throws: `textGrowsTooLong` if `count` bytes are too many.
  package func check(_ count: Int) throws(NormalizationError) {
    if count > bytes { throw .textGrowsTooLong(limit: bytes) }
  }
}
