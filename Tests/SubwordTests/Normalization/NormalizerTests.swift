import Subword
import Testing

@Suite("A normalizer is described by words")
struct NormalizerTests {
  @Test("one for each normal form")
  func singleNames() {
    #expect(Normalizer(named: "nfc") == Normalizer([.nfc]))
    #expect(Normalizer(named: "nfd") == Normalizer([.nfd]))
    #expect(Normalizer(named: "nfkc") == Normalizer([.nfkc]))
    #expect(Normalizer(named: "nfkd") == Normalizer([.nfkd]))
  }

  @Test("with commas between several, first to last")
  func severalNames() {
    #expect(Normalizer(named: "nfd,nfc")?.steps == [.nfd, .nfc])
    #expect(Normalizer(named: "nfkc,nfkc")?.steps == [.nfkc, .nfkc])
  }

  @Test(
    "and unknown ones give nothing",
    arguments: ["", ",", "nfc,", ",nfc", "nfc,,nfd", "NFC", " nfc", "nfc nfd", "nfx", "nf", "nfcc"])
  func unknown(word: String) {
    #expect(Normalizer(named: word) == nil)
  }

  @Test("each of which help can list")
  func names() {
    #expect(Normalizer.names == ["nfc", "nfd", "nfkc", "nfkd"])
    for name in Normalizer.names { #expect(Normalizer(named: name)?.steps.count == 1, "\(name)") }
  }

  @Test("and versions of Unicode tell normalizers apart")
  func versions() {
    #expect(Normalizer([.nfc]) != Normalizer([.nfc], unicode: UnicodeVersion(major: 15, minor: 0)))
    #expect(Normalizer([.nfc]).unicode == UnicodeVersion(major: 9, minor: 0))
    #expect(UnicodeVersion(major: 9, minor: 0) < UnicodeVersion(major: 10, minor: 0))
    #expect(UnicodeVersion(major: 15, minor: 0) < UnicodeVersion(major: 15, minor: 1))
  }
}
