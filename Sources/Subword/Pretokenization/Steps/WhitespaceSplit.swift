// `WhitespaceSplit`: runs without white space; white space goes.

extension CuttingStages {
  static func whitespaceSplit() throws(PatternError) -> any CuttingStage {
    try CompiledPattern(at: .whiteSpace, .removed)
  }
}
