// Detokenizers and tokens for tests.

import Foundation
import TestSupport

@testable import Subword

/// One line of Fixtures/decoders/decoded.jsonl: what the reference makes of a list of tokens.
struct DecoderCase {
  let steps: [Detokenizer.Step]
  let tokens: [String]
  let text: String

  static func all() throws -> [DecoderCase] {
    try Fixtures.lines("decoders/decoded.jsonl").compactMap { line in
      let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
      guard let parts = json as? [Any], parts.count == 3, let steps = parts[0] as? [[String: Any]],
        let tokens = parts[1] as? [String], let text = parts[2] as? String
      else { return nil }
      return DecoderCase(steps: steps.compactMap(step), tokens: tokens, text: text)
    }
  }

  private static func step(_ json: [String: Any]) -> Detokenizer.Step? {
    func text(_ key: String) -> String { json[key] as? String ?? "" }
    func flag(_ key: String) -> Bool { json[key] as? Bool ?? false }
    func scalar(_ key: String) -> Unicode.Scalar { text(key).unicodeScalars.first ?? " " }
    switch text("type") {
    case "ByteLevel":
      return .byteLevel(addsPrefixSpace: true, trimsOffsets: true, usesPattern: true)
    case "ByteFallback": return .byteFallback
    case "Metaspace":
      let scheme: Pretokenizer.PrependScheme =
        text("prepend_scheme") == "never" ? .never : .always
      return .metaspace(replacement: scalar("replacement"), prepends: scheme, cuts: flag("split"))
    case "WordPiece": return .wordPiece(prefix: text("prefix"), cleansUp: flag("cleanup"))
    case "BPEDecoder": return .bpe(suffix: text("suffix"))
    case "CTC":
      return .ctc(
        padToken: text("pad_token"), wordDelimiter: text("word_delimiter_token"),
        cleansUp: flag("cleanup"))
    case "Fuse": return .fuse
    case "Strip":
      return .strip(
        content: scalar("content"), start: json["start"] as? Int ?? 0,
        stop: json["stop"] as? Int ?? 0)
    case "Replace":
      let pattern = json["pattern"] as? [String: String] ?? [:]
      let literal = pattern["String"].map { TextPattern.literal($0) }
      return .replace(literal ?? .regex(pattern["Regex"] ?? ""), content: text("content"))
    default: return nil
    }
  }
}

/// A detokenizer over a vocabulary of its own.
struct SampleDetokenizer {
  let steps: [Detokenizer.Step]
  /// The tokens as files spell them, by their identifiers.
  let tokens: [String]
  let tokenizer: Tokenizer

  /// - Parameter isOfBytes: Whether the vocabulary holds bytes, which its file spells by stand-ins.
  init(_ steps: [Detokenizer.Step], _ tokens: [String], isOfBytes: Bool = false) throws {
    self.steps = steps
    var seen: Set<[UInt8]> = []
    self.tokens = tokens.filter { token in
      var bytes: [UInt8] = []
      let isSpelled = ByteAlphabet.read(Array(token.utf8).span, into: &bytes)
      return (isSpelled || !isOfBytes) && seen.insert(Array(token.utf8)).inserted
    }
    let all = self.tokens.map { token in
      var bytes: [UInt8] = []
      _ = ByteAlphabet.read(Array(token.utf8).span, into: &bytes)
      return isOfBytes ? bytes : Array(token.utf8)
    }
    guard let vocabulary = Vocabulary(all) else { throw SampleError() }
    let model = BPEModel(
      vocabulary: vocabulary, merges: [],
      units: isOfBytes ? .bytes : .characters(byteFallback: false), unknown: nil, addedTokens: [])
    tokenizer = try Tokenizer(
      normalizer: nil, pretokenizer: .whole, model: model, detokenizer: Detokenizer(steps))
  }

  /// The text of the tokens of `ids` by the definition.
  func expected(_ ids: [TokenID]) -> [UInt8] {
    let reference = ReferenceDetokenizer(steps: steps, matches: Self.matches)
    return reference.text(of: ids.map { Array(tokens[$0.index].unicodeScalars) }).utf8
  }

  /// The matches of a regular expression, as ranges of scalars.
  static func matches(of pattern: String, in token: [Unicode.Scalar]) -> [Range<Int>] {
    do {
      // Where each scalar starts in the UTF-8.
      var starts: [Int: Int] = [:]
      var offset = 0
      for (index, scalar) in token.enumerated() {
        starts[offset] = index
        offset += UTF8.width(scalar)
      }
      starts[offset] = token.count
      var matches: [Range<Int>] = []
      try TextSearch(.regex(pattern)).matches(in: token.utf8.span, into: &matches)
      return matches.map {
        (starts[$0.lowerBound] ?? 0)..<(starts[$0.upperBound] ?? 0)
      }
    } catch {
      return []
    }
  }

  struct SampleError: Error {}
}

extension SeededGenerator {
  /// Detokenizers of all kinds, the usual ones often.
  mutating func detokenizerSteps() -> [Detokenizer.Step] {
    let usual: [[Detokenizer.Step]] = [
      [], [.byteFallback, .fuse], [.fuse],
      [.byteLevel(addsPrefixSpace: true, trimsOffsets: true, usesPattern: true)],
      [
        .replace(.literal("▁"), content: " "), .byteFallback, .fuse,
        .strip(content: " ", start: 1, stop: 0),
      ],
      [.replace(.literal("▁"), content: " "), .byteFallback, .fuse],
      [.metaspace(replacement: "▁", prepends: .always, cuts: true)], [.bpe(suffix: "</w>")],
      [.wordPiece(prefix: "##", cleansUp: true)],
      [
        .sentencePiece(
          SentencePieceDecoding(
            leadingSpaces: element(of: [.kept, .oneRemoved, .removed]), hasBytes: true,
            surfaces: [:]))
      ],
    ]
    if once(in: 2) { return element(of: usual) }
    return (0..<number(1...4)).map { _ in detokenizerStep() }
  }

  private mutating func detokenizerStep() -> Detokenizer.Step {
    let contents = ["", " ", "x", "ab", "▁", "é"]
    switch number(0...10) {
    case 0: return .byteLevel(addsPrefixSpace: true, trimsOffsets: true, usesPattern: true)
    case 1: return .byteFallback
    case 2:
      return .metaspace(
        replacement: element(of: ["▁", "a", " "]),
        prepends: element(of: [.always, .never, .first]),
        cuts: true)
    case 3: return .wordPiece(prefix: element(of: ["##", "", "a"]), cleansUp: once(in: 2))
    case 4: return .bpe(suffix: element(of: ["</w>", "", "a"]))
    case 5:
      return .ctc(
        padToken: element(of: ["<pad>", "", "a"]), wordDelimiter: element(of: ["|", "", "b"]),
        cleansUp: once(in: 2))
    case 6, 7: return .fuse
    case 8:
      return .strip(
        content: element(of: [" ", "a", "▁"]), start: number(0...3), stop: number(0...3))
    case 9:
      let regexes = [#"a+"#, #"a*"#, #"\s+"#, #"(?<=a)b"#, #"^a|b$"#, #"x?"#]
      return .replace(.regex(element(of: regexes)), content: element(of: contents))
    default:
      let literals = ["a", "ab", "aa", "▁", " ", "", "😀", "aba", "aab", "</w>", " ."]
      return .replace(.literal(element(of: literals)), content: element(of: contents))
    }
  }

  /// A token of one to three odd parts.
  mutating func oddToken() -> String {
    let parts = [
      "a", "b", "ab", "ba", "aa", "▁", "▁a", "Ġ", "Ċ", "ä", "½", "ł", "ð", "Ł", "ĺ", "Ģ", "é", "##",
      "</w>", "a</w>", "<pad>", "|", "<0x41>", "<0xE4>", "<0xBD>", "<0xA0>", "<0xF0>", "<0x9F>",
      "<0x98>", "<0x80>", "<0xFF>", "'", ".", " ", " .", "n't", " do not", "你", "😀", "\u{FFFD}",
      "x", "12", "",
    ]
    return (0..<element(of: [1, 1, 1, 2, 3])).map { _ in element(of: parts) }.joined()
  }

  /// A detokenizer with tokens, some with a vocabulary of bytes.
  mutating func sampleDetokenizer() throws -> SampleDetokenizer {
    let steps = detokenizerSteps()
    let tokens = (0..<number(1...16)).map { _ in oddToken() }
    return try SampleDetokenizer(steps, ["a"] + tokens, isOfBytes: once(in: 3))
  }
}
