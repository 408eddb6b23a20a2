// What BERT's normalizer does beside accents and case.
//
//     .bert  ──▶  BertCleaningStage, BertIdeographStage, NFD, MarkStage.nonspacing, LowercaseStage
//
// Source: Hugging Face's `BertNormalizer`; each of its switches takes one of them away, or NFD and
// the marks together.

/// Takes control characters, U+0000 and U+FFFD away, and writes a space for white space.
struct BertCleaningStage: ScalarwiseStage {
  private static let controls = ScalarSet(NormalizationTables.controls)
  let keepsASCII = false

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    switch scalar.value {
    case 0x20...0x7E: nil
    case 0x9, 0xA, 0xD: ScalarReplacement(" ")
    case 0xFFFD: ScalarReplacement.none
    case _ where Self.controls.contains(scalar): ScalarReplacement.none
    case _ where ScalarSet.whiteSpace.contains(scalar): ScalarReplacement(" ")
    default: nil
    }
  }
}

/// Writes a space on both sides of a Chinese character.
struct BertIdeographStage: ScalarwiseStage {
  let keepsASCII = true

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    switch scalar.value {
    // The gap in front of U+2B920 is the reference's own.
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F,
      0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
      var replacement = ScalarReplacement(" ")
      replacement.append(scalar)
      replacement.append(" ")
      return replacement
    default:
      return nil
    }
  }
}
