// How byte-level vocabularies write bytes in files: one printable character stands for each.
//
//     bytes of a token  ◀──▶  ByteAlphabet  ◀──▶  the token's spelling in tokenizer.json, merges.txt
//
// Inside this package tokens are bytes; stand-ins exist in files and in what people are shown.

/// The 256 characters that GPT-2 chose to stand for bytes.
///
/// A byte that is a printable character of Latin-1 stands for itself; the other 68 get the code
/// points from U+0100 up, in rising order. Source: `bytes_to_unicode` of the GPT-2 encoder.
package enum ByteAlphabet {
  /// The code point that stands for each byte: 256 entries.
  package static let standIns: [UInt16] = {
    var next: UInt16 = 0x100
    return (0...255).map { (byte: UInt16) -> UInt16 in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()

  /// The byte that each code point below U+0144 stands for, or `nil`.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (byte, standIn) in standIns.enumerated() { bytes[Int(standIn)] = UInt8(byte) }
    return bytes
  }()

  /// The bytes in the order of their stand-ins, which is the order of their identifiers in a
  /// trained vocabulary.
  package static let order: [UInt8] = standIns.indices
    .sorted { standIns[$0] < standIns[$1] }
    .map { UInt8($0) }

  /// How many bytes the stand-in of `byte` has in UTF-8.
  @inline(__always)
  package static func width(of byte: UInt8) -> Int {
    byte > 0x20 && byte < 0x7F ? 1 : 2
  }

  /// Appends the UTF-8 spelling of `token`: one or two bytes for each of its bytes.
  package static func spell(_ token: Span<UInt8>, into spelling: inout [UInt8]) {
    for index in token.indices {
      let standIn = standIns[Int(token[index])]
      if standIn < 0x80 {
        spelling.append(UInt8(standIn))
      } else {
        spelling.append(UInt8(0xC0 | standIn >> 6))
        spelling.append(UInt8(0x80 | standIn & 0x3F))
      }
    }
  }

  /// Appends the bytes that `spelling` stands for.
  ///
  /// - Parameter spelling: Valid UTF-8.
  /// - Returns: Whether every character was a stand-in; `token` is of no use if not.
  package static func read(_ spelling: Span<UInt8>, into token: inout [UInt8]) -> Bool {
    var index = 0
    while index < spelling.count {
      var scalar = Int(spelling[index])
      index += 1
      if scalar >= 0x80 {
        guard scalar & 0xE0 == 0xC0, index < spelling.count else { return false }
        scalar = (scalar & 0x1F) << 6 | Int(spelling[index] & 0x3F)
        index += 1
      }
      guard scalar < bytes.count, let byte = bytes[scalar] else { return false }
      token.append(byte)
    }
    return true
  }
}
