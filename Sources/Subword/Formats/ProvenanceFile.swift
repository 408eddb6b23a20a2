// Where a vocabulary came from, beside a file of a format that has no room for it.
//
//     NAME.tiktoken, NAME-vocab.json  ◀──  NAME.provenance.json

enum ProvenanceFile {
  /// Where the provenance of the file at `path` would be.
  static func path(beside path: String) -> String {
    EncodingFile.path(beside: path, to: "provenance")
  }

  /// The JSON value that stands beside the file at `path`; `nil` where there is none.
  static func read(beside path: String) throws(ModelFileError) -> [UInt8]? {
    let path = self.path(beside: path)
    guard SystemCalls.isFile(path) else { return nil }
    let file = try SourceFile(contentsOfFile: path)
    var json = JSONReader(file.bytes)
    do {
      let range = try json.captureValue()
      try json.finish()
      return Array(file.bytes[range])
    } catch {
      throw file.malformed(error)
    }
  }
}
