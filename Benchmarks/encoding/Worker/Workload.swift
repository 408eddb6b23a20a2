// What a round of the benchmark does.

import ArgumentParser
import Subword
import SubwordMemory

/// Texts and a tokenizer, and what is to be done with them.
struct Workload: ~Copyable {
  enum Mode: String, ExpressibleByArgument {
    /// The first megabytes in one call, again and again.
    case file
    /// The next megabytes in each round, starting again at the end.
    case fresh
    /// Pieces of four kilobytes, all in one call.
    case docs
    /// A hundred thousand lines, all in one call.
    case lines
    /// Texts with a NUL behind each, one call for each.
    case chat
    /// A text of fifty bytes, twenty thousand times.
    case short
    /// The identifiers of `file` back to text.
    case decode
    /// Opening the tokenizer.
    case load
  }

  private let mode: Mode
  private let path: String
  private let tokenizer: Tokenizer
  private let texts: [String]
  private let threads: Int
  private let encoded: [TokenID]
  private var turn = 0
  /// How many calls a round makes.
  let callCount: Int
  /// How long reading the texts took, which is not part of loading.
  let secondsOfReading: Double

  init(_ mode: Mode, tokenizer path: String, file: String, bytes: Int, threads: Int) throws {
    let tokenizer = try Tokenizer(contentsOfFile: path)
    let start = Measurement.now
    let texts = try Self.texts(mode, file: file, bytes: bytes)
    secondsOfReading = Measurement.now - start
    self.mode = mode
    self.path = path
    self.threads = threads
    self.tokenizer = tokenizer
    self.texts = texts
    encoded = mode == .decode ? tokenizer.encode(texts[0]).ids : []
    callCount =
      switch mode {
      case .chat: texts.count
      case .short: Self.shortCount
      case .file, .fresh, .docs, .lines, .decode, .load: 1
      }
  }

  private static let shortText = "The quick brown fox, jumped over 13 lazy dogs; ok?"
  private static let shortCount = 20_000

  /// Does it once.
  ///
  /// - Returns: How many bytes of text that was, and the identifiers.
  mutating func round() throws -> (bytes: Int, ids: [TokenID]) {
    defer { turn += 1 }
    switch mode {
    case .file, .fresh:
      let text = texts[turn % texts.count]
      return (text.utf8.count, try tokenizer.encode(rows: [text], threads: threads).ids)
    case .docs, .lines:
      let rows = try tokenizer.encode(rows: texts, threads: threads)
      return (texts.reduce(0) { $0 + $1.utf8.count }, rows.ids)
    case .chat:
      var ids: [TokenID] = []
      for text in texts { ids += tokenizer.encode(text).ids }
      return (texts.reduce(0) { $0 + $1.utf8.count }, ids)
    case .short:
      var ids: [TokenID] = []
      for _ in 0..<Self.shortCount { ids = tokenizer.encode(Self.shortText).ids }
      return (Self.shortText.utf8.count * Self.shortCount, ids)
    case .decode:
      let text = tokenizer.decode(encoded)
      return (text.utf8.count, encoded)
    case .load:
      let loaded = try Tokenizer(contentsOfFile: path)
      return (loaded.vocabulary.count, [])
    }
  }
}

// MARK: - Texts

extension Workload {
  private static func texts(_ mode: Mode, file: String, bytes: Int) throws -> [String] {
    switch mode {
    case .short, .load: return []
    case .chat:
      let all = String(decoding: try InputFile.bytes(of: file), as: UTF8.self)
      return all.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(
        String.init)
    case .fresh:
      let all = try InputFile.bytes(of: file)
      return stride(from: 0, to: all.count, by: bytes).map { start in
        piece(of: all, start, min(start + bytes, all.count))
      }.filter { $0.utf8.count > bytes / 4 }
    case .file, .decode: return [try wholeLines(file, bytes)]
    case .docs: return documents(try wholeLines(file, bytes))
    case .lines:
      let lines = try wholeLines(file, bytes).split(separator: "\n").map(String.init)
      return (0..<100_000).map { lines[$0 % lines.count] }
    }
  }

  /// A stretch moved forward to the starts of characters.
  private static func piece(of all: [UInt8], _ start: Int, _ end: Int) -> String {
    func moved(_ place: Int) -> Int {
      var place = place
      while place < all.count && all[place] & 0xC0 == 0x80 { place += 1 }
      return place
    }
    return String(decoding: all[moved(start)..<moved(end)], as: UTF8.self)
  }

  /// The first bytes of a file up to the last line that ends there.
  private static func wholeLines(_ file: String, _ bytes: Int) throws -> String {
    let all = try InputFile.bytes(of: file).prefix(bytes)
    let end = all.lastIndex(of: 0x0A).map { $0 + 1 } ?? all.endIndex
    return String(decoding: all[..<end], as: UTF8.self)
  }

  private static func documents(_ text: String) -> [String] {
    var documents: [String] = []
    var current = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      current += line + "\n"
      guard current.utf8.count >= 4096 else { continue }
      documents.append(current)
      current = ""
    }
    return documents + [current]
  }
}
