// `Whitespace`: runs of word characters and runs of others; white space goes.

extension CuttingStages {
  /// The pattern is Hugging Face's, which Rust's engine runs there.
  static func whitespace(_ unicode: UnicodeProfile) throws(PatternError) -> any CuttingStage {
    try CompiledPattern(
      #"\w+|[^\w\s]+"#, gaps: .removed, PatternDialect(.rust, unicode.rustPatterns))
  }
}
