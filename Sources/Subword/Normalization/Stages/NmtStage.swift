// The clean-up of sentencepiece's rules for machine translation.
//
// Source: Hugging Face's `Nmt`, which lists the scalars.

/// Takes control characters away, and writes a space for white space and what has no width.
struct NmtStage: ScalarwiseStage {
  let keepsASCII = false

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    switch scalar.value {
    case 0x1...0x8, 0xB, 0xE...0x1F, 0x7F, 0x8F, 0x9F:
      ScalarReplacement.none
    case 0x9, 0xA, 0xC, 0xD, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD:
      ScalarReplacement(" ")
    default: nil
    }
  }
}
