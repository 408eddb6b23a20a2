import TestSupport
import Testing

@testable import Subword

@Suite("What is written in another format is the same tokenizer")
struct ConversionTests {
  static let texts = [
    "", "The cat sat.", "don't  stop\n\n now ", "日本語 é\u{301} 👩‍👩‍👧", "\0\u{7F}",
    "123456 aaaaaaaaaaaaaaaa",
  ]

  private func source(_ name: String = "hf-byte-level-1k") throws -> Tokenizer {
    try Tokenizer(try Fixtures.bytes("tokenizers/\(name).json"), path: name)
  }

  @Test("as ranks, and the same bytes when it is written again")
  func ranks() throws {
    let (tokenizer, folder) = (try source(), try TemporaryFolder())
    #expect(throws: ModelFileError.self) {
      try tokenizer.write(toFile: folder["a.tiktoken"], as: .tiktoken)
    }
    try tokenizer.write(toFile: folder["a.tiktoken"], as: .tiktoken, losses: .accept)
    #expect(
      try folder.names.filter { $0.hasPrefix("a.") }.prefix(2) == ["a.encoding.json", "a.tiktoken"])
    let read = try Tokenizer(contentsOfFile: folder["a.tiktoken"])
    for text in Self.texts {
      #expect(read.encode(text).ids == tokenizer.encode(text).ids, "\(text)")
    }
    try read.write(toFile: folder["b.tiktoken"], as: .tiktoken, losses: .accept)
    #expect(try folder.bytes("a.tiktoken") == folder.bytes("b.tiktoken"))
    #expect(try folder.bytes("a.encoding.json") == folder.bytes("b.encoding.json"))
  }

  @Test("as tekken.json, and the same bytes when it is written again")
  func tekken() throws {
    let folder = try TemporaryFolder()
    try folder.write(TekkenTests.file(version: "v11", rest: #","image":{"size":1}"#), to: "a.json")
    let tokenizer = try Tokenizer(contentsOfFile: folder["a.json"])
    try tokenizer.write(toFile: folder["b.json"], as: .tekken)
    let read = try Tokenizer(contentsOfFile: folder["b.json"])
    for text in Self.texts {
      #expect(read.encode(text).ids == tokenizer.encode(text).ids, "\(text)")
    }
    #expect(try folder.read("b.json").contains(#""version":"v11"}"#))
    #expect(try folder.read("b.json").contains(#""image":{"size":1}"#))
    try read.write(toFile: folder["c.json"], as: .tekken)
    #expect(try folder.bytes("b.json") == folder.bytes("c.json"))
    try tokenizer.write(toFile: folder["hf.json"], as: .tokenizerJSON)
    try Tokenizer(contentsOfFile: folder["hf.json"])
      .write(toFile: folder["d.json"], as: .tekken, losses: .accept)
    #expect(try folder.bytes("b.json") == folder.bytes("d.json"))
  }

  @Test("as tekken.json with the control tokens that it had, whatever they are called")
  func controlTokens() throws {
    let folder = try TemporaryFolder()
    func token(_ name: String, isControl: Bool) -> String {
      #""token_str":"\#(name)","is_control":\#(isControl)"#
    }
    let tokens = [
      token("<unk>", isControl: false), token(",", isControl: true),
      token("</s>", isControl: false),
    ]
    let file = TekkenTests.file(version: "v11")
      .replacing(token("<unk>", isControl: true), with: tokens[0])
      .replacing(token("<s>", isControl: true), with: tokens[1])
      .replacing(token("</s>", isControl: true), with: tokens[2])
    try folder.write(file, to: "a.json")
    try Tokenizer(contentsOfFile: folder["a.json"])
      .write(toFile: folder["tekken.json"], as: .tekken, losses: .accept)
    let written = try folder.read("tekken.json")
    for token in tokens { #expect(written.contains(token), "\(token)") }
  }

  @Test("or can't be written: one identifier comes before the other, and its merge behind")
  func mergeOrder() throws {
    let tokens = ByteAlphabet.standIns.compactMap { Unicode.Scalar($0).map(String.init) }
    let vocabulary = (tokens + ["bc", "ab"]).enumerated().map { (id, token) in
      #""\#(token == "\"" || token == "\\" ? "\\" : "")\#(token)":\#(id)"#
    }
    let text = """
      {"version":"1.0","pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,\
      "trim_offsets":true,"use_regex":true},"model":{"type":"BPE",\
      "vocab":{\(vocabulary.joined(separator: ","))},"merges":[["a","b"],["b","c"]]}}
      """
    let tokenizer = try Tokenizer(Array(text.utf8), path: "t.json")
    let folder = try TemporaryFolder()
    let conversion = try Conversion(tokenizer, as: .tiktoken, to: folder["a.tiktoken"])
    let comparison = TokenizerComparison(tokenizer, try conversion.reread())
    #expect(comparison.difference == "abc")
    #expect(throws: ModelFileError.self) {
      try tokenizer.write(toFile: folder["a.tiktoken"], as: .tiktoken)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test(
    "or can't be written: a pair's lines can't hold the ends of lines",
    arguments: ["\r", "\n", " "])
  func lineEnds(end: String) throws {
    let model = try RandomBPEModel.model(of: [";", end, ";" + end])
    let tokenizer = try Tokenizer(
      normalizer: nil, pretokenizer: .whole, model: model, detokenizer: Detokenizer([.fuse]))
    let error = #expect(throws: ModelFileError.self) {
      try Conversion(tokenizer, as: .vocabularyAndMerges, to: "t-vocab.json")
    }
    #expect(
      error?.description.contains("a token with a space or a line end in merges.txt") == true,
      "\(error as Any)")
  }

  @Test("or can't be written, by name")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let words = try source("hf-whitespace-500")
    #expect(throws: ModelFileError.self) { try words.write(toFile: folder["a"], as: .tiktoken) }
    #expect(throws: ModelFileError.self) { try source().write(toFile: folder["a"], as: .tekken) }
    #expect(try folder.names.isEmpty)
  }

  /// Bytes in order from `first` on, then tokens with identifiers far apart, and a special token.
  static func sparse(first: Int, special: Int?) -> String {
    let standIns = ByteAlphabet.standIns.compactMap { Unicode.Scalar($0).map(String.init) }
    var tokens = standIns.enumerated().map { ($1, first + $0) }
    tokens += [("ab", first + 300), ("abc", first + 500)]
    if special == nil { tokens.append(("<s>", first + 700)) }
    let vocabulary = tokens.map { #""\#($0 == "\"" || $0 == "\\" ? "\\" : "")\#($0)":\#($1)"# }
    let added = """
      {"id":\(special ?? first + 700),"content":"<s>","single_word":false,"lstrip":false,\
      "rstrip":false,"normalized":false,"special":true}
      """
    return """
      {"version":"1.0","added_tokens":[\(added)],"pre_tokenizer":{"type":"ByteLevel",\
      "add_prefix_space":false,"trim_offsets":true,"use_regex":true},"decoder":{"type":"ByteLevel",\
      "add_prefix_space":true,"trim_offsets":true,"use_regex":true},"model":{"type":"BPE",\
      "vocab":{\(vocabulary.joined(separator: ","))},"merges":[["a","b"],["ab","c"]]}}
      """
  }

  @Test("with holes between its identifiers", arguments: [0, 9])
  func sparse(first: Int) throws {
    let tokenizer = try Tokenizer(
      Array(Self.sparse(first: first, special: nil).utf8), path: "s.json")
    #expect(tokenizer.encode("abcab").ids == [TokenID(first + 500), TokenID(first + 300)])
    let folder = try TemporaryFolder()
    for (format, name) in [
      (ModelFormat.tokenizerJSON, "a.json"), (.tiktoken, "a.tiktoken"),
      (.vocabularyAndMerges, "a-vocab.json"),
    ] {
      try tokenizer.write(toFile: folder[name], as: format, losses: .accept)
      let read = try Tokenizer(contentsOfFile: folder[name])
      for id in tokenizer.vocabulary.identifiers {
        #expect(read.spelling(of: id) == tokenizer.spelling(of: id), "\(name) \(id)")
      }
      #expect(
        read.vocabulary.identifiers.elementsEqual(tokenizer.vocabulary.identifiers), "\(name)")
      for text in Self.texts + ["abcab"] {
        #expect(read.encode(text).ids == tokenizer.encode(text).ids, "\(name) \(text)")
      }
      if format == .vocabularyAndMerges { continue }
      let options = EncodingOptions(specialTokens: .parse)
      #expect(try read.encode("a<s>", options: options).ids.last == TokenID(first + 700), "\(name)")
    }
    // Its identifiers have to follow each other.
    #expect(throws: ModelFileError.self) {
      try tokenizer.write(toFile: folder["tekken.json"], as: .tekken)
    }
  }

  @Test("with holes, where a special token is numbered on from the count")
  func sparseBehindTheModel() throws {
    let tokenizer = try Tokenizer(
      Array(Self.sparse(first: 0, special: 258).utf8), path: "s.json")
    let special = try #require(tokenizer.addedTokens.all.first).id
    #expect(special.index == 258 && tokenizer.vocabulary.hasHoles)
    let again = try Tokenizer(try tokenizer.tokenizerJSON(), path: "again.json")
    #expect(again.addedTokens.all.map(\.id) == [special])
    #expect(again.vocabulary.identifiers.elementsEqual(tokenizer.vocabulary.identifiers))
  }

  @Test("and a Unicode version that Hugging Face's library lacks is listed")
  func unicode() throws {
    let source = try source()
    let tokenizer = try Tokenizer(
      normalizer: Normalizer([.nfc], unicode: .unicode14), pretokenizer: source.pretokenizer,
      segmentation: source.segmentation, detokenizer: source.detokenizer)
    let conversion = try Conversion(tokenizer, as: .tokenizerJSON, to: "x.json")
    #expect(conversion.losses.map(\.part) == ["that normal forms are of Unicode 14.0"])
    #expect(conversion.losses.map(\.changesIdentifiers) == [true])
  }

  @Test("and what the format has no place for is listed")
  func losses() throws {
    let source = try source()
    let tokenizer = try Tokenizer(
      normalizer: Normalizer([.nfc]), pretokenizer: source.pretokenizer,
      segmentation: source.segmentation,
      detokenizer: source.detokenizer, padding: Padding())
    let conversion = try Conversion(tokenizer, as: .tiktoken, to: "x.tiktoken")
    #expect(
      conversion.losses.map(\.part)
        == ["the normalizer", "that some added tokens are found in every text", "padding"])
    #expect(conversion.losses.map(\.changesIdentifiers) == [true, true, false])
  }
}
