// The published vocabularies that are compared with their own libraries.
//
//     TOK_TEST_DATA/vocabularies/NAME  ──▶  Tokenizer  ──▶  ids, text  ═══  TOK_TEST_DATA/golden/NAME

import Foundation
import Subword
import TestSupport
import Testing

/// A vocabulary as its publisher gave it out, and the library that decides what is right.
struct PublishedVocabulary: Sendable, CustomTestStringConvertible {
  /// The libraries that the golden answers come from.
  enum Peer: Sendable {
    case tokenizers, tiktoken, sentencepiece, mistral
  }

  /// Whose tokenizer it is.
  let title: String
  /// Its path in the folder of vocabularies.
  let name: String
  let peer: Peer
  var testDescription: String { name }

  init(_ title: String, name: String, peer: Peer) {
    (self.title, self.name, self.peer) = (title, name, peer)
  }

  static let all: [PublishedVocabulary] = [
    .init("GPT-2", name: "gpt2/tokenizer.json", peer: .tokenizers),
    .init("CLIP", name: "clip/tokenizer.json", peer: .tokenizers),
    .init("GPT-NeoX, Pythia", name: "gpt-neox/tokenizer.json", peer: .tokenizers),
    .init("Llama 2", name: "llama2/tokenizer.json", peer: .tokenizers),
    .init("Llama 3", name: "llama3/tokenizer.json", peer: .tokenizers),
    .init("r50k: GPT-2, GPT-3", name: "tiktoken/r50k_base.tiktoken", peer: .tiktoken),
    .init("p50k: Codex", name: "tiktoken/p50k_base.tiktoken", peer: .tiktoken),
    .init("cl100k: GPT-4", name: "tiktoken/cl100k_base.tiktoken", peer: .tiktoken),
    .init("o200k: GPT-4o, GPT-OSS", name: "tiktoken/o200k_base.tiktoken", peer: .tiktoken),
    .init("Llama 3.1", name: "llama3/tokenizer.model", peer: .tiktoken),
    .init("Llama 2", name: "llama2/tokenizer.model", peer: .sentencepiece),
    .init("Mistral Nemo", name: "tekken/tekken_240718.json", peer: .mistral),
  ]

  /// What a text without special tokens is encoded with: `tokenizers` always finds added tokens.
  var plain: EncodingOptions {
    EncodingOptions(specialTokens: peer == .tokenizers ? .parse : .text)
  }

  /// What a text is encoded with when special tokens are asked for: those of a template, or of tiktoken,
  /// which has none, those that the text spells.
  var special: EncodingOptions {
    EncodingOptions(
      specialTokens: peer == .tokenizers || peer == .tiktoken ? .parse : .text,
      addsSpecialTokens: peer != .tiktoken)
  }

  /// Reads the file, which may be stored packed.
  func tokenizer() throws -> Tokenizer {
    let file = TestData.root.appendingPathComponent("vocabularies/\(name)")
    if FileManager.default.fileExists(atPath: file.path) { return try Tokenizer(contentsOf: file) }
    let folder = try TemporaryFolder()
    let bytes = try Packed.bytes("vocabularies/\(name).gz")
    return try Tokenizer(contentsOf: URL(fileURLWithPath: folder.write(bytes, to: "packed.json")))
  }

  /// What its library answers.
  func golden() throws -> Golden {
    let name = name.replacing("/", with: "__")
    return try Golden(lines: Packed.bytes("golden/\(name).jsonl.gz"))
  }
}

/// Files that are stored packed.
enum Packed {
  /// The contents of the file at `path` of the test data.
  static func bytes(_ path: String) throws -> [UInt8] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", TestData.root.appendingPathComponent(path).path]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Unreadable(path: path) }
    return [UInt8](data)
  }

  struct Unreadable: Error { let path: String }
}
