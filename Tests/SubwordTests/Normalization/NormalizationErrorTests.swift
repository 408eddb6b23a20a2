import Subword
import Testing

@Suite("An error of normalization says what, and the mend")
struct NormalizationErrorTests {
  @Test("letter by letter")
  func wording() {
    let tooOld = NormalizationError.unicodeTooOld(
      needed: UnicodeVersion(major: 9, minor: 0), found: UnicodeVersion(major: 8, minor: 0))
    #expect(
      tooOld.description == """
        normalization needs the characters of Unicode 9.0, and the ICU library of this machine has \
        Unicode 8.0. Install a newer ICU.
        """)
    #expect(
      NormalizationError.textTooLarge(bytes: 3_000_000_000).description == """
        3000000000 bytes of text without a place to cut are too long to normalize: the limit is \
        2147483647. Split the text.
        """)
    #expect(
      NormalizationError.textGrowsTooLong(limit: 4160).description == """
        the normalizer makes the text longer than 4160 bytes, which is 64 times its length and 4096. \
        Check what its steps replace.
        """)
    #expect(
      NormalizationError.damagedCharsmap(reason: "its trie is empty").description == """
        the character map of the normalizer is damaged: its trie is empty. Take the file \
        from its source again.
        """)
    #expect(
      NormalizationError.pattern(.outOfMemory).description == """
        the normalizer's Replace failed: there is no memory left to run the pattern. Split the \
        text, or free memory.
        """)
    #expect(
      NormalizationError.outOfMemory.description
        == "there is no memory left to normalize the text. Split it, or free memory.")
    #expect(
      NormalizationError.icu(status: "U_FILE_ACCESS_ERROR").description == """
        the ICU library failed with U_FILE_ACCESS_ERROR. Check that it is installed with its data.
        """)
  }
}
