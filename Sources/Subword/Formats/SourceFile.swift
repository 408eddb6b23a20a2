// The file that is being read, as messages need it.
//
//     offset of a fault  ──▶  SourceFile  ──▶  FileLocation: "tokenizer.json:3 (byte 41)"

/// A file's name and bytes.
struct SourceFile: Sendable {
  let path: String
  let bytes: [UInt8]

  /// The place of a byte. Linear in `offset`: for messages only.
  func location(_ offset: Int) -> FileLocation {
    FileLocation(file: shown(path), byteOffset: offset, in: bytes)
  }

  /// What is wrong with the JSON, with its place.
  func malformed(_ error: JSONError) -> ModelFileError {
    .malformed(error.reason, at: location(error.offset))
  }
}
