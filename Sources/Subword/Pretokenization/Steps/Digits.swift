// `Digits`: numbers apart from the rest, one by one or in runs.

extension CuttingStages {
  /// A digit is what Rust calls numeric: any of the categories Nd, Nl and No.
  static func digits(
    individually: Bool, _ unicode: UnicodeProfile
  ) throws(PatternError) -> any CuttingStage {
    let numbers = ScalarSet(.number, version: unicode.numbers)
    return try CompiledPattern(at: numbers, individually ? .isolated : .contiguous)
  }
}
