// `BertPreTokenizer`: white space goes, punctuation stands alone.

extension CuttingStages {
  /// Hugging Face cuts twice, at white space and then at punctuation; no scalar is both.
  static func bert(_ unicode: UnicodeProfile) throws(PatternError) -> any CuttingStage {
    let punctuation = ScalarSet.punctuation(unicode.categories)
    let word = punctuation.union(.whiteSpace).complement
    return try CompiledPattern(
      .alternatives([.scalar(punctuation), .run(of: .scalar(word))]), gaps: .removed)
  }
}
