import TestSupport
import Testing

@testable import Subword

@Suite("A model's folder is read as transformers reads it")
struct TokenizerFolderTests {
  private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    return folder
  }

  @Test("with tokenizer.json alone, the same as the file")
  func fileAlone() throws {
    let folder = try Self.folder(["tokenizer.json": SmallTokenizerJSON.text])
    let tokenizer = try Tokenizer(contentsOfFile: folder.path)
    #expect(tokenizer.encode("abcab").ids == [4, 3])
    #expect(tokenizer.specialTokenNames == nil)
    let direct = try Tokenizer(Array(SmallTokenizerJSON.text.utf8), path: "t.json")
    #expect(try tokenizer.tokenizerJSON() == direct.tokenizerJSON())
  }

  @Test("with the purposes of tokens, the config before the map, as strings and as objects")
  func names() throws {
    let folder = try Self.folder([
      "tokenizer.json": SmallTokenizerJSON.text,
      "tokenizer_config.json":
        #"{"bos_token":{"__type":"AddedToken","content":"<s>"},"eos_token":null,"x":[1]}"#,
      "special_tokens_map.json":
        #"{"bos_token":"<b>","eos_token":"<e>","pad_token":{"content":"a"}}"#,
    ])
    let tokenizer = try Tokenizer(contentsOfFile: folder.path)
    #expect(tokenizer.specialTokenNames == SpecialTokenNames(bos: "<s>", eos: "<e>", pad: "a"))
    // Those that were no added tokens are now: one numbered on, one with the model's identifier.
    let added = tokenizer.addedTokens.all.map { "\($0.id) \($0.content) \($0.isSpecial)" }
    #expect(added == ["0 a true", "5 <s> true", "6 <e> true"])
  }

  @Test(
    "with special tokens that have no name, whatever the list is called",
    arguments: [
      #"{"additional_special_tokens":["<x>",{"content":"<y>","lstrip":true,"normalized":false}]}"#,
      #"{"extra_special_tokens":{"image":"<x>","sound":{"content":"<y>","lstrip":true,"normalized":false}}}"#,
    ])
  func extraTokens(list: String) throws {
    for name in ["tokenizer_config.json", "special_tokens_map.json"] {
      let folder = try Self.folder(["tokenizer.json": SmallTokenizerJSON.text, name: list])
      let added = try Tokenizer(contentsOfFile: folder.path).addedTokens.all
      #expect(added.map(\.content) == ["<s>", "<x>", "<y>"])
      #expect(added.map(\.id) == [5, 6, 7])
      #expect(added.map(\.isSpecial) == [true, true, true])
      #expect(added.map(\.stripsLeft) == [false, false, true])
    }
  }

  @Test("with tokens of added_tokens_decoder, whose flags count")
  func addedTokens() throws {
    let folder = try Self.folder([
      "tokenizer.json": SmallTokenizerJSON.text,
      "tokenizer_config.json": """
      {"added_tokens_decoder":{"10":{"content":"<z>","special":false,"lstrip":true},
      "5":{"content":"<s>","special":true,"rstrip":true,"normalized":false}}}
      """,
      "added_tokens.json": #"{"<ignored>":7}"#,
    ])
    let added = try Tokenizer(contentsOfFile: folder.path).addedTokens.all
    #expect(added.map(\.content) == ["<s>", "<z>"])
    #expect(added.map(\.id) == [5, 6])
    #expect(added.map(\.stripsRight) == [true, false])
    #expect(added.map(\.stripsLeft) == [false, true])
    #expect(added.map(\.isNormalized) == [false, true])
  }

  @Test("with tokens at the ends of texts where the config says so, and not tokenizer.json")
  func ends() throws {
    var files = [
      "vocab.json": #"{"a":0,"b":1,"c":2,"ab":3,"abc":4}"#,
      "merges.txt": "#version: 0.2\na b\nab c\n",
      "tokenizer_config.json":
        #"{"add_bos_token":true,"add_eos_token":true,"bos_token":"<s>","eos_token":"<e>"}"#,
    ]
    let folder = try Self.folder(files)
    let tokenizer = try Tokenizer(contentsOfFile: folder.path)
    guard case .template(let template)? = tokenizer.postProcessor.steps.first else {
      Issue.record("no template")
      return
    }
    #expect(
      template.single == [
        .special("<s>", typeID: 0), .sequence(isSecond: false, typeID: 0),
        .special("<e>", typeID: 0),
      ])
    #expect(
      template.pair == template.single + [
        .special("<s>", typeID: 1), .sequence(isSecond: true, typeID: 1),
        .special("<e>", typeID: 1),
      ])
    #expect(template.specialTokens.map(\.ids) == [[6], [5]])
    files["tokenizer.json"] = SmallTokenizerJSON.text
    let whole = try Self.folder(files)
    let direct = try Tokenizer(Array(SmallTokenizerJSON.text.utf8), path: "t.json")
    #expect(try Tokenizer(contentsOfFile: whole.path).postProcessor == direct.postProcessor)
  }

  @Test("with the space in front of a text that the config asks for, where bytes are all")
  func prefixSpace() throws {
    let step =
      #"{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}"#
    func ids(_ pretokenizer: String, _ config: String) throws -> [TokenID] {
      let tokenizer = """
        {"version":"1.0","pre_tokenizer":\(pretokenizer),"model":{"type":"BPE",\
        "vocab":{"Ġ":0,"a":1,"Ġa":2},"merges":["Ġ a"]}}
        """
      return try Self.ids(["tokenizer.json": tokenizer, "tokenizer_config.json": config], "a a")
    }
    #expect(try ids(step, #"{"add_prefix_space":null}"#) == [1, 2])
    #expect(try ids(step, #"{"add_prefix_space":true}"#) == [2, 2])
    let digits = #"{"type":"Digits","individual_digits":true}"#
    let sequence = #"{"type":"Sequence","pretokenizers":[\#(digits),\#(step)]}"#
    #expect(try ids(sequence, #"{"add_prefix_space":true}"#) == [1, 2])
  }

  @Test("with vocab.json and merges.txt, through GPT-2's pipeline or that of the class")
  func pair() throws {
    var files = [
      "vocab.json": #"{"Ġ":0,"a":1,"b":2,"ab":3,"Ġab":4,"1":5}"#,
      "merges.txt": "#version: 0.2\na b\nĠ ab\n",
    ]
    #expect(try Self.ids(files, "ab ab") == [3, 4])
    files["added_tokens.json"] = #"{"<x>":6}"#
    #expect(try Self.ids(files, "ab<x>ab") == [3, 6, 3])
    files["tokenizer_config.json"] =
      #"{"tokenizer_class":"GPT2TokenizerFast","add_prefix_space":true}"#
    #expect(try Self.ids(files, "ab ab") == [4, 4])
    files["tokenizer_config.json"] = #"{"tokenizer_class":"Qwen2Tokenizer"}"#
    #expect(try Self.ids(files, "ab ab11") == [3, 4, 5, 5])
    files["tokenizer_config.json"] = #"{"tokenizer_class":"CLIPTokenizer"}"#
    let error = #expect(throws: ModelFileError.self) { try Self.ids(files, "ab") }
    #expect(
      error?.description.contains(
        "vocab.json with the tokenizer_class \"CLIP\" and without tokenizer.json isn't supported")
        == true)
  }

  private static func ids(_ files: [String: String], _ text: String) throws -> [TokenID] {
    let folder = try folder(files)
    return try withExtendedLifetime(folder) {
      try Tokenizer(contentsOfFile: folder.path).encode(text).ids
    }
  }

  @Test("with tokenizer.model alone, and the tokens and ends that the config gives it")
  func sentencePiece() throws {
    let config = """
      {"tokenizer_class":"LlamaTokenizer","bos_token":"<s>","eos_token":"<|end|>",\
      "add_bos_token":true,"add_eos_token":false,"pad_token":"ab",\
      "added_tokens_decoder":{"12":{"content":"<|end|>","special":true,"normalized":false}},\
      "additional_special_tokens":["<|more|>"]}
      """
    let folder = try Self.folder(["tokenizer_config.json": config])
    try folder.write(SmallSentencePiece().bytes, to: "tokenizer.model")
    let tokenizer = try Tokenizer(contentsOfFile: folder.path)
    #expect(tokenizer.specialTokenNames?.eos == "<|end|>")
    let added = tokenizer.addedTokens.all.map { "\($0.id) \($0.content)" }
    // <sep> is the model's own affair; what the model lacks is numbered on.
    #expect(added == ["0 <unk>", "1 <s>", "2 </s>", "4 ab", "10 <|end|>", "11 <|more|>"])
    let options = EncodingOptions(specialTokens: .parse, addsSpecialTokens: true)
    #expect(try tokenizer.encode("a<|end|><|more|>", options: options).ids == [1, 3, 10, 11])
    #expect(tokenizer.decode([3, 10, 11]) == "a<|end|><|more|>")
    #expect(tokenizer.encode("<|end|>").ids.contains(10) == false)
    try folder.write(#"{"add_eos_token":true,"eos_token":"</s>"}"#, to: "tokenizer_config.json")
    #expect(
      try Tokenizer(contentsOfFile: folder.path)
        .encode("a", options: EncodingOptions(addsSpecialTokens: true)).ids == [3, 2])
  }

  @Test("with the only .model, whatever its name, or an error that names several")
  func onlyModel() throws {
    let folder = try TemporaryFolder()
    try folder.write(SmallSentencePiece().bytes, to: "spiece.model")
    #expect(try Tokenizer(contentsOfFile: folder.path).encode("a").ids == [3])
    try folder.write(SmallSentencePiece().bytes, to: "other.model")
    let error = #expect(throws: ModelFileError.self) { try Tokenizer(contentsOfFile: folder.path) }
    #expect(error?.description.contains("other.model") == true, "\(error as Any)")
  }

  @Test("with a file that has all of its tokens, or an error if the config has more")
  func tokensBeyond() throws {
    let folder = try Self.folder([
      "tokenizer_config.json": #"{"bos_token":"<s>","eos_token":"<beyond>"}"#
    ])
    try folder.write(TekkenTests.file(version: "v11"), to: "tekken.json")
    let error = #expect(throws: ModelFileError.self) { try Tokenizer(contentsOfFile: folder.path) }
    #expect(
      error?.description.contains(
        "the token \"<beyond>\" of the files beside, which is missing here") == true,
      "\(error as Any)")
    try folder.write(#"{"bos_token":"<s>"}"#, to: "tokenizer_config.json")
    #expect(try Tokenizer(contentsOfFile: folder.path).encode("a").ids.count == 1)
  }

  @Test("with the tokens that a class has by itself, beside vocab.json and merges.txt")
  func namesOfClass() throws {
    var files = [
      "vocab.json": #"{"a":0,"b":1,"<|endoftext|>":2}"#, "merges.txt": "#version: 0.2\n",
      "tokenizer_config.json": #"{"tokenizer_class":"GPT2Tokenizer","add_bos_token":true}"#,
    ]
    func tokenizer() throws -> Tokenizer {
      let folder = try Self.folder(files)
      return try withExtendedLifetime(folder) { try Tokenizer(contentsOfFile: folder.path) }
    }
    let options = EncodingOptions(specialTokens: .parse, addsSpecialTokens: true)
    #expect(try tokenizer().encode("a<|endoftext|>", options: options).ids == [2, 0, 2])
    files["tokenizer_config.json"] = #"{"tokenizer_class":"GPT2Tokenizer","bos_token":"b"}"#
    let names = try tokenizer().specialTokenNames
    #expect(names == SpecialTokenNames(bos: "b", eos: "<|endoftext|>", unk: "<|endoftext|>"))
  }

  @Test("without a tokenizer, as an error in one line")
  func nothing() throws {
    let folder = try Self.folder(["vocab.json": "{}"])
    let error = #expect(throws: ModelFileError.self) {
      try Tokenizer(contentsOfFile: folder.path)
    }
    #expect(
      error?.description
        == "\(folder.path): is a folder without a tokenizer; name one with tokenizer.json, with "
        + "vocab.json and merges.txt, or a file")
  }

  @Test("or refused, whatever byte of the config is changed or where it is cut")
  func damagedConfig() throws {
    let config = Array(
      #"{"add_bos_token":true,"bos_token":{"content":"<s>"},"added_tokens_decoder":{"5":{"content":"<s>","special":true}}}"#
        .utf8)
    let folder = try Self.folder(["tokenizer.json": SmallTokenizerJSON.text])
    for seed in 0..<(config.count * 3) {
      var numbers = SeededGenerator(seed: seed)
      var text = config
      if seed < config.count {
        text.removeLast(config.count - seed)
      } else {
        text[seed % config.count] = UInt8(truncatingIfNeeded: numbers.next())
      }
      try folder.write(text, to: "tokenizer_config.json")
      do {
        _ = try Tokenizer(contentsOfFile: folder.path).encode("abc<s>")
      } catch {
        #expect(!error.description.contains("\n"), "seed \(seed)")
      }
    }
  }
}
