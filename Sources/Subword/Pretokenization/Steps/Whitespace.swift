// `Whitespace`: runs of word characters and runs of others; white space goes.

extension CuttingStages {
  /// Hugging Face's pattern is `\w+|[^\w\s]+`, run by Rust's engine.
  static func whitespace(_ unicode: UnicodeProfile) throws(PatternError) -> any CuttingStage {
    let word = ScalarSet.word(.rust, version: unicode.words)
    let other = word.union(.whiteSpace).complement
    return try CompiledPattern(
      .alternatives([.run(of: .scalar(word)), .run(of: .scalar(other))]), gaps: .removed)
  }
}
