import TestSupport
import Testing

@testable import Subword

@Suite("A tokenizer.json that is read and written")
struct TokenizerJSONTests {
  @Test(
    "by us is the same file again",
    arguments: ["byte-level-1k", "byte-fallback-600", "whitespace-500"])
  func sameBytes(name: String) throws {
    let bytes = try Fixtures.bytes("tokenizers/\(name).json")
    let written = try Tokenizer(bytes, path: name).tokenizerJSON()
    #expect(written == bytes)
  }

  @Test("is the same tokenizer", arguments: ReferenceEncodingTests.files)
  func sameTokenizer(file: String) throws {
    let tokenizer = try TokenizerFixtures.tokenizer(file)
    let written = try tokenizer.tokenizerJSON()
    let again = try Tokenizer(written, path: file)
    #expect(try again.tokenizerJSON() == written)
    #expect(again.vocabulary.allBytes == tokenizer.vocabulary.allBytes)
    #expect(again.segmentation.bpe?.merges == tokenizer.segmentation.bpe?.merges)
    #expect(again.segmentation.addedTokens == tokenizer.segmentation.addedTokens)
    for text in ReferenceEncodingTests.oddTexts {
      #expect(again.encode(text) == tokenizer.encode(text), "\(text)")
    }
  }

  @Test("keeps where it came from, and lies in a file as a whole")
  func files() throws {
    let folder = try TemporaryFolder()
    let tokenizer = try TokenizerFixtures.tokenizer("byte-level-1k.json")
    #expect(tokenizer.provenance != nil)
    try tokenizer.write(toFile: folder["a.json"], as: .tokenizerJSON)
    let again = try Tokenizer(contentsOfFile: folder["a.json"])
    #expect(again.provenance == tokenizer.provenance)
    #expect(try folder.names == ["a.json"])
  }

  @Test("keeps where it came from from outside the model too, but not from both")
  func provenance() throws {
    let outside = SmallTokenizerJSON.text.replacing(
      #"{"version":"1.0","#, with: #"{"version":"1.0","provenance":{"tool":"x"},"#)
    let tokenizer = try Tokenizer(Array(outside.utf8), path: "t.json")
    #expect(tokenizer.provenance == Array(#"{"tool":"x"}"#.utf8))
    let both = String(decoding: try tokenizer.tokenizerJSON(), as: UTF8.self)
      .replacing(#""added_tokens":"#, with: #""provenance": {"tool":"y"}, "added_tokens":"#)
    let error = #expect(throws: ModelFileError.self) {
      try Tokenizer(Array(both.utf8), path: "both.json")
    }
    #expect(
      error?.description.contains(#"the key "provenance" stands in the model and outside"#) == true,
      "\(String(describing: error)) \(both)")
  }

  @Test("may have merges as strings, as older files do")
  func joinedMerges() throws {
    let old = SmallTokenizerJSON.text(
      replacing: #"[["a","b"],["ab","c"]]"#, by: #"["a b","ab c"]"#)
    let tokenizer = try Tokenizer(Array(old.utf8), path: "old.json")
    #expect(tokenizer.encode("abcab").ids == [4, 3])
  }

  @Test("may have its parts in any order, and empty prefixes as GPT-2's file has")
  func order() throws {
    let text = """
      {"model":{"merges":[["a","b"]],"vocab":{"ab":2,"b":1,"a":0},"continuing_subword_prefix":"",
      "end_of_word_suffix":"","type":"BPE"},"decoder":{"type":"Fuse"},"version":"1.0"}
      """
    let tokenizer = try Tokenizer(Array(text.utf8), path: "odd.json")
    #expect(tokenizer.encode("abab b").ids == [2, 2, 1])
    #expect(tokenizer.decode([2, 1]) == "abb")
  }
}

@Suite("A part of a tokenizer.json that could change identifiers is refused by name")
struct UnsupportedPartTests {
  static let parts: [(replaced: String, by: String, part: String)] = [
    (#""version":"1.0""#, #""version":"2.0""#, #"version "2.0""#),
    (#""version":"1.0""#, #""version":"1.0","extra":1"#, #"the key "extra""#),
    (
      #""truncation":null"#,
      #""truncation":{"max_length":5,"strategy":"OnlyFirst","stride":0,"length":5}"#,
      "truncation.length"
    ),
    (#""padding":null"#, #""padding":{"strategy":"Longest"}"#, #"padding.strategy "Longest""#),
    (#""type":"BPE""#, #""type":"WordPiece""#, #"the model "WordPiece""#),
    (#""type":"BPE""#, #""type":"Unigram""#, #"the model "Unigram""#),
    (#""type":"BPE""#, #""type":"WordLevel""#, #"the model "WordLevel""#),
    (#""type":"BPE""#, #""type":"BPE","cache":1"#, "model.cache"),
    (
      #""end_of_word_suffix":null"#, #""end_of_word_suffix":"▁""#,
      #"model.end_of_word_suffix "▁" beside ByteLevel"#
    ),
    (#""special":true"#, #""special":true,"color":"red""#, "added_tokens[0].color"),
    (
      #""normalizer":null"#, #""normalizer":{"type":"Upper"}"#,
      #"the normalizer "Upper" (normalizer)"#
    ),
    (
      #""normalizer":null"#, "\"normalizer\":{\"type\":\"NF\u{212A}C\"}",
      "the normalizer \"NF\u{212A}C \" (normalizer)"
    ),
    (
      #""normalizer":null"#,
      #""normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"NFX"}]}"#,
      #"the normalizer "NFX" (normalizer.normalizers[1])"#
    ),
    (#""normalizer":null"#, #""normalizer":{"type":"NFC","form":"D"}"#, "normalizer.form"),
    (byteLevel, #"{"type":"Jieba"}"#, #"the pretokenizer "Jieba" (pre_tokenizer)"#),
    (byteLevel, split(#""Regex":" ""#, "Kept"), #"pre_tokenizer.behavior "Kept""#),
    (byteLevel, split(#""Regex":" ","flags":"i""#), "pre_tokenizer.pattern.flags"),
    (
      byteLevel,
      #"{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},{"type":"Whitespace","on":1}]}"#,
      "pre_tokenizer.pretokenizers[1].on"
    ),
    (
      #""post_processor":null"#, #""post_processor":{"type":"Chat"}"#,
      #"the post-processor "Chat" (post_processor)"#
    ),
    (
      #""post_processor":null"#,
      #""post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"C","type_id":0}}],"pair":[],"special_tokens":{}}"#,
      #"post_processor.single[0].Sequence.id "C""#
    ),
    (decoder, #"{"type":"Upper"}"#, #"the decoder "Upper" (decoder)"#),
    (
      decoder, #"{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Fuse","by":"-"}]}"#,
      "decoder.decoders[1].by"
    ),
  ]

  @Test("wherever it stands", arguments: parts.indices)
  func refused(number: Int) throws {
    let (replaced, replacement, part) = Self.parts[number]
    let text = SmallTokenizerJSON.text(replacing: replaced, by: replacement)
    do {
      _ = try Tokenizer(Array(text.utf8), path: "t.json")
      Issue.record("\(part) was taken")
    } catch {
      guard case .unsupported(let found, let place) = error else {
        Issue.record("\(part): \(error)")
        return
      }
      #expect(found == part)
      #expect("\(error)" == "\(place): \(part) isn't supported; take a tokenizer without it")
    }
  }

  static let byteLevel =
    #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
  static let decoder =
    #"{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}"#

  static func split(_ pattern: String, _ behavior: String = "Isolated", invert: Bool = false)
    -> String
  {
    #"{"type":"Split","pattern":{\#(pattern)},"behavior":"\#(behavior)","invert":\#(invert)}"#
  }
}

@Suite("The reader of tokenizer.json is total")
struct TokenizerJSONTotalityTests {
  static let document = Array(SmallTokenizerJSON.text.utf8)

  @Test("on every truncation")
  func truncations() {
    for length in Self.document.indices {
      #expect(throws: ModelFileError.self, "of \(length) bytes") {
        try Tokenizer(Array(Self.document[..<length]), path: "t.json")
      }
    }
  }

  @Test("on 20,000 changes of one byte, and on as many of two")
  func mutations() {
    var taken = 0
    for seed in 0..<40_000 {
      var numbers = SeededGenerator(seed: seed)
      var text = Self.document
      for _ in 0...seed % 2 {
        let place = Int.random(in: text.indices, using: &numbers)
        let isDigit = (0x30...0x39).contains(text[place])
        text[place] =
          isDigit
          ? UInt8.random(in: 0x2D...0x39, using: &numbers)
          : UInt8(truncatingIfNeeded: numbers.next())
      }
      do {
        let tokenizer = try Tokenizer(text, path: "t.json")
        let ids = tokenizer.encode("abc cab<s>é").ids
        _ = tokenizer.decode(ids)
        taken += 1
      } catch {
        if error.description.isEmpty { Issue.record("seed \(seed): no message") }
      }
    }
    #expect(taken > 100, "no change was harmless: the test sees too little")
  }

  @Test("on members that are left out or come twice")
  func members() {
    let members = [
      #""type":"BPE","#, #""dropout":null,"#, #""unk_token":null,"#, #""fuse_unk":false,"#,
      #""truncation":null,"#, #""padding":null,"#, #""post_processor":null,"#,
      #""normalizer":null,"#,
    ]
    for member in members {
      let without = SmallTokenizerJSON.text(replacing: member, by: "")
      #expect(throws: Never.self, "without \(member)") {
        try Tokenizer(Array(without.utf8), path: "t.json")
      }
      let twice = SmallTokenizerJSON.text(replacing: member, by: member + member)
      #expect(throws: ModelFileError.self, "twice \(member)") {
        try Tokenizer(Array(twice.utf8), path: "t.json")
      }
    }
  }
}

/// A file small enough to try everything on.
enum SmallTokenizerJSON {
  static let text = """
    {"version":"1.0","truncation":null,"padding":null,\
    "added_tokens":[{"id":5,"content":"<s>","single_word":false,"lstrip":false,"rstrip":false,\
    "normalized":false,"special":true}],"normalizer":null,"pre_tokenizer":\
    {"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},\
    "post_processor":null,"decoder":{"type":"ByteLevel","add_prefix_space":true,\
    "trim_offsets":true,"use_regex":true},"model":{"type":"BPE","dropout":null,"unk_token":null,\
    "continuing_subword_prefix":null,"end_of_word_suffix":null,"fuse_unk":false,\
    "byte_fallback":false,"ignore_merges":false,"vocab":{"a":0,"b":1,"c":2,"ab":3,"abc":4},\
    "merges":[["a","b"],["ab","c"]]}}
    """

  static func text(replacing part: String, by other: String) -> String {
    text.replacingOnce(part, by: other)
  }
}

extension String {
  /// This text with the one place where `part` stands replaced.
  func replacingOnce(_ part: String, by other: String) -> String {
    let places = ranges(of: part)
    if places.count != 1 { Issue.record("\(part) stands \(places.count) times in the file") }
    return places.first.map { replacingCharacters(in: $0, with: other) } ?? self
  }

  private func replacingCharacters(in range: Range<Index>, with other: String) -> String {
    String(self[..<range.lowerBound]) + other + self[range.upperBound...]
  }
}
