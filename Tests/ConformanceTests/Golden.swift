// What a vocabulary's own library answers, read from lines of JSON.

import Foundation
import Subword

/// The answers of a library.
struct Golden {
  /// A text, and what becomes of it.
  struct Answer {
    let text: String
    let ids: [TokenID]
    let decoded: String
    /// Start and end of each token: in scalars for `tokenizers`, in bytes for sentencepiece.
    let offsets: [Range<Int>]?
    /// The scalar where each token starts, as tiktoken says it.
    let starts: [Int]?
    let specialIDs: [TokenID]
    let specialDecoded: String
  }

  /// Two texts that are encoded together.
  struct Pair {
    let texts: [String]
    let ids: [TokenID]
    let typeIDs: [Int]
    let offsets: [Range<Int>]
  }

  /// Identifiers, and what they decode to.
  struct Decoding {
    let ids: [TokenID]
    let decoded: String
  }

  /// The library, and how many tokens it says there are.
  let (peer, size): (String, Int)
  private(set) var answers: [Answer] = []
  private(set) var pairs: [Pair] = []
  private(set) var decodings: [Decoding] = []

  init(lines: [UInt8]) throws {
    let lines = lines.split(separator: 0x0A)
    let head = try Row(line: lines.first ?? [])
    peer = "\(try head.text("peer")) \(try head.text("version"))"
    size = try head.number("size")
    for line in lines.dropFirst() {
      let row = try Row(line: Self.escapingMarks(in: line)[...])
      let object = row.object
      if let pair = object["pair"] as? String {
        pairs.append(
          Pair(
            texts: [try row.text("text"), pair], ids: try row.ids("special_ids"),
            typeIDs: try row.numbers("type_ids"), offsets: try row.ranges("special_offsets")))
      } else if object["text"] != nil {
        answers.append(try row.answer())
      } else {
        decodings.append(Decoding(ids: try row.ids("ids"), decoded: try row.text("decoded")))
      }
    }
  }

  /// `line` with U+FEFF as an escape: Foundation drops one that starts a string.
  private static func escapingMarks(in line: ArraySlice<UInt8>) -> [UInt8] {
    String(decoding: line, as: UTF8.self).unicodeScalars.flatMap { scalar in
      scalar == "\u{FEFF}" ? Array("\\uFEFF".utf8) : Array(String(scalar).utf8)
    }
  }

  struct Malformed: Error {}

  /// One line.
  private struct Row {
    let object: [String: Any]

    init(line: ArraySlice<UInt8>) throws {
      let value = try JSONSerialization.jsonObject(with: Data(line))
      guard let object = value as? [String: Any] else { throw Malformed() }
      self.object = object
    }

    func number(_ key: String) throws -> Int {
      guard let number = object[key] as? Int else { throw Malformed() }
      return number
    }

    func text(_ key: String) throws -> String {
      guard let text = object[key] as? String else { throw Malformed() }
      return text
    }

    func numbers(_ key: String) throws -> [Int] {
      guard let numbers = object[key] as? [Int] else { throw Malformed() }
      return numbers
    }

    func ids(_ key: String) throws -> [TokenID] {
      try numbers(key).map { TokenID(rawValue: UInt32($0)) }
    }

    func ranges(_ key: String) throws -> [Range<Int>] {
      guard let pairs = object[key] as? [[Int]] else { throw Malformed() }
      return pairs.map { $0[0]..<$0[1] }
    }

    func answer() throws -> Answer {
      Answer(
        text: try text("text"), ids: try ids("ids"), decoded: try text("decoded"),
        offsets: object["offsets"] == nil ? nil : try ranges("offsets"),
        starts: object["starts"] == nil ? nil : try numbers("starts"),
        specialIDs: try ids("special_ids"), specialDecoded: try text("special_decoded"))
    }
  }
}
