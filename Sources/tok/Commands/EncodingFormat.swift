// What `tok encode` writes for a text, and where it goes.
//
//     ids  ──▶  LineFormat │ BinaryFormat  ──▶  bytes  ──▶  PlainOutput │ NumPyOutput
//
// Formats run on all threads, outputs on one.

import Subword

/// What is written for the identifiers of one text.
protocol EncodingFormat: Sendable {
  func append(_ ids: [TokenID], to bytes: inout [UInt8])
}

/// Takes what was written for texts, in their order.
protocol EncodingOutput {
  mutating func write(_ bytes: [UInt8]) throws(CommandFailure)

  /// Writes whatever is still held back. Nothing may follow.
  mutating func finish() throws(CommandFailure)
}

/// Standard output as it is.
struct PlainOutput: EncodingOutput {
  private var output = StandardOutput()

  mutating func write(_ bytes: [UInt8]) throws(CommandFailure) {
    output.bytes += bytes
    try output.flushIfLarge()
  }

  mutating func finish() throws(CommandFailure) { try output.flush() }
}

/// `--format bin`, and the numbers of `npy`: each identifier as 32 bits, the lowest byte first.
struct BinaryFormat: EncodingFormat {
  static let width = 4

  func append(_ ids: [TokenID], to bytes: inout [UInt8]) {
    for id in ids {
      for shift: UInt32 in [0, 8, 16, 24] {
        bytes.append(UInt8(truncatingIfNeeded: id.rawValue >> shift))
      }
    }
  }
}
