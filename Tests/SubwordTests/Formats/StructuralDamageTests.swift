// Files that are well-formed and say what nobody means: numbers at the ends of their range, lists
// without elements, texts many times over. `DamagedFileTests` damages bytes by chance.

import TestSupport
import Testing

@testable import Subword

@Suite("A file whose parts say anything is an error of one line or a tokenizer that encodes")
struct StructuralDamageTests {
  /// Counts what became of files.
  private struct Tally {
    var (taken, refused) = (0, 0)

    mutating func add(_ file: [UInt8], _ name: String, _ read: ([UInt8]) throws -> Tokenizer) {
      do {
        let tokenizer = try read(file)
        taken += 1
        let text = "ab <s> don't é\0  ab"
        let options = EncodingOptions(specialTokens: .parse, addsSpecialTokens: true)
        let encoding = try tokenizer.encode(
          text, pairedWith: text, with: .all(.bytes), options: options)
        _ = tokenizer.decode(encoding.ids)
        _ = tokenizer.decode((0..<400).map { TokenID(rawValue: $0) })
        _ = tokenizer.encode(text)
      } catch {
        refused += 1
        let message = "\(error)"
        let isOurs = error is ModelFileError || error is TokenEncodingError
        #expect(isOurs && !message.contains("\n") && !message.isEmpty, "\(name): \(message)")
      }
    }
  }

  private func check(
    _ files: some Sequence<(name: String, bytes: [UInt8])>,
    _ read: ([UInt8]) throws -> Tokenizer
  ) {
    var tally = Tally()
    for file in files { tally.add(file.bytes, file.name, read) }
    #expect(tally.taken > 0 && tally.refused > 0, "\(tally)")
  }

  // MARK: JSON

  @Test("of every part of a tokenizer.json", arguments: 0..<4)
  func tokenizerJSON(group: Int) throws {
    let lines = try Fixtures.bytes("formats/parts.jsonl").split(separator: UInt8(ascii: "\n"))
    let file = try TokenizerPartTests.strings(of: Array(lines[0]))["file"] ?? ""
    var tally = Tally()
    for index in lines.indices.dropFirst() where index % 4 == group {
      let members = try TokenizerPartTests.strings(of: Array(lines[index]))
      guard let key = members["key"], let part = members["read"], members["written"] != nil else {
        continue
      }
      for damaged in JSONParts(Array(part.utf8)).damaged() {
        let text = try TokenizerPartTests.replacing(
          key, of: file, by: String(decoding: damaged.bytes, as: UTF8.self))
        tally.add(Array(text.utf8), "\(key) \(part): \(damaged.name)") {
          try Tokenizer($0, path: "t")
        }
      }
    }
    #expect(tally.taken > 100 && tally.refused > 100, "\(tally)")
  }

  @Test("of a whole tokenizer.json")
  func wholeTokenizerJSON() throws {
    let lines = try Fixtures.bytes("formats/parts.jsonl").split(separator: UInt8(ascii: "\n"))
    let file = try TokenizerPartTests.strings(of: Array(lines[0]))["file"] ?? ""
    let added =
      #"[{"id":4,"content":"<s>","single_word":false,"lstrip":true,"rstrip":true,"normalized":false,"special":true}]"#
    let text = try TokenizerPartTests.replacing("added_tokens", of: file, by: added)
    check(JSONParts(Array(text.utf8)).damaged()) { try Tokenizer($0, path: "t") }
  }

  @Test("of a tekken.json")
  func tekken() {
    check(JSONParts(Array(TekkenTests.file().utf8)).damaged(each: 20)) {
      try Tokenizer($0, path: "t")
    }
  }

  @Test("of ranks, and of the file beside them")
  func ranks() throws {
    let encoding = EncodingFile(pattern: #"\S+|\s+"#, special: [("<s>", 400), ("<e>", 401)])
    let ranks = ranksFile(["ab", "abc"])
    let numbered = ["-9223372036854775808", "-1", "0", "300", "9223372036854775807", "1e9", ""]
      .map { (name: $0, bytes: Array((ranks + "YWJi \($0)\n").utf8)) }
    check(numbered) { try Tokenizer(ranks: $0, path: "r", encoding) }
    check(JSONParts(encoding.json).damaged()) {
      try Tokenizer(ranks: Array(ranks.utf8), path: "r", try EncodingFile.read($0, path: "e"))
    }
  }

  // MARK: Binary files

  @Test("of a GGUF file")
  func gguf() {
    var file = SmallGGUF.byteLevel()
    for name in ["bos", "eos", "unknown", "padding"] {
      file.add("tokenizer.ggml.\(name)_token_id", kind: 4, SmallGGUF.number(UInt32(257)))
    }
    file.add("tokenizer.ggml.add_bos_token", kind: 7, [1])
    file.add("general.size", kind: 11, SmallGGUF.number(Int64(1)))
    check(BinaryParts(gguf: file.bytes).damaged(each: 60)) { try Tokenizer($0, path: "g") }
  }

  @Test("of a GGUF file with scores")
  func scoredGGUF() {
    var file = SmallGGUF()
    let bytes = (UInt8.min...UInt8.max).map(ByteFallback.spelling)
    file.add("tokenizer.ggml.model", "llama")
    file.add("tokenizer.ggml.tokens", ["<unk>", "<s>", "a", "b", "ab"] + bytes)
    let types: [Int32] = [2, 3, 1, 1, 1] + [Int32](repeating: 6, count: 256)
    file.add("tokenizer.ggml.token_type", types)
    file.add(
      "tokenizer.ggml.scores", kind: 9,
      SmallGGUF.number(UInt32(6)) + SmallGGUF.number(UInt64(types.count))
        + types.indices.flatMap { SmallGGUF.number(Float(-$0).bitPattern) })
    file.add("tokenizer.ggml.bos_token_id", kind: 4, SmallGGUF.number(UInt32(1)))
    check(BinaryParts(gguf: file.bytes).damaged(each: 60)) { try Tokenizer($0, path: "g") }
  }

  @Test("of a .model")
  func sentencePiece() {
    var model = SmallSentencePiece()
    model.normalizer = { part in
      part.bytes(2, [4, 0, 0, 0, 0, 0, 0, 0] + Array("x\0".utf8))
      for field in 3...5 { part.number(field, 1) }
    }
    model.trainer = { part in
      part.number(3, 2)
      part.number(24, 0)
      part.text(45, "<unk>")
    }
    check(BinaryParts(protobuf: model.bytes).damaged()) { try Tokenizer($0, path: "m") }
  }
}

// MARK: - Where the parts of a file are

/// The numbers, texts and lists of a JSON text.
private struct JSONParts {
  private let bytes: [UInt8]
  private var numbers: [Range<Int>] = []
  /// What is between the quotation marks.
  private var texts: [Range<Int>] = []
  /// What is between the brackets.
  private var lists: [Range<Int>] = []

  private static let digits = Set("-+.0123456789eE".utf8)

  /// - Parameter bytes: Well-formed.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var open: [Int] = []
    var index = 0
    while index < bytes.count {
      let start = index
      index += 1
      switch bytes[start] {
      case UInt8(ascii: "\""):
        while bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        texts.append(start + 1..<index)
        index += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(index)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): lists.append((open.popLast() ?? 0)..<start)
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        while index < bytes.count && Self.digits.contains(bytes[index]) { index += 1 }
        numbers.append(start..<index)
      default: break
      }
    }
  }

  private static let numbersInstead = [
    "-9223372036854775809", "-9223372036854775808", "-1", "0", "1", "2147483648", "4294967295",
    "4294967296", "9223372036854775807", "9223372036854775808", "1e400", "0.5",
  ]

  /// The text with one part replaced, in all ways; of many parts of a kind only some.
  func damaged(each step: Int = 1) -> [(name: String, bytes: [UInt8])] {
    func some(_ ranges: [Range<Int>]) -> [Range<Int>] {
      ranges.indices.filter { $0 % step == 0 || $0 < 8 || $0 + 8 > ranges.count }.map { ranges[$0] }
    }
    let numbers = some(numbers).flatMap { range in
      Self.numbersInstead.map { replacing(range, by: Array($0.utf8)) }
    }
    let texts = some(texts).flatMap { range in
      [[], Array(repeating: bytes[range], count: 300).flatMap { $0 }]
        .map { replacing(range, by: $0) }
    }
    return numbers + texts + some(lists).map { replacing($0, by: []) }
  }

  private func replacing(_ range: Range<Int>, by part: [UInt8]) -> (name: String, bytes: [UInt8]) {
    let old = String(decoding: bytes[range].prefix(20), as: UTF8.self)
    let new = String(decoding: part.prefix(24), as: UTF8.self)
    return (
      "\(old) at \(range.lowerBound) is \(new)",
      Array(bytes[..<range.lowerBound]) + part + bytes[range.upperBound...]
    )
  }
}

/// The numbers of a binary file, each with what may stand instead, and what is between two places.
private struct BinaryParts {
  private let bytes: [UInt8]
  private var numbers: [(range: Range<Int>, instead: [[UInt8]])] = []
  private var position = 0

  /// The file with one number replaced.
  func damaged(each step: Int = 1) -> [(name: String, bytes: [UInt8])] {
    numbers.indices.filter { $0 % step == 0 || $0 < 40 || $0 + 40 > numbers.count }.flatMap {
      let (range, instead) = numbers[$0]
      return instead.map { part in
        (
          "\(Array(bytes[range])) at \(range.lowerBound) is \(part.prefix(10))",
          Array(bytes[..<range.lowerBound]) + part + bytes[range.upperBound...]
        )
      }
    }
  }

  private static let extremes: [UInt64] = [
    0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 32, 0x7FFF_FFFF_FFFF_FFFF, 1 << 63, .max,
    // As a `Float`: infinite, and no number.
    0x7F80_0000, 0xFF80_0000, 0x7FC0_0000,
  ]

  // MARK: GGUF

  /// - Parameter bytes: Well-formed.
  init(gguf bytes: [UInt8]) {
    self.bytes = bytes
    position = 4
    _ = number(4)
    _ = number(8)
    for _ in 0..<number(8) {
      text()
      let kind = number(4)
      if kind != 9 {
        value(kind)
      } else {
        let element = number(4)
        for _ in 0..<number(8) { value(element) }
      }
    }
  }

  private mutating func number(_ width: Int) -> Int {
    let range = position..<position + width
    position += width
    numbers.append(
      (
        range,
        Self.extremes.map { value in
          (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
        }
      ))
    return range.reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
  }

  private mutating func text() {
    let start = position
    position += number(8)
    // Emptied, and a thousand times over.
    let content = bytes[start + 8..<position]
    let long = Array(repeating: content, count: 1_000).flatMap { $0 }
    numbers.append(
      (start..<position, [[UInt8](repeating: 0, count: 8), SmallGGUF.number(long.count) + long]))
  }

  private mutating func value(_ kind: Int) {
    switch kind {
    case 8: text()
    case 0, 1, 7: _ = number(1)
    case 2, 3: _ = number(2)
    case 10, 11, 12: _ = number(8)
    default: _ = number(4)
    }
  }

  // MARK: Protocol buffers

  /// - Parameter bytes: A well-formed .model.
  init(protobuf bytes: [UInt8]) {
    self.bytes = bytes
    while position < bytes.count {
      _ = varint()
      let end = varint() + position
      while position < end { field() }
    }
  }

  private mutating func field() {
    let kind = varint() & 7
    switch kind {
    case 0: _ = varint()
    case 5: _ = number(4)
    default: position += varint()
    }
  }

  private mutating func varint() -> Int {
    let start = position
    while bytes[position] >= 0x80 { position += 1 }
    position += 1
    let range = start..<position
    numbers.append((range, Self.extremes.map(Self.varint) + [[UInt8](repeating: 0xFF, count: 11)]))
    return range.reversed().reduce(0) { $0 << 7 | Int(bytes[$1] & 0x7F) }
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, result): (UInt64, [UInt8]) = (value, [])
    while rest >= 0x80 {
      result.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(rest)]
  }
}
