// From files and to files.
//
//     file  ──▶  its first bytes tell the format  ──▶  TokenizerJSONReader  ──▶  Tokenizer

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The file formats that a tokenizer can be written in.
public enum ModelFormat: Hashable, Sendable {
  /// Hugging Face's tokenizer.json.
  case tokenizerJSON
  /// GPT-2's pair of files, vocab.json and merges.txt, in a folder or under one name: the model
  /// without what is done to text around it.
  case vocabularyAndMerges
}

extension Tokenizer {
  /// Reads a tokenizer from a file. Its contents tell the format, not its name.
  ///
  /// - Throws: What is wrong with the file, and where.
  public init(contentsOf url: URL) throws(ModelFileError) {
    try self.init(contentsOfFile: url.path)
  }

  /// Reads a tokenizer from the file at `path`.
  package init(contentsOfFile path: String) throws(ModelFileError) {
    if SystemCalls.status(of: path)?.kind == .folder {
      self = try TokenizerFolder(path: path).read()
      return
    }
    let bytes: [UInt8]
    do { bytes = try InputFile.bytes(of: path) } catch { throw .file(error) }
    if let pair = VocabularyAndMerges(bytes, at: path) {
      self = try pair.tokenizer(TokenizerConfig(inFolder: SystemCalls.folder(of: path)))
      return
    }
    try self.init(bytes, path: path)
  }

  /// Reads a tokenizer from the bytes of a file.
  package init(_ bytes: [UInt8], path: String) throws(ModelFileError) {
    // A byte order mark has its own message.
    let first = bytes.first { $0 != 0x20 && !(0x9...0xD).contains($0) }
    guard first == UInt8(ascii: "{") || bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw .notRecognised(path: path)
    }
    self = try TokenizerJSONReader.read(bytes, path: path)
  }

  /// Writes the tokenizer to a file: the old one or the new one stands there, never half of it.
  ///
  /// - Throws: What is wrong with the file, or `malformed` for a token that the format can't hold.
  public func write(to url: URL, as format: ModelFormat) throws(ModelFileError) {
    try write(toFile: url.path, as: format)
  }

  package func write(toFile path: String, as format: ModelFormat) throws(ModelFileError) {
    switch format {
    case .tokenizerJSON:
      try Self.write(to: path) { () throws(JSONError) in try tokenizerJSON() }
    case .vocabularyAndMerges: try writePair(to: path)
    }
  }

  private func writePair(to path: String) throws(ModelFileError) {
    let isFolder = SystemCalls.status(of: path)?.kind == .folder
    let pair = VocabularyAndMerges(at: isFolder ? path + "/vocab.json" : path)
    guard let merges = mergesText() else {
      throw .unsupported(
        part: "a token with a space or a line feed in merges.txt",
        at: FileLocation(file: shown(pair.mergesPath), line: 1, byteOffset: 0))
    }
    try Self.write(to: pair.vocabularyPath) { () throws(JSONError) in try vocabularyJSON() }
    try Self.write(to: pair.mergesPath) { () throws(JSONError) in merges }
  }

  /// Writes what `make` gives, the whole file or nothing.
  private static func write(
    to path: String, _ make: () throws(JSONError) -> [UInt8]
  ) throws(ModelFileError) {
    let bytes: [UInt8]
    do { bytes = try make() } catch {
      throw .malformed(error.reason, at: FileLocation(file: shown(path), line: 1, byteOffset: 0))
    }
    do { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
  }
}
