import Testing

@testable import Subword

@Suite("A text knows where its bytes came from")
struct NormalizedTextTests {
  @Test("from its place in the original on")
  func offset() throws {
    let origins = try origins(of: "Éa", at: 7, [.nfd, .lowercase])
    #expect(origins == [Origin(7, 9), Origin(7, 9), Origin(7, 9), Origin(9, 10)])
  }

  @Test("and what stands in front of all comes from its start")
  func inFront() throws {
    let front: [Normalizer.Step] = [.replace(.regex("^"), content: "_")]
    #expect(try origins(of: "a", at: 7, front) == [Origin(7, 7), Origin(7, 8)])
    // The reference stops here with an index out of range.
    #expect(try origins(of: "a", at: 7, front + [.lowercase]) == [Origin(7, 7), Origin(7, 8)])
    #expect(try origins(of: "ab", at: 7, [.prepend("")]) == [Origin(7, 7), Origin(8, 9)])
  }

  @Test("also a part of it")
  func part() throws {
    var text = NormalizedText(Array("xéy".utf8).span, at: 7, tracksOrigins: true)
    text = text.part(1..<4)
    try NormalizationPipeline(Normalizer([.replace(.regex("^"), content: "_")])).normalize(&text)
    #expect(text.origins.first == Origin(8, 8))
  }

  @Test("or doesn't, when nobody asks")
  func untracked() throws {
    var text = NormalizedText(Array("É a".utf8).span, tracksOrigins: false)
    let steps: [Normalizer.Step] = [.nfd, .stripAccents, .lowercase, .prepend("x")]
    try NormalizationPipeline(Normalizer(steps)).normalize(&text)
    #expect(text.bytes == Array("xe a".utf8) && text.origins.isEmpty)
  }

  private func origins(
    of string: String, at offset: Int, _ steps: [Normalizer.Step]
  ) throws -> [Origin] {
    var text = NormalizedText(Array(string.utf8).span, at: offset, tracksOrigins: true)
    try NormalizationPipeline(Normalizer(steps)).normalize(&text)
    #expect(text.origins.count == text.bytes.count)
    return text.origins
  }
}
