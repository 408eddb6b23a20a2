// GPT-2's pair of files: vocab.json has the tokens and identifiers, merges.txt the merges by rank.
//
//     vocab.json, merges.txt  ──▶  VocabularyAndMerges  ──▶  RawBPE  ──▶  BPEModel
//
// The pair says nothing of the pipeline. What is done to text is in `PairPipeline`.

/// The two files of a BPE model, and where they lie.
struct VocabularyAndMerges {
  /// `vocab.json`, or a name that ends so.
  let vocabularyPath: String
  /// `merges.txt`, or the same name with that end.
  let mergesPath: String

  private static let vocabularyName = "vocab.json"
  private static let mergesName = "merges.txt"

  /// The pair in a folder, if both files are there.
  init?(inFolder folder: String) {
    self.init(at: folder + "/" + Self.vocabularyName)
    if !SystemCalls.isFile(vocabularyPath) || !SystemCalls.isFile(mergesPath) { return nil }
  }

  /// The pair that one of the two files belongs to.
  ///
  /// - Parameter path: A path whose name ends in `vocab.json` or `merges.txt`; anything else is taken
  ///   for the stem of the two names.
  init(at path: String) {
    let stem =
      [Self.vocabularyName, Self.mergesName].first {
        path.utf8.suffix($0.utf8.count).elementsEqual($0.utf8)
      }
      .map { path.dropLast($0.count) } ?? "\(path)-"
    vocabularyPath = stem + Self.vocabularyName
    mergesPath = stem + Self.mergesName
  }

  /// The pair that a file with these contents belongs to, if it is one of a pair.
  init?(_ bytes: [UInt8], at path: String) {
    guard Self.isVocabulary(bytes) || bytes.starts(with: "#version".utf8) else { return nil }
    self.init(at: path)
    let isOne =
      vocabularyPath.utf8.elementsEqual(path.utf8) || mergesPath.utf8.elementsEqual(path.utf8)
    if !isOne || !SystemCalls.isFile(vocabularyPath) || !SystemCalls.isFile(mergesPath) {
      return nil
    }
  }

  /// Whether a text is a JSON object whose first value is a number.
  private static func isVocabulary(_ bytes: [UInt8]) -> Bool {
    var json = JSONReader(bytes)
    do {
      guard try json.peek() == .object else { return false }
      try json.enterObject()
      return try json.skipKey() && json.peek() == .number
    } catch {
      return false
    }
  }
}

// MARK: Reading

extension VocabularyAndMerges {
  /// The model of the two files.
  static func model(
    _ vocabulary: SourceFile, _ merges: SourceFile
  ) throws(ModelFileError) -> RawBPE {
    var reader = TokenizerJSONReader(vocabulary)
    var model = RawBPE()
    try reader.readVocabulary(into: &model, "the vocabulary")
    try reader.located { (json) throws(JSONError) in try json.finish() }
    try readMerges(of: merges, into: &model)
    return model
  }

  /// Reads lines of two spellings with a space between. Empty lines and the line `#version: …` have
  /// no merge.
  private static func readMerges(
    of file: SourceFile, into model: inout RawBPE
  ) throws(ModelFileError) {
    var start = 0
    while start < file.bytes.count {
      let end = file.bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? file.bytes.count
      // Files that went through Windows have a carriage return in front.
      let hasReturn = end > start && file.bytes[end - 1] == UInt8(ascii: "\r")
      let line = file.bytes[start..<(hasReturn ? end - 1 : end)]
      let first = model.mergeSpellings.count
      model.mergeSpellings.append(contentsOf: line)
      if !line.isEmpty, !model.endJoinedMerge(from: first, at: start) {
        throw .badMerge("this merge is malformed", at: file.location(start))
      }
      start = end + 1
    }
  }
}

extension SourceFile {
  /// The file at a path.
  init(contentsOfFile path: String) throws(ModelFileError) {
    do { self.init(path: path, bytes: try InputFile.bytes(of: path)) } catch { throw .file(error) }
  }
}
