// The steps of a normalizer, opened and run one after the other.
//
//     text  ──▶  stage  ──▶  stage  ──▶  …  ──▶  normalized text, or word that it was normal
//
// A stage that changes nothing costs no copy: the next one reads what this one read.

/// A ``Normalizer`` that is ready to run.
///
/// Opening one looks up tables (a fraction of a millisecond) and compiles patterns, so keep it.
/// Immutable: one value serves any number of threads.
package struct NormalizationPipeline: Sendable {
  private let stages: [any NormalizationStage]

  /// Opens what the steps of `normalizer` need; equal steps share it.
  package init(_ normalizer: Normalizer) throws(NormalizationError) {
    var opening = NormalizationOpening(unicode: normalizer.unicode)
    var stages: [any NormalizationStage] = []
    for step in normalizer.steps { stages += try opening.stages(for: step) }
    self.stages = stages
  }

  /// Normalizes `text`, which must be valid UTF-8 and may be empty.
  ///
  /// - Parameters:
  ///   - text: The bytes to normalize.
  ///   - output: Grows by the normalized bytes if the outcome is `appended`, and stays as it was
  ///     if the outcome is `unchanged`. After an error it may hold a part of them.
  /// - Returns: Whether the caller goes on with `text` or with what was appended.
  /// - Throws: ``NormalizationError`` if the text grows too long, a pattern gives up on it, or a
  ///   library or the memory fails.
  package func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8]
  ) throws(NormalizationError) -> NormalizationOutcome {
    let (start, limit) = (output.count, GrowthLimit(forTextOf: text.count))
    var remaining = stages[...]
    // As long as nothing has changed, the text itself is what the next stage reads.
    while let stage = remaining.popFirst() {
      guard try stage.normalize(text, into: &output, limit: limit) == .appended else { continue }
      for stage in remaining { try rerun(stage, onTailOf: &output, from: start, limit) }
      return .appended
    }
    return .unchanged
  }

  /// Normalizes `text`, and keeps track of origins if it does.
  ///
  /// - Throws: ``NormalizationError``, as for bytes; what the text holds then has no meaning.
  package func normalize(_ text: inout NormalizedText) throws(NormalizationError) {
    guard text.tracksOrigins else {
      var output: [UInt8] = []
      let outcome = try normalize(text.bytes.span, into: &output)
      if outcome == .appended { text.replaceUntracked(with: output) }
      return
    }
    let limit = GrowthLimit(forTextOf: text.bytes.count)
    for stage in stages { try stage.normalize(&text, limit: limit) }
  }

  /// Replaces what `output` holds from `start` on by what `stage` makes of it.
  private func rerun(
    _ stage: any NormalizationStage, onTailOf output: inout [UInt8], from start: Int,
    _ limit: GrowthLimit
  ) throws(NormalizationError) {
    var next: [UInt8] = []
    let outcome = try stage.normalize(output.span.extracting(start...), into: &next, limit: limit)
    if outcome == .appended { output.replaceSubrange(start..., with: next) }
  }
}
