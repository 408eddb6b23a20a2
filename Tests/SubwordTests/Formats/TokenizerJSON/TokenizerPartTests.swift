import TestSupport
import Testing

@testable import Subword

@Suite("Every part of a tokenizer.json is read and written as by Hugging Face")
struct TokenizerPartTests {
  /// A line of the fixture.
  struct Case {
    var key = ""
    var read = ""
    /// `nil` where the library refuses the file.
    var written: String?

    /// Whether it is refused here on purpose: a number beyond 63 bits, or a `RobertaProcessing` with a
    /// wrong member, which the library takes for a `BertProcessing`.
    var isRefusedHere: Bool {
      read.contains("9223372036854775808")
        || read.contains("RobertaProcessing") && written?.contains("BertProcessing") ?? false
    }
  }

  @Test("in the spellings of its version 0.23.3")
  func parts() throws {
    let lines = try Fixtures.bytes("formats/parts.jsonl").split(separator: UInt8(ascii: "\n"))
    let file = try Self.strings(of: Array(lines[0]))["file"] ?? ""
    var count = 0
    for line in lines.dropFirst() {
      let members = try Self.strings(of: Array(line))
      let part = Case(
        key: members["key"] ?? "", read: members["read"] ?? "", written: members["written"])
      try check(part, in: file)
      count += 1
    }
    #expect(count > 500, "the fixture lost lines")
  }

  private func check(_ part: Case, in file: String) throws {
    let text = try Self.replacing(part.key, of: file, by: part.read)
    do {
      let tokenizer = try Tokenizer(Array(text.utf8), path: "t.json")
      let written = try tokenizer.tokenizerJSON()
      guard let theirs = part.written else {
        Issue.record("\(part.key) \(part.read) was taken")
        return
      }
      let expected = try Self.replacing(part.key, of: file, by: theirs) + "\n"
      #expect(
        String(decoding: written, as: UTF8.self) == expected, "\(part.key) \(part.read)")
      let again = try Tokenizer(written, path: "again.json")
      #expect(try again.tokenizerJSON() == written, "\(part.key) \(part.read) again")
    } catch let error as ModelFileError {
      #expect(part.written == nil || part.isRefusedHere, "\(part.key) \(part.read): \(error)")
      #expect(!error.description.contains("\n"), "\(part.key) \(part.read)")
    }
  }

  @Test("but no template of many pieces with many tokens each, however small the file")
  func templates() throws {
    func message(pieces: Int, ids: Int) throws -> String {
      let piece = #"{"SpecialToken":{"id":"s","type_id":0}}"#
      let numbers = Array(repeating: "0", count: ids).joined(separator: ",")
      let names = Array(repeating: "\"a\"", count: ids).joined(separator: ",")
      let template = """
        {"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}}],"pair":[\
        \(Array(repeating: piece, count: pieces).joined(separator: ","))],\
        "special_tokens":{"s":{"id":"s","ids":[\(numbers)],"tokens":[\(names)]}}}
        """
      let line = try Fixtures.bytes("formats/parts.jsonl").split(separator: UInt8(ascii: "\n"))[0]
      let file = try Self.strings(of: Array(line))["file"] ?? ""
      let text = try Self.replacing("post_processor", of: file, by: template)
      do {
        _ = try Tokenizer(Array(text.utf8), path: "t")
        return "taken"
      } catch { return "\(error)" }
    }
    #expect(try message(pieces: 1_024, ids: 64) == "taken")
    #expect(
      try message(pieces: 1_024, ids: 65).hasSuffix(
        """
        1024 pieces add 66560 tokens, and the limits are 1024 and 65536; take the file from its source \
        again
        """))
    #expect(try message(pieces: 1_025, ids: 1).contains("1025 pieces add 1025 tokens"))
    #expect(try message(pieces: 10_000, ids: 25_000).contains("10000 pieces add 250000000 tokens"))
  }

  /// The file with the value of a member of its outermost object replaced.
  static func replacing(
    _ key: String, of file: String, by value: String
  ) throws -> String {
    var json = JSONReader(Array(file.utf8))
    var name: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &name) {
      let range = try json.captureValue()
      if name.elementsEqual(key.utf8) {
        let head = String(decoding: json.bytes[..<range.lowerBound], as: UTF8.self)
        return head + value + String(decoding: json.bytes[range.upperBound...], as: UTF8.self)
      }
      name.removeAll()
    }
    throw JSONError.missingKey(key, at: 0)
  }

  static func strings(of line: [UInt8]) throws -> [String: String] {
    var json = JSONReader(line)
    var members: [String: String] = [:]
    var name: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &name) {
      if try !json.readNullIfPresent() {
        members[String(decoding: name, as: UTF8.self)] = try json.readString()
      }
      name.removeAll()
    }
    return members
  }
}
