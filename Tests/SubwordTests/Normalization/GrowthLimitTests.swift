import Testing

@testable import Subword

@Suite("A text that a normalizer makes far longer is refused")
struct GrowthLimitTests {
  static let bombs: [[Normalizer.Step]] = [
    [.replace(.literal("a"), content: String(repeating: "a", count: 100_000))],
    Array(repeating: .replace(.literal("a"), content: "aa"), count: 64),
    Array(repeating: .replace(.regex(""), content: "aa"), count: 64),
    Array(repeating: .byteLevel, count: 64),
    [.prepend(String(repeating: "a", count: 100_000))],
    Array(repeating: .prepend(String(repeating: "a", count: 1_000)), count: 100),
  ]

  @Test("with origins and without, whatever does it", arguments: bombs.indices)
  func bomb(number: Int) throws {
    let text = Array(String(repeating: "aé", count: 100).utf8)
    let pipeline = try NormalizationPipeline(Normalizer(Self.bombs[number]))
    let error = NormalizationError.textGrowsTooLong(limit: 64 * 300 + 4096)
    #expect(throws: error) { try pipeline.normalForm(of: text) }
    #expect(throws: error) {
      var tracked = NormalizedText(text.span, tracksOrigins: true)
      try pipeline.normalize(&tracked)
    }
  }

  @Test("and up to the limit it isn't")
  func justSo() throws {
    let (text, content) = (Array("a".utf8), String(repeating: "b", count: 64 + 4096))
    let pipeline = try NormalizationPipeline(
      Normalizer([.replace(.literal("a"), content: content)]))
    #expect(try pipeline.normalForm(of: text) == Array(content.utf8))
    #expect(GrowthLimit(forTextOf: .max).bytes == .max)
  }
}
