// Each byte by its stand-in, so that a vocabulary of printable characters spells any text.
//
// Source: Hugging Face's `ByteLevel` as a normalizer; the stand-ins are GPT-2's.

/// Writes the stand-in of each byte.
struct ByteLevelStage: ScalarwiseStage {
  let keepsASCII = false

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    if (0x21...0x7E).contains(scalar.value) { return nil }
    var replacement = ScalarReplacement()
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
      guard let standIn = Unicode.Scalar(ByteAlphabet.standIns[Int(byte)]) else { continue }
      replacement.append(standIn)
    }
    return replacement
  }
}
