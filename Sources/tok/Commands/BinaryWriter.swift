// `--format bin`: the identifiers of all texts in order, and nothing else.

import Subword

/// Writes each identifier as 32 bits, the lowest byte first.
struct BinaryWriter: EncodingWriter {
  private var output = StandardOutput()

  mutating func write(_ ids: [TokenID]) throws(CommandFailure) {
    for id in ids { output.bytes.append(littleEndian: id) }
    try output.flushIfLarge()
  }

  mutating func finish() throws(CommandFailure) { try output.flush() }
}

extension [UInt8] {
  mutating func append(littleEndian id: TokenID) {
    for shift: UInt32 in [0, 8, 16, 24] {
      append(UInt8(truncatingIfNeeded: id.rawValue >> shift))
    }
  }
}
