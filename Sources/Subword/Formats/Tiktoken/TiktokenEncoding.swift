// The encodings that have a name: which pattern and special tokens belong to a file of ranks.
//
// Sources: tiktoken's openai_public.py; meta-llama/llama-models; tokenization_qwen.py of Qwen;
// tokenization_kimi.py and tokenizer_config.json of Kimi K2.

/// An encoding whose pattern and special tokens are known by its name.
public enum TiktokenEncoding: String, Hashable, Sendable, CaseIterable {
  /// GPT-2 and the first GPT-3.
  case r50k = "r50k_base"
  /// Codex and the later GPT-3.
  case p50k = "p50k_base"
  /// The same for edits, with tokens that mark a gap.
  case p50kEdit = "p50k_edit"
  /// GPT-3.5 and GPT-4.
  case cl100k = "cl100k_base"
  /// GPT-4o.
  case o200k = "o200k_base"
  /// GPT-OSS: o200k with the marks of a conversation.
  case o200kHarmony = "o200k_harmony"
  /// Llama 3.1 to 3.3.
  case llama3
  /// Llama 4.
  case llama4
  /// The first Qwen.
  case qwen
  /// Kimi K2.
  case kimi

  /// What an encoding says beside its ranks.
  struct Definition {
    var pattern: String
    var special: [(content: String, id: Int)]
    /// Whether text is brought to NFC before all else.
    var normalizes = false
    /// Where a file has the pattern.
    var patternPlace: FileLocation?

    var normalizer: Normalizer? {
      guard normalizes else { return nil }
      return Normalizer([.nfc], unicode: UnicodeProfile.tiktokenInPython.normalization)
    }
  }

  /// The encoding of this name; a name without `_base` will do.
  public init?(named name: String) {
    let found = Self.allCases.first { encoding in
      let full = encoding.rawValue
      return full == name || full == name + "_base"
    }
    guard let found else { return nil }
    self = found
  }

  /// How many ranks it has. Where special tokens are numbered on from them, no other number will do.
  var rankCount: Int {
    switch self {
    case .r50k: 50_256
    case .p50k, .p50kEdit: 50_280
    case .cl100k: 100_256
    case .o200k, .o200kHarmony: 199_998
    case .llama3: 128_000
    case .llama4: 200_000
    case .qwen: 151_643
    case .kimi: 163_584
    }
  }

  /// Pattern and special tokens.
  var definition: Definition {
    switch self {
    case .r50k, .p50k: Definition(pattern: TiktokenPattern.r50k, special: [(endOfText, 50256)])
    case .p50kEdit:
      Definition(
        pattern: TiktokenPattern.r50k, special: [(endOfText, 50256)] + numbered(infill, from: 50281)
      )
    case .cl100k:
      Definition(
        pattern: TiktokenPattern.cl100k,
        special: [(endOfText, 100257)] + numbered(infill, from: 100258) + [(endOfPrompt, 100276)])
    case .o200k:
      Definition(
        pattern: TiktokenPattern.o200k, special: [(endOfText, 199999), (endOfPrompt, 200018)])
    case .o200kHarmony: Definition(pattern: TiktokenPattern.o200k, special: harmonyTokens)
    case .llama3:
      Definition(pattern: TiktokenPattern.llama3, special: numbered(llama3Tokens, from: rankCount))
    case .llama4:
      Definition(pattern: TiktokenPattern.o200k, special: numbered(llama4Tokens, from: rankCount))
    case .qwen:
      Definition(
        pattern: TiktokenPattern.qwen, special: numbered(qwenTokens, from: rankCount),
        normalizes: true)
    case .kimi: Definition(pattern: TiktokenPattern.kimi, special: kimiTokens(from: rankCount))
    }
  }
}

// MARK: Special tokens

private let endOfText = "<|endoftext|>"
private let endOfPrompt = "<|endofprompt|>"
private let infill = ["<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"]

private func numbered(_ names: [String], from start: Int) -> [(content: String, id: Int)] {
  names.enumerated().map { ($0.element, start + $0.offset) }
}

private func reserved(_ name: String, _ numbers: Range<Int>) -> [String] {
  numbers.map { "<|\(name)reserved_special_token_\($0)|>" }
}

private let harmonyTokens: [(content: String, id: Int)] = {
  let named = [
    "<|startoftext|>", endOfText, nil, nil, "<|return|>", "<|constrain|>", nil, "<|channel|>",
    "<|start|>", "<|end|>", "<|message|>", nil, nil, nil, "<|call|>",
  ]
  var tokens = named.enumerated().map { offset, name in
    (content: name ?? "<|reserved_\(199_998 + offset)|>", id: 199_998 + offset)
  }
  // This one has two names.
  tokens.append((endOfPrompt, 200_018))
  tokens += (200_013..<201_088).map { ("<|reserved_\($0)|>", $0) }
  return tokens
}()

private let llama3Tokens: [String] =
  ["<|begin_of_text|>", "<|end_of_text|>"] + reserved("", 0..<2)
  + [
    "<|finetune_right_pad_id|>", "<|step_id|>", "<|start_header_id|>", "<|end_header_id|>",
    "<|eom_id|>", "<|eot_id|>", "<|python_tag|>", "<|image|>",
  ] + reserved("", 2..<246)

private let llama4Tokens: [String] = {
  let text =
    ["<|header_start|>", "<|header_end|>", "<|eom|>", "<|eot|>", "<|step|>"]
    + reserved("text_post_train_", 0..<6)
    + ["<|python_start|>", "<|python_end|>", "<|finetune_right_pad|>"]
    + reserved("text_post_train_", 8..<69)
  let vision =
    ["<|image_start|>", "<|image_end|>"] + reserved("vision_", 0..<2)
    + ["<|tile_x_separator|>", "<|tile_y_separator|>"] + reserved("vision_", 2..<6)
    + ["<|image|>"] + reserved("vision_", 6..<7) + ["<|patch|>"] + reserved("vision_", 7..<1048)
  let reasoning =
    reserved("reasoning_", 0..<8) + ["<|reasoning_thinking_start|>", "<|reasoning_thinking_end|>"]
  let named = ["<|begin_of_text|>", "<|end_of_text|>"] + infill + text + vision + reasoning
  return named + reserved("", 0..<2048 - named.count)
}()

private let qwenTokens: [String] =
  [endOfText, "<|im_start|>", "<|im_end|>"] + (0..<205).map { "<|extra_\($0)|>" }

private func kimiTokens(from start: Int) -> [(content: String, id: Int)] {
  let named = [
    0: "[BOS]", 1: "[EOS]", 2: "<|im_end|>", 3: "<|im_user|>", 4: "<|im_assistant|>",
    6: "<|start_header_id|>", 7: "<|end_header_id|>", 9: "[EOT]", 10: "<|im_system|>",
    11: "<|tool_calls_section_begin|>", 12: "<|tool_calls_section_end|>",
    13: "<|tool_call_begin|>", 14: "<|tool_call_argument_begin|>", 15: "<|tool_call_end|>",
    17: "<|im_middle|>", 254: "[UNK]", 255: "[PAD]",
  ]
  return (0..<256).map { (named[$0] ?? "<|reserved_token_\(start + $0)|>", start + $0) }
}
