// What `tok inspect` has to say, before it is text or JSON.

import Subword

/// All that there is to say about a tokenizer.
struct Inspection {
  /// One stage of the flow, and its steps.
  struct Stage {
    let name: String
    let steps: [String]
  }

  let tokenizer: Tokenizer
  let summary: TokenizerSummary

  init(_ tokenizer: Tokenizer) {
    self.tokenizer = tokenizer
    summary = TokenizerSummary(of: tokenizer)
  }

  var specialTokens: [AddedToken] { added.filter(\.isSpecial) }
  var otherAddedTokens: [AddedToken] { added.filter { !$0.isSpecial } }
  private var added: [AddedToken] { tokenizer.segmentation.addedTokens.sorted { $0.id < $1.id } }

  var kind: String {
    if tokenizer.segmentation.bpe == nil {
      let fallsBack = tokenizer.segmentation.units == .characters(byteFallback: true)
      return "SentencePiece BPE\(fallsBack ? " with byte fallback" : "")"
    }
    return switch tokenizer.segmentation.units {
    case .bytes: "byte-level BPE"
    case .characters(byteFallback: true): "BPE of characters with byte fallback"
    case .characters: "BPE of characters"
    }
  }

  // MARK: The flow

  /// From text to identifiers; stages without steps are left out.
  var encodingStages: [Stage] {
    [
      Stage(name: "added tokens", steps: addedTokens),
      Stage(name: "normalizer", steps: tokenizer.normalizer?.steps.map(\.summary) ?? []),
      Stage(name: "pretokenizer", steps: tokenizer.pretokenizer.steps.map(\.summary)),
      Stage(name: "model", steps: model),
      Stage(name: "post-processor", steps: tokenizer.postProcessor.steps.flatMap(\.summaries)),
      Stage(
        name: "truncation", steps: tokenizer.truncation.map { ["to \($0.maximumLength)"] } ?? []),
      Stage(name: "padding", steps: tokenizer.padding.map { ["with \($0.token)"] } ?? []),
    ].filter { !$0.steps.isEmpty }
  }

  /// From identifiers back to text.
  var decodingStages: [Stage] {
    let steps = tokenizer.detokenizer.steps.map(\.summary)
    return [Stage(name: "decoder", steps: steps.isEmpty ? ["a space between tokens"] : steps)]
  }

  private var addedTokens: [String] {
    let (all, special) = (tokenizer.segmentation.addedTokens.count, specialTokens.count)
    if all == 0 { return [] }
    return ["\(Quantity.count(all)), \(special == all ? "all" : Quantity.count(special)) special"]
  }

  private var model: [String] {
    guard let bpe = tokenizer.segmentation.bpe else {
      return ["BPE, \(Quantity.count(tokenizer.vocabulary.count)) pieces by score\(bytesInModel)"]
    }
    let merges = "BPE, \(Quantity.count(bpe.merges.count)) merges"
    switch bpe.units {
    case .bytes: return ["\(merges) from \(summary.byteCount) bytes"]
    case .characters(let byteFallback):
      return ["\(merges) of characters\(byteFallback ? bytesInModel : "")"]
    }
  }

  private var bytesInModel: String {
    let count = summary.byteTokenCount
    return count == 0 ? "" : ", \(count) tokens for the bytes of unknown characters"
  }

  // MARK: An example

  /// A text, and the tokens that it is cut into.
  static let sample = "The cat's 42 cafés: 你好!\n"

  var sampleCut: [TokenID] { tokenizer.encode(Self.sample).ids }

  // MARK: What is unusual

  var oddities: [String] { modelOddities + tokenOddities + addedTokenOddities }

  private var modelOddities: [String] {
    let options = tokenizer.segmentation.bpe?.options ?? BPEModel.Options()
    var oddities: [String] = []
    if options.ignoresMerges {
      oddities.append("a pretoken that is a token is taken whole (ignore_merges)")
    }
    if options.fusesUnknown {
      oddities.append("unknown characters in a row are one token (fuse_unk)")
    }
    if let dropout = options.dropout {
      oddities.append("merges are left out by chance (dropout \(dropout))")
    }
    if !options.continuingPrefix.isEmpty {
      oddities.append("units inside a word start with \(options.continuingPrefix)")
    }
    if !options.endOfWordSuffix.isEmpty {
      oddities.append("words end with \(options.endOfWordSuffix)")
    }
    if tokenizer.usesICU {
      oddities.append("ICU runs a pattern, slower than our own compiler's: classes are written out")
    }
    if tokenizer.keepsBytes && summary.byteCount < 256 {
      oddities.append("\(256 - summary.byteCount) of the 256 bytes are no token")
    }
    return oddities
  }

  private var tokenOddities: [String] {
    var oddities: [String] = []
    if !summary.holes.isEmpty {
      let count = summary.holes.reduce(0) { $0 + $1.count }
      let holes = listed(
        summary.holes.map {
          $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        })
      oddities.append(
        "\(Quantity.count(count, "identifier has", "identifiers have")) no token: \(holes)")
    }
    if let unreachable = summary.unreachable, !unreachable.isEmpty {
      let names = listed(unreachable.map { "\($0) \(shownToken($0))" })
      let count = Quantity.count(
        unreachable.count, "token isn't what its", "tokens aren't what their")
      oddities.append("\(count) own text is cut into: \(names)")
    }
    return oddities
  }

  private var addedTokenOddities: [String] {
    let added = tokenizer.segmentation.addedTokens
    let normalizes = !(tokenizer.normalizer?.steps.isEmpty ?? true)
    return [
      (normalizes ? added.count(where: \.isNormalized) : 0, "looked for in normalized text"),
      (added.count(where: \.isSingleWord), "found as whole words only"),
      (added.count { $0.stripsLeft || $0.stripsRight }, "taken with the white space beside them"),
    ].filter { $0.0 > 0 }.map { count, what in
      "\(Quantity.count(count, "added token is", "added tokens are")) \(what)"
    }
  }

  private func listed(_ items: [String]) -> String {
    items.prefix(6).joined(separator: ", ") + (items.count > 6 ? ", …" : "")
  }

  /// The text of a token in quotes; of one that holds a part of a character what is ASCII, and bytes.
  func shownToken(_ id: TokenID) -> String {
    let bytes =
      tokenizer.keepsBytes
      ? tokenizer.bytes(of: [id]) : Array((tokenizer.spelling(of: id) ?? "").utf8)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { byte in
        byte < 0x80
          ? visible(String(UnicodeScalar(byte))) : "<\(String(byte, radix: 16, uppercase: true))>"
      }.joined()
    }
    return quoted(text)
  }
}

extension Quantity {
  /// `50,257`.
  static func count(_ number: Int) -> String {
    var (digits, result) = (String(number)[...], "")
    while digits.utf8.count > 3 {
      result = ",\(digits.suffix(3))\(result)"
      digits = digits.dropLast(3)
    }
    return digits + result
  }

  /// `1 token is`, `2 tokens are`.
  static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(count(number)) \(number == 1 ? one : many)"
  }
}
