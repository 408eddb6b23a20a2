// A pretokenizer that is ready to run.
//
//     Pretokenizer  ──▶  CompiledPretokenizer: a list of stages
//                            ├─ cut: pretokens as ranges of a text, if no stage rewrites it
//                            └─ pretokenize: any stages, and where the pretokens come from
//
// Read `CuttingStage` next, then the steps in Steps/. `ReferencePretokenizer` says the same in plain
// words.

package import SubwordMemory

/// Cuts texts into pretokens. Immutable: any number of threads may use one.
package struct CompiledPretokenizer: Sendable {
  private enum Stage: Sendable {
    case cutting(any CuttingStage)
    case rewriting(any RewritingStage)
  }

  private let stages: [Stage]
  /// Those of them that only cut.
  private let cutting: [any CuttingStage]

  /// Whether no stage rewrites the text, so that pretokens are ranges of it and ``cut`` gives them.
  package let cutsInPlace: Bool

  /// Whether a text is one pretoken.
  package var cutsNothing: Bool { stages.isEmpty }

  /// Whether ``pretokenize(_:)`` has to have a text that tracks origins: a stage asks where pieces
  /// start in the original that were cut before.
  package let needsOrigins: Bool

  /// Whether no pretoken ever crosses from a scalar that isn't white space to a U+0020, and the text
  /// on both sides is cut as it is cut as a whole. A long text may then be taken apart there.
  package let cutsBeforeSpaces: Bool

  /// - Throws: `syntax` for a pattern that has an error, `unsupported` for one that we don't take,
  ///   `pieceLength` for pieces without characters.
  package init(_ pretokenizer: Pretokenizer) throws(PatternError) {
    var stages: [Stage] = []
    for (index, step) in pretokenizer.steps.enumerated() {
      let isLast = index == pretokenizer.steps.count - 1
      stages += try Self.stages(of: step, isLast: isLast, pretokenizer.unicode)
    }
    self.init(
      stages, needsOrigins: pretokenizer.steps.dropFirst().contains(where: \.asksForStarts))
  }

  /// The pretokenizer that has one stage.
  init(_ stage: some CuttingStage) { self.init([.cutting(stage)], needsOrigins: false) }

  private init(_ stages: [Stage], needsOrigins: Bool) {
    self.stages = stages
    self.needsOrigins = needsOrigins
    cutting = stages.compactMap { if case .cutting(let stage) = $0 { stage } else { nil } }
    cutsInPlace = cutting.count == stages.count
    // Up to the stage that cuts there, the others must not mind.
    let decisive = cutting.first { $0.cutsBeforeSpaces || !$0.allowsCutsBeforeSpaces }
    cutsBeforeSpaces = cutsInPlace && decisive?.cutsBeforeSpaces ?? false
  }

  private static func stages(
    of step: Pretokenizer.Step, isLast: Bool, _ unicode: UnicodeProfile
  ) throws(PatternError) -> [Stage] {
    switch step {
    case .byteLevel(let addsPrefixSpace, _, let usesPattern):
      (addsPrefixSpace ? [.rewriting(PrefixSpaceStage())] : [])
        + (usesPattern ? [.cutting(try CuttingStages.gpt2(unicode))] : [])
        + (isLast ? [] : [.rewriting(StandInStage())])
    case .metaspace(let mark, let scheme, let cuts):
      [.rewriting(try MetaspaceStage(mark, scheme, cuts: cuts))]
    case .split(let pattern, let behavior, let inverted):
      [.cutting(try CuttingStages.split(pattern, behavior, inverted: inverted, unicode))]
    case .whitespace: [.cutting(try CuttingStages.whitespace(unicode))]
    case .whitespaceSplit: [.cutting(try CuttingStages.whitespaceSplit())]
    case .digits(let individually):
      [.cutting(try CuttingStages.digits(individually: individually, unicode))]
    case .punctuation(let behavior):
      [.cutting(try CuttingStages.punctuation(behavior, unicode))]
    case .delimiter(let delimiter): [.cutting(try CuttingStages.delimiter(delimiter))]
    case .fixedLength(let length): [.cutting(try FixedLengthStage(length))]
    case .unicodeScripts: [.cutting(ScriptStage(unicode.scripts))]
    case .bert: [.cutting(try CuttingStages.bert(unicode))]
    }
  }

  /// Whether ICU runs a pattern.
  package var usesICU: Bool { cutting.contains(where: \.usesICU) }
}

extension Pretokenizer.Step {
  /// Whether it matters where pieces start in the original.
  var asksForStarts: Bool {
    if case .metaspace(_, .first, _) = self { true } else { false }
  }
}

// MARK: - Running

extension CompiledPretokenizer {
  /// Cuts a text, and rewrites it where stages do.
  package func pretokenize(_ text: inout PretokenizedText) throws(PatternError) {
    for stage in stages {
      switch stage {
      case .cutting(let stage): try text.cut(by: stage)
      case .rewriting(let stage): try stage.pretokenize(&text)
      }
    }
  }

  /// Cuts valid UTF-8 into pretokens, from `start` on, until about `limit` of them are there or
  /// `end` is reached; only for pretokenizers that cut in place.
  ///
  /// The limit is held within the first stage: what it gives is cut to the end by the others. (ICU
  /// finds all at once, however many.)
  ///
  /// - Parameter pretokens: Grows by the pretokens found, first to last; none is empty.
  /// - Returns: Where to go on; `end` when all is cut.
  package func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int = .max,
    into pretokens: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    precondition(cutsInPlace, "this pretokenizer rewrites texts")
    guard let first = cutting.first else {
      if start < end { pretokens.append(PretokenRange(start, end)) }
      return end
    }
    if cutting.count == 1 {
      return try first.cut(text, from: start, to: end, limit: limit, into: &pretokens)
    }
    var ranges = Buffer<PretokenRange>()
    let position = try first.cut(text, from: start, to: end, limit: limit, into: &ranges)
    for stage in cutting[1..<(cutting.count - 1)] {
      var parts = Buffer<PretokenRange>(capacity: ranges.count)
      try stage.cut(ranges, of: text, into: &parts)
      ranges = parts
    }
    try cutting[cutting.count - 1].cut(ranges, of: text, into: &pretokens)
    return position
  }
}
