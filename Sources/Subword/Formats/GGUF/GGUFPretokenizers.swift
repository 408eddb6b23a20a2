// The ways to cut text that GGUF files have names for.
//
//     tokenizer.ggml.pre: "llama-bpe"  ──▶  patterns, one after the other
//
// Each pattern cuts what the ones before it have left; what it matches is a piece, and so is what
// lies between two matches.
//
// Source: src/llama-vocab.cpp of llama.cpp; where its own engine stands in for a pattern of a
// tokenizer.json, that pattern.

/// How a GGUF file's name cuts text, and what else it stands for.
struct GGUFPretokenizer {
  var patterns: [String]
  /// Whether a pretoken that is a token is taken whole.
  var ignoresMerges = false
  /// Whether a token for the start stands in front of texts, where the file doesn't say.
  var addsStart = false

  /// What llama.cpp does for the name; `nil` for a name that isn't known here.
  init?(named name: String) {
    guard let names = Self.table.first(where: { $0.names.contains(name) }) else { return nil }
    patterns = names.patterns
    ignoresMerges = Self.takingWhole.contains(name)
    addsStart = Self.startingTexts.contains(name)
  }

  /// The names that are known, in the order of the table.
  static var names: [String] { table.flatMap(\.names) }

  private static let llama3Names = [
    "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2",
    "jina-v5-nano",
  ]
  private static let takingWhole = Set(llama3Names + ["tekken", "minicpm5"])
  private static let startingTexts = Set(llama3Names + ["tekken", "chameleon"])

  private static let table: [(names: [String], patterns: [String])] = [
    (["default"], [#"[\p{P}\$\+<=>\^~\|]+"#, gpt2, #"\p{N}+"#, "[0-9][0-9][0-9]"]),
    (
      [
        "gpt-2", "phi-2", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de", "gigachat", "a.x-4.0",
        "mellum", "modern-bert", "jina-v1-en", "jina-v2-code", "roberta-bpe", "exaone4", "mpt",
        "olmo", "jais", "trillion", "granite-docling",
      ], [gpt2]
    ),
    (
      [
        "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b",
        "mellum2",
      ], [#"\p{N}"#, gpt2]
    ),
    (["falcon"], [#"[\p{P}\$\+<=>\^~\|`]+"#, gpt2, "[0-9][0-9][0-9]"]),
    (llama3Names + ["dbrx", "smaug-bpe", "glm4", "chatglm-bpe"], [TiktokenPattern.llama3]),
    (
      [
        "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "stablelm2", "hunyuan",
        "solar-open", "grok-2",
      ], [TiktokenPattern.qwen]
    ),
    (["qwen35"], [qwen35]),
    (["tekken"], [TiktokenPattern.tekken]),
    (["gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2"], [TiktokenPattern.o200k]),
    (["minicpm5"], [#"\p{N}{1,3}"#, minicpm5]),
    (["deepseek-coder"], [#"[\r\n]"#, #"\s?\p{L}+"#, #"\s?\p{P}+"#, ideographs, #"\p{N}"#]),
    (["deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4"], deepseek3),
    (["bloom", "poro-chat", "gpt3-finnish"], [bloom]),
    (["viking"], [bloom, #"\p{N}"#]),
    (
      ["chameleon"],
      [
        "<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", #"([\t\n]|    |  )"#,
        #"\p{N}"#, #"[\p{P}!-/:-@\[-`{-~]"#, gpt2,
      ]
    ),
  ]

  /// What no alternative of it matches, a single space before a word, lies between two matches.
  private static let gpt2 =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)"#
  private static let contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let qwen35 =
    contraction + #"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"#
    + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let minicpm5 =
    contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*"#
    + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
  private static let bloom = #" ?[^(\s|.,!?…。，、।۔،)]+"#
  private static let ideographs = #"[\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+"#

  private static let deepseek3 = [
    #"\p{N}{1,3}"#, "[一-龥぀-ゟ゠-ヿ]+",
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+"##
      + #"|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*"#
      + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#,
  ]
}
