// Reads a ranks file: a line for each token, its bytes as base64 and its rank.
//
//     IQ== 0
//     Ig== 1            bytes  ──▶  RanksReader  ──▶  RankedTokens
//
// Source: `load_tiktoken_bpe` of tiktoken, which takes more: letters that are no base64, a token or
// a rank that stands twice. Here each of these is an error at its line.

/// A walk through the lines of one file.
struct RanksReader {
  private let bytes: [UInt8]
  private let path: String
  private var index = 0
  private var tokens = RankedTokens()

  /// Whether a file that starts with `bytes` is one of ranks: base64, a space, digits, an end of line.
  static func recognises(_ bytes: [UInt8]) -> Bool {
    let line = bytes.prefix(SparseVocabularyBuilder.longestToken * 2).prefix { $0 != lineFeed }
    guard let space = line.firstIndex(of: UInt8(ascii: " ")), space > 0 else { return false }
    var token: [UInt8] = []
    let text = line[..<space]
    guard Base64.decode(text.span, into: &token) == nil else { return false }
    let digits = line[(space + 1)...].prefix { (0x30...0x39).contains($0) }
    let rest = line[digits.endIndex...]
    return !digits.isEmpty && (rest.isEmpty || rest.elementsEqual([carriageReturn]))
  }

  /// The tokens of the file at `path`, which holds `bytes`.
  static func read(_ bytes: [UInt8], path: String) throws(ModelFileError) -> RankedTokens {
    var reader = RanksReader(bytes, path: path)
    while reader.index < bytes.count { try reader.readLine() }
    return reader.tokens
  }

  private init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
    tokens.entries.reserveCapacity(bytes.count / 16)
    tokens.bytes.reserveCapacity(bytes.count / 2)
  }

  private mutating func readLine() throws(ModelFileError) {
    let start = index
    var end = bytes[start...].firstIndex(of: Self.lineFeed) ?? bytes.count
    index = end + 1
    if end > start && bytes[end - 1] == Self.carriageReturn { end -= 1 }
    if start == end { return }
    guard let space = bytes[start..<end].firstIndex(of: UInt8(ascii: " ")) else {
      throw malformed(
        "the line has no space. Write a token in base64, a space and its rank.", start)
    }
    try readToken(start..<space)
    tokens.entries.append(
      RankedTokens.Entry(
        end: tokens.bytes.count, rank: try rank(space + 1..<end), offset: start))
  }

  private mutating func readToken(_ range: Range<Int>) throws(ModelFileError) {
    let start = tokens.bytes.count
    let bytes = bytes
    if let fault = Base64.decode(bytes.span.extracting(range), into: &tokens.bytes) {
      throw malformed(
        "the token is no base64. Write its bytes in base64.", range.lowerBound + fault)
    }
    let count = tokens.bytes.count - start
    if count == 0 { throw malformed("the token is empty. Take the line out.", range.lowerBound) }
    if count > SparseVocabularyBuilder.longestToken {
      throw malformed(
        "the token has \(count) bytes; the limit is \(SparseVocabularyBuilder.longestToken). Take it out.",
        range.lowerBound)
    }
  }

  private func rank(_ range: Range<Int>) throws(ModelFileError) -> Int {
    let digits = bytes[range]
    guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      first != 0x30 || digits.count == 1
    else {
      throw malformed("the rank is no number. Write it in decimal digits.", range.lowerBound)
    }
    // What 63 bits can't hold is out of range whatever it is.
    return Int(String(decoding: digits, as: UTF8.self)) ?? .max
  }

  private func malformed(_ what: String, _ offset: Int) -> ModelFileError {
    .malformed(what, at: FileLocation(file: shown(path), byteOffset: offset, in: bytes))
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
