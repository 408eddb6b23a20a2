// What one text is, and what happens to a corpus that is not as it should be.

import Foundation
import Subword
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("A corpus is read")
struct CorpusFormatTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // MARK: Formats

  @Test("as whole files, as lines, and as JSON strings")
  func formats() throws {
    let text = "a\n\nb \r\nc"
    #expect(try whole(text, .text) == ["a\n\nb \r\nc": 1])
    #expect(try whole(text, .lines) == ["a\n": 1, "\n": 1, "b \r\n": 1, "c": 1])
    let records = #""a\nb""# + "\n\n  \t\r\n" + #" "c\u00e9" "# + "\r\n" + #""a\nb""#
    #expect(try whole(records, .jsonLines(field: nil)) == ["a\nb": 2, "cé": 1])
  }

  @Test("from the field of JSON objects, which stands there once")
  func field() throws {
    let records = """
      {"text": "a", "id": [1, {"text": "no"}]}
      {"id": null, "text": "b"}\r

      {"text": "", "x": 1e9}
      {"te\\u0078t": "c"}
      """
    #expect(try whole(records, .jsonLines(field: "text")) == ["a": 1, "b": 1, "c": 1])
    let twice = #"{"te\u0078t": "c", "text": "again"}"#
    let error = #expect(throws: VocabularizationError.self) {
      try whole(twice, .jsonLines(field: "text"))
    }
    #expect(error?.description.contains("the key \"text\" appears twice") == true)
  }

  @Test("and refused with the place and the mend, when a line is no record", arguments: faults)
  func badRecords(record: String, field: String?, byte: Int, reason: String) throws {
    let good = field == nil ? #""é""# : #"{"text": "é"}"#
    let start = "\(good)\n\n\(good)\r\n"
    let file = try folder.write((start + record + "\n" + good).utf8, to: "records.jsonl")
    let place = FileLocation(file: file, line: 4, byteOffset: start.utf8.count + byte)
    #expect(throws: VocabularizationError.badRecord(reason, place)) {
      try PretokenCounts(
        of: Corpus(files: [file], format: .jsonLines(field: field)), pretokenizer: .gpt2)
    }
  }

  static let faults: [(String, String?, Int, String)] = [
    ("?", nil, 0, "expected a value, found '?'; each line has to be JSON by itself"),
    (
      "[]", nil, 0,
      "expected a string, found an array; each line has to be a JSON string, or an object with --field"
    ),
    (
      #""a" "b""#, nil, 4,
      "expected nothing more, found a quote; each line has to be JSON by itself"
    ),
    (
      #""a"#, nil, 0,
      "the string that starts here has no closing quote; each line has to be JSON by itself"
    ),
    (
      #"{"text": "a"}"#, nil, 0,
      "expected a string, found an object; name the field that holds the text with --field"
    ),
    (
      #""a""#, "text", 0,
      "expected an object, found a string; with --field each line has to be an object"
    ),
    (
      #"{"txt": "a"}"#, "text", 0,
      #"the object has no key "text"; name a field that each record has with --field"#
    ),
    (
      #"{"text": 1}"#, "text", 9,
      "expected a string, found a number; the field has to be a string in each record"
    ),
    (
      #"{"text": null}"#, "text", 9,
      "expected a string, found null; the field has to be a string in each record"
    ),
    (
      #"{"text": "a""#, "text", 12,
      "expected ',' or '}', found the end; each line has to be JSON by itself"
    ),
    (
      #"{"text": "\ud800"}"#, "text", 10,
      #"\ud800 is half of a surrogate pair and its other half is missing; each line has to be JSON by itself"#
    ),
  ]

  @Test("and the place is right in the second block of a file, and in the second file")
  func laterPlaces() throws {
    let lines = String(repeating: "\"a line of text\"\n", count: 50_000)
    let good = try folder.write(lines.utf8, to: "good.jsonl")
    let bad = try folder.write((lines + "?\n" + lines).utf8, to: "bad.jsonl")
    let place = FileLocation(file: bad, line: 50_001, byteOffset: lines.utf8.count)
    #expect(
      throws: VocabularizationError.badRecord(
        "expected a value, found '?'; each line has to be JSON by itself", place)
    ) {
      try PretokenCounts(
        of: Corpus(files: [good, bad], format: .jsonLines(field: nil)), pretokenizer: .gpt2)
    }
    let text = String(repeating: "é text\n", count: 100_000)
    let start = Array(text.utf8)
    let broken = try folder.write(start + [0xFF] + start, to: "broken.txt")
    for format in [Corpus.Format.text, .lines] {
      expect(
        """
        \(broken):100001 (byte \(start.count)): is not UTF-8; convert the file, \
        or take --invalid replace
        """, of: Corpus(files: [good, broken], format: format, invalid: .error))
    }
  }

  // MARK: Bytes that are not UTF-8

  /// A lone byte, a character cut short, one too long, a surrogate, and a character at the end.
  private static let ill: [UInt8] =
    Array("a ".utf8) + [0xFF] + Array("b ".utf8) + [0xE2, 0x82] + Array("\nc".utf8) + [0xC0, 0xAF]
    + [0xED, 0xA0, 0x80] + Array(" d".utf8) + [0xF0, 0x9F]

  @Test("with U+FFFD for each maximal ill-formed part, which are counted")
  func replace() throws {
    let file = try folder.write(Self.ill, to: "ill.txt")
    let counts = try PretokenCounts(of: Corpus(files: [file]), pretokenizer: .whitespaceSplit)
    let expected: [String: UInt64] = [
      "a": 1, "\u{FFFD}b": 1, "\u{FFFD}": 1, "c\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}": 1,
      "d\u{FFFD}": 1,
    ]
    #expect(counts.strings == expected)
    #expect(counts.replacedParts == 8)
  }

  @Test("with the bytes as they are, each ill-formed part a pretoken of its own")
  func asBytes() throws {
    let file = try folder.write(Self.ill, to: "ill.txt")
    let counts = try PretokenCounts(
      of: Corpus(files: [file], invalid: .bytes), pretokenizer: .gpt2)
    let expected: [[UInt8]: UInt64] = [
      Array("a".utf8): 1, Array(" ".utf8): 2, [0xFF]: 1, Array("b".utf8): 1, [0xE2, 0x82]: 1,
      Array("\n".utf8): 1, Array("c".utf8): 1, [0xC0]: 1, [0xAF]: 1, [0xED]: 1, [0xA0]: 1,
      [0x80]: 1, Array(" d".utf8): 1, [0xF0, 0x9F]: 1,
    ]
    #expect(counts.dictionary == expected)
    #expect(counts.replacedParts == 0)
  }

  @Test("and refused with the place of the first, where the caller asks for that")
  func error() throws {
    let start = Array("é\nb ".utf8)
    for ill: [UInt8] in [[0xFF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] {
      let file = try folder.write(start + ill + Array(" c".utf8) + [0xFF], to: "ill.txt")
      expect(
        "\(file):2 (byte 5): is not UTF-8; convert the file, or take --invalid replace",
        of: Corpus(files: [file], invalid: .error))
    }
  }

  @Test("without text only to say so")
  func empty() throws {
    let file = try folder.write([], to: "empty.txt")
    let counts = try PretokenCounts(of: Corpus(files: [file]), pretokenizer: .gpt2)
    let error = #expect(throws: VocabularizationError.self) {
      try BPEVocabularizer(vocabularySize: 300).vocabularize(counts)
    }
    #expect(error?.description == "the corpus: holds no text; name files that do")
  }

  // MARK: Helpers

  /// The texts of a file, each as often as it occurs.
  private func whole(_ text: String, _ format: Corpus.Format) throws -> [String: UInt64] {
    let file = try folder.write(text.utf8, to: "corpus")
    return try PretokenCounts(of: Corpus(files: [file], format: format), pretokenizer: .whole)
      .strings
  }

  private func expect(
    _ message: String, of corpus: Corpus, at place: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: VocabularizationError.self, sourceLocation: place) {
      try PretokenCounts(of: corpus, pretokenizer: .gpt2)
    }
    #expect(error?.description == message, sourceLocation: place)
  }
}

extension PretokenCounts {
  /// The pretokens as strings; only where none are canonically equivalent.
  fileprivate var strings: [String: UInt64] {
    Dictionary(
      uniqueKeysWithValues: (0..<count).map {
        (String(decoding: self[$0].pretoken, as: UTF8.self), self[$0].count)
      })
  }
}
