import TestSupport
import Testing

@testable import Subword

@Suite("A tekken.json is read as mistral-common reads it")
struct TekkenTests {
  /// Three special tokens with names and one without, all bytes, and `ab`.
  static func file(
    version: String = "v3", special: String? = #""<unk>","<s>","</s>""#, size: Int = 261,
    specialCount: Int = 4, rest: String = ""
  ) -> String {
    let tokens = ((0...255).map { [UInt8($0)] } + [Array("ab".utf8)]).enumerated().map {
      var text: [UInt8] = []
      Base64.encode($0.element, into: &text)
      let base64 = String(decoding: text, as: UTF8.self)
      return #"{"rank":\#($0.offset),"token_bytes":"\#(base64)","token_str":null}"#
    }
    let names = special.map { names in
      let list = names.split(separator: ",").enumerated().map {
        #"{"rank":\#($0.offset),"token_str":\#($0.element),"is_control":true}"#
      }
      return #","special_tokens":[\#(list.joined(separator: ","))]"#
    }
    return
      #"{"config":{"pattern":"\\S+|\\s+","num_vocab_tokens":257,"default_vocab_size":\#(size),"#
      + #""default_num_special_tokens":\#(specialCount),"version":"\#(version)"},"#
      + #""vocab":[\#(tokens.joined(separator: ","))]\#(names ?? "")\#(rest)}"#
  }

  private func message(_ file: String) -> String {
    do {
      _ = try Tokenizer(Array(file.utf8), path: "t")
      return "taken"
    } catch { return "\(error)" }
  }

  @Test("with special tokens in front")
  func reading() throws {
    let tokenizer = try Tokenizer(Array(Self.file().utf8), path: "t")
    #expect(tokenizer.encode("ab a<s>").ids == [260, 36, 101, 64, 119, 66])
    let encoding = try tokenizer.encode("ab", options: EncodingOptions(addsSpecialTokens: true))
    #expect(encoding.ids == [1, 260, 2])
    #expect(tokenizer.decode([3, 260]) == "<SPECIAL_3>ab")
  }

  @Test("with as many tokens as its size leaves room for")
  func cut() throws {
    let tokenizer = try Tokenizer(Array(Self.file(size: 260).utf8), path: "t")
    #expect(tokenizer.encode("ab").ids == [101, 102])
  }

  @Test("with the names that old files leave out")
  func oldFile() throws {
    let file = Self.file(special: nil, size: 287, specialCount: 30)
    let tokenizer = try Tokenizer(Array(file.utf8), path: "t")
    #expect(tokenizer.decode([3, 19, 20]) == "[INST][TOOL_CONTENT]<SPECIAL_20>")
    #expect(
      message(Self.file(version: "v11", special: nil, size: 287, specialCount: 30))
        == "t:1 (byte 10): the part special_tokens is missing; take the file from its source again")
  }

  @Test("or refused where it is wrong")
  func refusals() {
    #expect(
      message(Self.file(size: 300))
        == "t:1 (byte 10): default_vocab_size is 300, and there are 4 special tokens and 257 others; "
        + "take the file from its source again")
    #expect(
      message(Self.file(specialCount: 2))
        == "t:1 (byte 10): default_num_special_tokens is 2, and the file has 3; take the file from its "
        + "source again")
    #expect(
      message(Self.file(special: #""<s>","<s>""#)).hasSuffix(
        "the special token \"<s>\" is empty or stands twice; give each its own name"))
    #expect(
      message(Self.file(rest: #","lowercase":true"#)).hasSuffix(
        "the key \"lowercase\" isn't known; take a file without it"))
    #expect(message(Self.file(specialCount: 1 << 40)).contains("default_num_special_tokens"))
    for size in [Int.min, -1, 0, 3, .max] {
      #expect(
        message(Self.file(size: size)).contains("default_vocab_size is \(size), and there are 4"))
    }
    #expect(message(Self.file().replacing(#""YWI=""#, with: #""YWI""#)).contains("is no base64"))
    #expect(
      message(Self.file().replacing(#""rank":256"#, with: #""rank":255"#)).contains(
        "has the rank 255"))
  }
}
