import Subword
import SubwordMemory
import TestSupport
import Testing

@Suite("The repair of UTF-8 agrees with the standard library")
struct UTF8RepairTests {
  /// Both ends of every range of table 3-7 in the Unicode standard, and a letter.
  static let edges: [UInt8] = [
    0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
  ]

  @Test("on every string of up to four of the bytes that matter")
  func exhaustively() {
    forEveryText(over: Self.edges, upTo: 4) { expectAgreement(on: $0, "all") }
  }

  @Test("on long strings that mix what is right with what is wrong")
  func byChance() {
    let parts: [[UInt8]] =
      ["a", "plain text ", "é", "中", "😀", "\u{FFFD}"].map { Array($0.utf8) }
      + Self.edges.map { [$0] } + [[0xE4, 0xB8], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80]]
    for seed in 0..<20_000 {
      var numbers = SeededGenerator(seed: seed)
      let text = Array(numbers.text(over: parts, upTo: 30).joined())
      expectAgreement(on: text, "seed \(seed)")
    }
  }

  @Test("on a bad byte at every place of a long text")
  func everyPlace() {
    for place in 0..<40 {
      for bad: UInt8 in [0x80, 0xC3, 0xFF] {
        var text = [UInt8](repeating: UInt8(ascii: "x"), count: 40)
        text[place] = bad
        expectAgreement(on: text, "byte \(bad) at \(place)")
        #expect(firstIllFormed(in: text) == place..<place + 1)
      }
    }
  }

  @Test("and takes a character that the end of the window cuts as ill-formed")
  func windows() {
    let text = Array("aé中😀b".utf8)
    let whole = buffer(text)
    for start in text.indices {
      for end in start...text.count {
        let part = Array(text[start..<end])
        let found = UTF8Repair.firstIllFormed(in: whole, from: start, to: end)
        let alone = firstIllFormed(in: part)
        #expect(found.map { $0.lowerBound - start } == alone?.lowerBound, "\(start)..<\(end)")
        #expect(found?.count == alone?.count, "\(start)..<\(end)")
      }
    }
  }

  @Test("and counts what it replaced, behind what was there")
  func counts() {
    var result = buffer(Array("kept ".utf8))
    let count = UTF8Repair.repair(buffer([0x61, 0xFF, 0xE4, 0xB8, 0x62]), 0..<5, into: &result)
    #expect(count == 2)
    #expect(String(decoding: result.array, as: UTF8.self) == "kept a\u{FFFD}\u{FFFD}b")
  }

  private func expectAgreement(on text: [UInt8], _ place: String) {
    let isValid = String(validating: text, as: UTF8.self) != nil
    if (firstIllFormed(in: text) == nil) != isValid { Issue.record("\(place): \(text)") }
    var result = Buffer<UInt8>()
    _ = UTF8Repair.repair(buffer(text), 0..<text.count, into: &result)
    let expected = Array(String(decoding: text, as: UTF8.self).utf8)
    if result.array != expected { Issue.record("\(place): \(text) became \(result.array)") }
  }

  private func firstIllFormed(in text: [UInt8]) -> Range<Int>? {
    UTF8Repair.firstIllFormed(in: buffer(text), from: 0, to: text.count)
  }

  private func buffer(_ bytes: [UInt8]) -> Buffer<UInt8> {
    var buffer = Buffer<UInt8>()
    buffer.append(contentsOf: bytes.span)
    return buffer
  }
}
