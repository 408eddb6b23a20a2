// `Punctuation`: cuts at punctuation.

extension CuttingStages {
  static func punctuation(
    _ behavior: Pretokenizer.Behavior, _ unicode: UnicodeProfile
  ) throws(PatternError) -> any CuttingStage {
    try CompiledPattern(at: .punctuation(unicode.categories), behavior)
  }
}

extension ScalarSet {
  /// What `Punctuation` and `BertPreTokenizer` take for punctuation: the categories P…, and whatever
  /// is neither a letter, a digit, a space nor a control in ASCII.
  static func punctuation(_ version: UnicodeVersion) -> ScalarSet {
    ScalarSet(.punctuation, version: version).union(
      ScalarSet([0x21..<0x30, 0x3A..<0x41, 0x5B..<0x61, 0x7B..<0x7F]))
  }
}
