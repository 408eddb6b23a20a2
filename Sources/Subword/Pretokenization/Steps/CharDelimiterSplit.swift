// `CharDelimiterSplit`: cuts at a character, which goes.

extension CuttingStages {
  static func delimiter(_ delimiter: Unicode.Scalar) throws(PatternError) -> any CuttingStage {
    try CompiledPattern(at: ScalarSet(delimiter), .removed)
  }
}
