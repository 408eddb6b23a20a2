// What a step does that changes the text, which no range of the text before can say.
//
//     Pretokenizer.Step  ──▶  RewritingStage  ──▶  PretokenizedText with pieces written anew

/// Rewrites the pieces of a text, and may cut them. Immutable: any number of threads may use one.
protocol RewritingStage: Sendable {
  func pretokenize(_ text: inout PretokenizedText) throws(PatternError)
}

extension PretokenizedText {
  /// Cuts all pieces.
  mutating func cut(by stage: any CuttingStage) throws(PatternError) {
    try cut { (bytes, pieces, parts) throws(PatternError) in
      try stage.cut(pieces, of: bytes, into: &parts)
    }
  }
}
