// Where the identifiers of one text after the other go.
//
//     TokenizerSession  ──▶  LineWriter │ NumPyWriter │ BinaryWriter  ──▶  standard output

import Subword

/// Writes encodings in one format.
protocol EncodingWriter {
  /// Takes the identifiers of the next text.
  mutating func write(_ ids: [TokenID]) throws(CommandFailure)

  /// Writes whatever is still held back. Nothing may follow.
  mutating func finish() throws(CommandFailure)
}
