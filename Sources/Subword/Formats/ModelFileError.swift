// Everything that can go wrong while a model file is read.

/// Why a file is no tokenizer that can be used.
@nonexhaustive
public enum ModelFileError: Error, Hashable, Sendable {
  /// The file can't be read.
  case file(FileError)
  /// The file is of no format that is read here.
  case notRecognised(path: String)
  /// The file is packed.
  case compressed(path: String)
  /// A folder holds no tokenizer's files.
  case nothingInFolder(path: String)
  /// A folder holds several tokenizers, and none that has a name of its own.
  case severalInFolder([String], path: String)
  /// A file of ranks that doesn't say which encoding it belongs to.
  case unknownEncoding(path: String)
  /// An encoding is named for what is no file of ranks.
  case encodingOfOther(String, path: String)
  /// An encoding is named that has another number of ranks than the file.
  case otherRankCount(Int, encoding: TiktokenEncoding, path: String)
  /// An encoding file, whose ranks are in another file.
  case ranksNeeded(path: String)
  /// A part of a tokenizer that the format of a file can't hold at all.
  case notExpressible(String, format: String, path: String)
  /// The file is no JSON, or has JSON of another kind somewhere.
  case malformed(String, at: FileLocation)
  /// A part that the file must have isn't there.
  case missing(part: String, at: FileLocation)
  /// A part that could change identifiers, and that isn't supported.
  case unsupported(part: String, at: FileLocation)
  /// Two tokens have the same bytes.
  case duplicateToken(String, at: FileLocation)
  /// An identifier is negative, used twice, or out of proportion to the number of tokens.
  case badIdentifier(String, at: FileLocation)
  /// A merge isn't two tokens.
  case badMerge(String, at: FileLocation)
  /// A merge joins two tokens whose concatenation the vocabulary lacks.
  case mergeOutsideVocabulary(left: String, right: String, at: FileLocation)
  /// A part of the file can't be made to run.
  case unusablePart(String, TokenEncodingError, at: FileLocation)
  /// The parts can't be made to run.
  case unusable(TokenEncodingError, path: String)
}

extension ModelFileError: CustomStringConvertible {
  /// Where, what, and the mend, in that order.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .notRecognised(let path):
      """
      \(shown(path)): is no tokenizer file; name a tokenizer.json, vocab.json with merges.txt, a file of \
      ranks, a tekken.json, a .model of sentencepiece or a GGUF
      """
    case .compressed(let path):
      "\(shown(path)): is compressed by gzip; unpack it"
    case .unknownEncoding(let path):
      """
      \(shown(path)): is a file of ranks without its pattern; put \
      \(shown(EncodingFile.path(beside: path))) beside it, or name its encoding with --encoding: \
      \(TiktokenEncoding.allCases.map(\.rawValue).joined(separator: ", "))
      """
    case .encodingOfOther(let kind, let path):
      """
      \(shown(path)): is a \(kind), and an encoding belongs to a file of ranks; name such a file, or leave \
      the encoding out
      """
    case .otherRankCount(let count, let encoding, let path):
      """
      \(shown(path)): has \(count) ranks, and \(encoding.rawValue) has \(encoding.rankCount); name the \
      encoding of these ranks, or put \(shown(EncodingFile.path(beside: path))) beside them
      """
    case .notExpressible(let part, let format, let path):
      "\(shown(path)): \(format) can't hold \(part); choose another format"
    case .ranksNeeded(let path):
      "\(shown(path)): is what stands beside a file of ranks; name that file"
    case .nothingInFolder(let path):
      """
      \(shown(path)): is a folder without a tokenizer; name one with tokenizer.json, with vocab.json \
      and merges.txt, or a file
      """
    case .severalInFolder(let names, let path):
      "\(shown(path)): is a folder with several tokenizers, \(Self.list(names)); name one of them"
    case .malformed(let what, let place):
      "\(place): \(clause(what, else: "take the file from its source again"))"
    case .missing(let part, let place):
      "\(place): the part \(part) is missing; take the file from its source again"
    case .unsupported(let part, let place):
      "\(place): \(part) isn't supported; take a tokenizer without it"
    case .duplicateToken(let token, let place):
      "\(place): the token \"\(excerpt(token))\" stands twice in the vocabulary; take one out"
    case .badIdentifier(let what, let place):
      "\(place): \(what); take the file from its source again"
    case .badMerge(let what, let place):
      "\(place): \(what); a merge is two tokens"
    case .mergeOutsideVocabulary(let left, let right, let place):
      """
      \(place): the merge "\(excerpt(left))" + "\(excerpt(right))" makes \
      "\(excerpt(left + right))", or has a part, that the vocabulary lacks; take the merges and the \
      vocabulary from one training run
      """
    case .unusablePart(let part, let error, let place):
      "\(place): \(part): \(error)"
    case .unusable(let error, let path):
      "\(shown(path)): \(error)"
    }
  }

  /// The first few of many names.
  private static func list(_ names: [String]) -> String {
    names.prefix(4).map { shown($0) }.joined(separator: ", ") + (names.count > 4 ? ", …" : "")
  }
}
