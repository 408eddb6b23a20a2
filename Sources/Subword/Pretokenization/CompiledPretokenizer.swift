// A pretokenizer that is ready to run.
//
//     Pretokenizer  ──▶  CompiledPretokenizer: a list of stages
//                            ├─ cut: pretokens as ranges of a text, if no stage rewrites it
//                            └─ pretokenize: any stages, and where the pretokens come from
//
// Read `CuttingStage` next, then a step in Steps/.

package import SubwordMemory

/// Cuts texts into pretokens. Immutable: any number of threads may use one.
package struct CompiledPretokenizer: Sendable {
  private enum Stage: Sendable {
    case cutting(any CuttingStage)
    case rewriting(any RewritingStage)
  }

  private let stages: [Stage]
  /// The stages when all of them cut only.
  private let cutting: [any CuttingStage]

  /// Whether no stage rewrites the text, so that the pretokens are ranges of it and ``cut`` gives
  /// them.
  package let cutsInPlace: Bool

  /// Whether ``pretokenize(_:)`` gives the right pretokens only for a text that tracks origins: a
  /// stage asks where a piece starts in the original that was cut before.
  package let needsOrigins: Bool

  /// Whether no pretoken ever crosses from a scalar that isn't white space to a U+0020, and the text
  /// on both sides is cut as it is cut as a whole. A long text may then be taken apart there.
  package let cutsBeforeSpaces: Bool

  /// - Throws: `syntax` for a pattern that has an error, `unsupported` for one that we don't take.
  package init(_ pretokenizer: Pretokenizer) throws(PatternError) {
    var stages: [Stage] = []
    for (index, step) in pretokenizer.steps.enumerated() {
      let isLast = index == pretokenizer.steps.count - 1
      stages += try Self.stages(of: step, isLast: isLast, pretokenizer.unicode)
    }
    let cutting = stages.compactMap { if case .cutting(let stage) = $0 { stage } else { nil } }
    self.stages = stages
    self.cutting = cutting
    cutsInPlace = cutting.count == stages.count
    needsOrigins = pretokenizer.steps.dropFirst().contains(where: \.asksWherePiecesStart)
    let first = cutting.firstIndex { !$0.allowsCutsBeforeSpaces || $0.cutsBeforeSpaces }
    cutsBeforeSpaces = cutsInPlace && first.map { cutting[$0].cutsBeforeSpaces } ?? false
  }

  private static func stages(
    of step: Pretokenizer.Step, isLast: Bool, _ unicode: UnicodeProfile
  ) throws(PatternError) -> [Stage] {
    switch step {
    case .byteLevel(let addsPrefixSpace, _, let usesPattern):
      let gpt2 = usesPattern ? try CuttingStages.gpt2(unicode) : nil
      return (addsPrefixSpace ? [.rewriting(PrefixSpaceStage())] : [])
        + (gpt2.map { [.cutting($0)] } ?? [])
        + (isLast ? [] : [.rewriting(StandInStage())])
    case .metaspace(let mark, let scheme, let cuts):
      return [.rewriting(try MetaspaceStage(mark, scheme, cuts: cuts))]
    default:
      return [.cutting(try CuttingStages.stage(for: step, unicode))]
    }
  }
}
