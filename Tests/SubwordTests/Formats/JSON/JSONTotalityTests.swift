import Subword
import TestSupport
import Testing

@Suite("The JSON reader is total")
struct JSONTotalityTests {
  static let document = Array(
    #"""
    {"version":"1.0","a\u0120\ud83d\ude00":[0,-1.5e+3,true,false,null,"é😀\n",{}],"m":{"k":[[]]}}
    """#.utf8)

  @Test("on every truncation of a document")
  func truncations() {
    for length in Self.document.indices {
      let start = Array(Self.document[..<length])
      let error = #expect(throws: JSONError.self, "of \(length) bytes") {
        try JSONTree(reading: start)
      }
      #expect((0...length).contains(error?.offset ?? -1), "of \(length) bytes")
    }
  }

  @Test("on every change of one byte of a document, and skips as it reads")
  func mutations() {
    for index in Self.document.indices {
      for byte in UInt8.min...UInt8.max {
        var text = Self.document
        text[index] = byte
        #expect(errorOfReading(text) == errorOfSkipping(text), "byte \(index) as \(byte)")
      }
    }
  }

  @Test("on random bytes of the grammar", arguments: 0..<4)
  func soup(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    let letters = Array(#"{}[]:,"\u0d8c1e-+. tfn"#.utf8) + [0xC3, 0xA9, 0xF0, 0x0A]
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...24, using: &numbers)
      let text = (0..<length).map { _ in letters.randomElement(using: &numbers) ?? 0 }
      #expect(errorOfReading(text) == errorOfSkipping(text), "seed \(seed): \(text)")
    }
  }

  @Test("on any byte at any place of a string")
  func everyByteEverywhere() {
    for place in 0..<20 {
      for byte in UInt8.min...UInt8.max {
        var content = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
        content[place] = byte
        let error = errorOfReading([0x22] + content + [0x22])
        #expect(error == expectedError(of: byte, at: place + 1), "byte \(byte) at \(place)")
      }
    }
  }

  private func expectedError(of byte: UInt8, at offset: Int) -> JSONError? {
    switch byte {
    case 0x00..<0x20: .controlCharacter(byte, at: offset)
    case 0x22 where offset == 20: .unexpected(0x22, expected: .end, at: 21)
    case 0x22: .unexpected(UInt8(ascii: "x"), expected: .end, at: offset + 1)
    case 0x5C where offset == 20: .unterminatedString(at: 0)
    case 0x5C: .unknownEscape(UInt8(ascii: "x"), at: offset)
    case 0x20..<0x80: nil
    default: .invalidUTF8(at: offset)
    }
  }

  @Test("and agrees with the standard library on what is UTF-8")
  func utf8() {
    let edges: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for first in edges {
      for second in edges {
        for third in edges {
          for fourth in edges {
            let text = [first, second, third, fourth]
            let isValid = String(validating: text, as: UTF8.self) != nil
            let isAccepted = errorOfReading([0x22] + text + [0x22]) == nil
            if isAccepted != isValid { Issue.record("on \(text)") }
          }
        }
      }
    }
  }

  @Test("on five million brackets", arguments: ["[", #"{"":"#])
  func nesting(opener: String) {
    let text = Array(repeatElement(Array(opener.utf8), count: 5_000_000).joined())
    let expected = JSONError.nestingTooDeep(limit: 64, at: 64 * opener.utf8.count)
    #expect(errorOfSkipping(text) == expected)
    #expect(errorOfReading(text) == expected)
    #expect(expected.reason == "objects and arrays are nested deeper than 64 levels.")
  }

  @Test("and takes nesting up to the limit")
  func allowedNesting() {
    for depth in [64, 65] {
      let text = [UInt8](repeating: 0x5B, count: depth) + [UInt8](repeating: 0x5D, count: depth)
      let expected = depth == 64 ? nil : JSONError.nestingTooDeep(limit: 64, at: 64)
      #expect(errorOfReading(text) == expected)
      #expect(errorOfSkipping(text) == expected)
    }
  }

  private func errorOfReading(_ text: [UInt8]) -> JSONError? {
    do {
      _ = try JSONTree(reading: text)
      return nil
    } catch {
      return error
    }
  }

  private func errorOfSkipping(_ text: [UInt8]) -> JSONError? {
    var json = JSONReader(text)
    do {
      try json.skipValue()
      try json.finish()
      return nil
    } catch {
      return error
    }
  }
}
