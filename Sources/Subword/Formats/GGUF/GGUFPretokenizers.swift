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
    (["deepseek-llm"], deepseekLLM),
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

  private static let deepseekLLM = [
    #"[\r\n]"#, #"\s?[A-Za-z"# + casedLetters + "]+",
    #"\s?[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F}\x{3000}-\x{3002}]+"#,
    #"\s+(?![\s\S])"#, ideographs, #"\p{N}+"#,
  ]

  /// The letters with case that DeepSeek's first tokenizer lists, those of ASCII aside. By number:
  /// some are canonically equivalent to others, which editors may write in their place.
  private static let casedLetters =
    #"\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{293}"#
    + #"\x{295}-\x{2AF}\x{370}-\x{373}\x{376}-\x{377}\x{37B}-\x{37D}\x{37F}\x{386}"#
    + #"\x{388}-\x{38A}\x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F}"#
    + #"\x{531}-\x{556}\x{10A0}-\x{10C5}\x{13A0}-\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}"#
    + #"\x{1CBD}-\x{1CBF}\x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}"#
    + #"\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D}\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}"#
    + #"\x{1F50}-\x{1F57}\x{1F59}\x{1F5B}\x{1F5D}\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}"#
    + #"\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4}\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}"#
    + #"\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4}\x{1FF6}-\x{1FFC}\x{2102}\x{2107}"#
    + #"\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124}\x{2126}\x{2128}\x{212A}-\x{212D}"#
    + #"\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F}\x{2145}-\x{2149}\x{214E}\x{2183}-\x{2184}"#
    + #"\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4}\x{2CEB}-\x{2CEE}\x{2CF2}-\x{2CF3}"#
    + #"\x{A640}-\x{A66D}\x{A680}-\x{A69B}\x{A722}-\x{A76F}\x{A771}-\x{A787}"#
    + #"\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17}"#
    + #"\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3}"#
    + #"\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF}"#
    + #"\x{1E900}-\x{1E943}"#
}
