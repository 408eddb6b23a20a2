// Whole encodings against those of the library that we follow: every detail, on texts of few letters.
//
//     Fixtures/encodings/cases.jsonl  ──▶  tokenizer.json, inputs, what came of them
//                                              ║ must equal
//                                          Tokenizer  ──▶  Encoding
//
// Scripts/encoding_cases.py has drawn both tokenizers and texts.

import Foundation
import TestSupport
import Testing

@testable import Subword

/// What one input gives.
private struct EncodingCase: Decodable {
  struct Described: Decodable {
    let ids: [UInt32]
    let types: [Int]
    let tokens: [String]
    let offsets: [[Int]]
    let words: [Int?]
    let sequences: [Int?]
    let special: [Int]
    let attention: [Int]
  }

  enum Input: Decodable {
    case text(String)
    case words([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      do { self = .text(try container.decode(String.self)) } catch {
        self = .words(try container.decode([String].self))
      }
    }

    var source: EncodingInput.Source {
      switch self {
      case .text(let text): .text(text)
      case .words(let words): .words(words)
      }
    }
  }

  let inputs: [Input]
  let adds: Bool
  let parses: Bool
  let encoding: Described?
  let windows: [Described]?
  let error: String?

  var input: EncodingInput {
    EncodingInput(inputs[0].source, pairedWith: inputs.count > 1 ? inputs[1].source : nil)
  }

  var options: EncodingOptions {
    EncodingOptions(specialTokens: parses ? .parse : .text, addsSpecialTokens: adds)
  }
}

private struct CasesOfTokenizer: Decodable {
  let seed: Int
  let cases: [EncodingCase]
}

@Suite("An encoding tells what Hugging Face's library tells")
struct EncodingCaseTests {
  @Test("of every tokenizer and text that was drawn: all details, windows too")
  func details() throws {
    try eachCase { tokenizer, item, message in
      guard let expected = item.encoding else { return }
      let found = try tokenizer.encode(item.input, with: .all(.scalars), options: item.options)
      #expect(described(found) == described(expected), message)
      #expect(found.windows?.map(described) == item.windows?.map(described), message)
    }
  }

  @Test("and the way for identifiers alone gives the same ones")
  func idsOnly() throws {
    try eachCase { tokenizer, item, message in
      guard let expected = item.encoding else { return }
      let ids = try tokenizer.encode(item.input, options: item.options)
      #expect(ids.ids.map(\.rawValue) == expected.ids, message)
      let words = try tokenizer.encode(item.input, with: [.words], options: item.options)
      #expect(words.ids == ids.ids && words.words == expected.words, message)
    }
  }

  @Test("and what it can't do is an error")
  func errors() throws {
    try eachCase { tokenizer, item, message in
      // A token that is white space behind one that takes it stops their library, and not ours.
      guard let error = item.error, !error.hasPrefix("AddedVocabulary") else { return }
      #expect(throws: TokenEncodingError.self, message) {
        try tokenizer.encode(item.input, options: item.options)
      }
    }
  }

  private func eachCase(_ body: (Tokenizer, EncodingCase, Comment) throws -> Void) throws {
    for line in try Fixtures.lines("encodings/cases.jsonl") {
      let object = try #require(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let description = try JSONSerialization.data(
        withJSONObject: try #require(object["tokenizer"]))
      let cases = try JSONDecoder().decode(CasesOfTokenizer.self, from: Data(line.utf8))
      let tokenizer = try Tokenizer([UInt8](description), path: "seed \(cases.seed)")
      for item in cases.cases {
        let flags = "adds \(item.adds), parses \(item.parses)"
        try body(tokenizer, item, "seed \(cases.seed), \(item.inputs), \(flags)")
      }
    }
  }

  private func described(_ encoding: Encoding) -> [String] {
    encoding.ids.indices.map { index in
      let offsets = encoding.offsets?[index] ?? 0..<0
      let parts: [Any?] = [
        encoding.ids[index], encoding.tokens?[index], offsets.lowerBound, offsets.upperBound,
        encoding.words?[index] ?? nil, encoding.typeIDs?[index], encoding.sequences?[index] ?? nil,
        encoding.specialTokensMask?[index] == true ? 1 : 0,
        encoding.attentionMask?[index] == true ? 1 : 0,
      ]
      return parts.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
  }

  private func described(_ encoding: EncodingCase.Described) -> [String] {
    encoding.ids.indices.map { index in
      let parts: [Any?] = [
        encoding.ids[index], encoding.tokens[index], encoding.offsets[index][0],
        encoding.offsets[index][1], encoding.words[index], encoding.types[index],
        encoding.sequences[index], encoding.special[index], encoding.attention[index],
      ]
      return parts.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
  }
}
