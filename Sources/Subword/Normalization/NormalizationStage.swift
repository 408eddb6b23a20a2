// One step of normalization, ready to run.
//
//     text  ──▶  stage  ──▶  the same bytes, or others
//
// Each stage does its step twice: on bytes, which is all that identifiers need, and on a text that
// knows where its bytes came from. `ScalarwiseStage` derives both from one function.

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
  ///   - limit: How much it may grow by.
  /// - Returns: Whether the caller goes on with `text` or with what was appended.
  /// - Throws: ``NormalizationError`` if the text grows too long, a pattern gives up on it, or a
  ///   library or the memory fails.
  func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8], limit: GrowthLimit
  ) throws(NormalizationError) -> NormalizationOutcome

  /// Does the same to a text that tracks origins, and gives what is new the origins that Hugging
  /// Face's library gives it.
  func normalize(
    _ text: inout NormalizedText, limit: GrowthLimit
  ) throws(NormalizationError)
}

/// What a normalization did.
package enum NormalizationOutcome: Hashable, Sendable {
  /// The text was normal already: go on with the original bytes.
  case unchanged

  /// The normalized bytes were appended.
  case appended
}
