// Accents: the marks that remain when letters are decomposed.
//
// Source: Hugging Face's `StripAccents`, whose marks are those of Unicode 9 in the crate
// `unicode-normalization-alignments`, and its `BertNormalizer`, whose nonspacing marks are those of
// Unicode 8 in the crate `unicode_categories`. Neither decomposes by itself here: `StripAccents`
// doesn't at all, and in front of BERT's stands NFD.

/// Takes marks away.
struct MarkStage: ScalarwiseStage {
  private let marks: ScalarSet
  let keepsASCII = true

  /// What `StripAccents` takes away: marks of any kind.
  static let combining = MarkStage(marks: ScalarSet(NormalizationTables.combiningMarks))
  /// What `BertNormalizer` takes away.
  static let nonspacing = MarkStage(marks: ScalarSet(NormalizationTables.nonspacingMarks))

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    marks.contains(scalar) ? ScalarReplacement.none : nil
  }
}
