// One step of normalization, ready to run.

/// Does what one step describes.
///
/// Immutable, so that one value serves any number of threads.
package protocol NormalizationStage: Sendable {
  /// Normalizes `text`, which must be valid UTF-8 and may be empty.
  ///
  /// - Parameters:
  ///   - text: The bytes to normalize.
  ///   - output: Grows by the normalized bytes if the outcome is `appended`, and stays as it was
  ///     if the outcome is `unchanged`. After an error it may hold a part of them.
  /// - Returns: Whether the caller goes on with `text` or with what was appended.
  /// - Throws: ``NormalizationError`` if a library or the memory fails, never for what a text says.
  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8]
  ) throws(NormalizationError) -> NormalizationOutcome
}

/// What a normalization did.
package enum NormalizationOutcome: Hashable, Sendable {
  /// The text was normal already: go on with the original bytes.
  case unchanged

  /// The normalized bytes were appended.
  case appended
}
