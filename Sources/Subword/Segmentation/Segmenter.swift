// What every way to cut a pretoken into tokens has in common.

/// Cuts a pretoken into tokens and gives their identifiers.
///
/// A segmenter sees one pretoken at a time and keeps nothing between calls, so one value serves any
/// number of threads.
public protocol Segmenter: Sendable {
  /// Appends the identifiers of the tokens of `pretoken`, first to last.
  ///
  /// - Parameters:
  ///   - pretoken: The bytes to cut. May be empty: nothing is appended then.
  ///   - ids: Grows by one identifier per token. What it held before stays as it was.
  func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID])

  /// Appends the tokens of `pretoken`, each with the bytes of it that the token stands for.
  ///
  /// - Parameters:
  ///   - pretoken: The bytes to cut. May be empty: nothing is appended then.
  ///   - tokens: Grows by one element per token. What it held before stays as it was.
  func segment(_ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken])
}
