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
      NormalizationError.outOfMemory.description
        == "there is no memory left to normalize the text. Split it, or free memory.")
    #expect(
      NormalizationError.icu(status: "U_FILE_ACCESS_ERROR").description == """
        the ICU library failed with U_FILE_ACCESS_ERROR. Check that it is installed with its data.
        """)
  }
}
