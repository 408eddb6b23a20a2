// What mlx-swift-lm asks of a tokenizer: a copy of its protocol's requirements, and an empty extension.

import TestSupport
import Testing

@testable import Subword

/// A namespace in which the protocol has its own name.
private enum MLXLMCommon {
  protocol Tokenizer: Sendable {
    func encode(text: String, addSpecialTokens: Bool) -> [Int]
    func decode(tokenIds: [Int], skipSpecialTokens: Bool) -> String
    func convertTokenToId(_ token: String) -> Int?
    func convertIdToToken(_ id: Int) -> String?
    var bosToken: String? { get }
    var eosToken: String? { get }
    var unknownToken: String? { get }
    func applyChatTemplate(
      messages: [[String: any Sendable]], tools: [[String: any Sendable]]?,
      additionalContext: [String: any Sendable]?
    ) throws -> [Int]
  }
}

extension Subword.Tokenizer: MLXLMCommon.Tokenizer {}

@Suite("A tokenizer has the members that mlx-swift-lm asks for")
struct ChatModelMembersTests {
  private func tokenizer(_ name: String) throws -> any MLXLMCommon.Tokenizer {
    try TokenizerFixtures.tokenizer(name)
  }

  @Test("to encode a conversation that is written out, and to decode")
  func texts() throws {
    let tokenizer = try tokenizer("hf-byte-level-1k.json")
    let ids = tokenizer.encode(text: "<|im_start|>é", addSpecialTokens: false)
    #expect(ids.first == 1)
    #expect(tokenizer.decode(tokenIds: ids, skipSpecialTokens: false) == "<|im_start|>é")
    #expect(tokenizer.decode(tokenIds: ids, skipSpecialTokens: true) == "é")
    #expect(tokenizer.decode(tokenIds: [-1, 1 << 40, 1_000_000], skipSpecialTokens: false) == "")
  }

  @Test(
    "to ask for tokens by their spelling, and back, for every identifier up to the end",
    arguments: ["hf-byte-level-1k.json", "hf-byte-fallback-856.json", "byte-fallback-600.json"])
  func spellings(file: String) throws {
    let (tokenizer, concrete) = (try tokenizer(file), try TokenizerFixtures.tokenizer(file))
    let count = concrete.vocabulary.identifierBound
    for id in 0..<count {
      let token = try #require(tokenizer.convertIdToToken(id), "\(id)")
      #expect(tokenizer.convertTokenToId(token) == id, "\(token)")
    }
    for id in [count, -1, .max] { #expect(tokenizer.convertIdToToken(id) == nil) }
    #expect(tokenizer.convertTokenToId("no such token") == nil)
  }

  @Test("to see tokens as files spell them")
  func raw() throws {
    let bytes = try tokenizer("hf-byte-level-1k.json")
    #expect(bytes.convertTokenToId("Ġthe").flatMap { bytes.convertIdToToken($0) } == "Ġthe")
    #expect(bytes.convertIdToToken(0) == "<|endoftext|>")
    let characters = try tokenizer("hf-byte-fallback-856.json")
    #expect(characters.convertTokenToId("<0x0A>") != nil)
  }

  @Test("and says that it has no chat template")
  func template() throws {
    let tokenizer = try tokenizer("hf-byte-level-1k.json")
    #expect(throws: ChatTemplateError.missing) {
      try tokenizer.applyChatTemplate(
        messages: [["role": "user", "content": "Hello"]], tools: nil, additionalContext: nil)
    }
    #expect(
      "\(ChatTemplateError.missing)"
        == "the tokenizer has no chat template; write the conversation out as text, and encode that"
    )
  }
}
