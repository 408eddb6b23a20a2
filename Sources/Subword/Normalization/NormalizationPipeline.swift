// The steps of a normalizer, opened and run one after the other.
//
//     text  ──▶  stage  ──▶  stage  ──▶  …  ──▶  normalized text, or word that it was normal
//
// A stage that changes nothing costs no copy: the next one reads what this one read.

/// A ``Normalizer`` that is ready to run.
///
/// Opening one looks up tables (a fraction of a millisecond), so keep it. Immutable: one value
/// serves any number of threads.
package struct NormalizationPipeline: NormalizationStage {
  private let stages: [any NormalizationStage]

  /// Opens what the steps of `normalizer` need.
  package init(_ normalizer: Normalizer) throws(NormalizationError) {
    var stages: [any NormalizationStage] = []
    for step in normalizer.steps {
      stages.append(try Self.stage(for: step, unicode: normalizer.unicode))
    }
    self.stages = stages
  }

  private static func stage(
    for step: Normalizer.Step, unicode: UnicodeVersion
  ) throws(NormalizationError) -> any NormalizationStage {
    switch step {
    case .nfc: try NormalFormStage(.nfc, unicode: unicode)
    case .nfd: try NormalFormStage(.nfd, unicode: unicode)
    case .nfkc: try NormalFormStage(.nfkc, unicode: unicode)
    case .nfkd: try NormalFormStage(.nfkd, unicode: unicode)
    default: throw .icu(status: "not yet")
    }
  }

  package func normalize(
    _ text: Span<UInt8>, into output: inout [UInt8]
  ) throws(NormalizationError) -> NormalizationOutcome {
    let start = output.count
    var remaining = stages[...]
    // As long as nothing has changed, the text itself is what the next stage reads.
    while let stage = remaining.popFirst() {
      guard try stage.normalize(text, into: &output) == .appended else { continue }
      for stage in remaining { try rerun(stage, onTailOf: &output, from: start) }
      return .appended
    }
    return .unchanged
  }

  /// Replaces what `output` holds from `start` on by what `stage` makes of it.
  private func rerun(
    _ stage: any NormalizationStage, onTailOf output: inout [UInt8], from start: Int
  ) throws(NormalizationError) {
    var next: [UInt8] = []
    let outcome = try stage.normalize(output.span.extracting(start...), into: &next)
    if outcome == .appended { output.replaceSubrange(start..., with: next) }
  }
}
