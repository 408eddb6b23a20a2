// The pretokenizers that Scripts/reference_pretokenizers.py asks the reference about, by the same
// names.

@testable import Subword

enum PretokenizerSamples {
  static let all: [String: Pretokenizer] =
    steps.merging(splits) { first, _ in first }.merging(sequences) { first, _ in first }

  static let behaviors: [(name: String, behavior: Pretokenizer.Behavior)] = [
    ("removed", .removed), ("isolated", .isolated), ("merged_with_previous", .mergedWithPrevious),
    ("merged_with_next", .mergedWithNext), ("contiguous", .contiguous),
  ]

  static let steps: [String: Pretokenizer] = {
    var steps: [String: Pretokenizer.Step] = [
      "byte-level": byteLevel(pattern: true),
      "byte-level-prefix": byteLevel(prefix: true, pattern: true),
      "byte-level-plain": byteLevel(),
      "byte-level-prefix-plain": byteLevel(prefix: true),
      "metaspace-hyphen": .metaspace(replacement: "-", prepends: .always, cuts: true),
      "whitespace": .whitespace, "whitespace-split": .whitespaceSplit,
      "digits": .digits(individually: false), "digits-individually": .digits(individually: true),
      "delimiter": .delimiter("-"), "fixed-length-1": .fixedLength(1),
      "fixed-length-3": .fixedLength(3), "scripts": .unicodeScripts, "bert": .bert,
    ]
    let schemes: [(String, Pretokenizer.PrependScheme)] = [
      ("always", .always), ("first", .first), ("never", .never),
    ]
    for (name, scheme) in schemes {
      steps["metaspace-\(name)"] = metaspace(scheme)
      steps["metaspace-\(name)-whole"] = .metaspace(
        replacement: "▁", prepends: scheme, cuts: false)
    }
    for (name, behavior) in behaviors { steps["punctuation-\(name)"] = .punctuation(behavior) }
    return steps.mapValues { Pretokenizer([$0]) }
  }()

  static let patterns: [(name: String, pattern: TextPattern)] = [
    ("letter", .literal("a")), ("word", .literal("-a")), ("nothing", .literal("")),
    ("runs", .regex(#"\s+|1+"#)), ("maybe", .regex("1*")), ("ahead", .regex("a(?= )|-")),
    ("back", .regex(#"(?<=a)1|\n"#)),
  ]

  static let splits: [String: Pretokenizer] = {
    var splits: [String: Pretokenizer] = [:]
    for (name, pattern) in patterns {
      for (behaviorName, behavior) in behaviors {
        let key = "split-\(name)-\(behaviorName)"
        splits[key] = Pretokenizer([.split(pattern, behavior, inverted: false)])
        splits[key + "-inverted"] = Pretokenizer([.split(pattern, behavior, inverted: true)])
      }
    }
    return splits
  }()

  static let sequences: [String: Pretokenizer] = [
    "llama3": [isolated(NamedPattern.cl100k), byteLevel()],
    "clip": [.split(.regex(clip), .removed, inverted: true), byteLevel(pattern: true)],
    "deepseek": [
      isolated(#"\p{N}{1,3}"#), isolated("[一-龥぀-ゟ゠-ヿ]+"), isolated(deepSeek), byteLevel(),
    ],
    "falcon": [
      .punctuation(.contiguous), byteLevel(pattern: true), .digits(individually: false),
      isolated("[0-9][0-9][0-9]"),
    ],
    "starcoder": [.digits(individually: true), byteLevel(pattern: true)],
    "words": [.whitespaceSplit, .punctuation(.isolated)],
    "t5": [.whitespaceSplit, metaspace(.always)],
    "metaspace-first-behind": [.whitespaceSplit, metaspace(.first)],
    "metaspace-twice": [
      metaspace(.always), .metaspace(replacement: "-", prepends: .first, cuts: true),
    ],
    "stand-ins-cut": [byteLevel(prefix: true, pattern: true), .digits(individually: false)],
    "stand-ins-twice": [byteLevel(prefix: true), byteLevel(prefix: true, pattern: true)],
    "stand-ins-first": [
      byteLevel(prefix: true, pattern: true),
      .metaspace(replacement: "-", prepends: .first, cuts: false),
    ],
    "marks-in-bytes": [metaspace(.first), byteLevel(prefix: true, pattern: true)],
    "scripts-cut": [.bert, .unicodeScripts, .fixedLength(2)],
    "prefix-each": [.whitespaceSplit, byteLevel(prefix: true, pattern: true)],
    "punctuation-digits": [
      .punctuation(.mergedWithPrevious), .digits(individually: false),
      .split(.literal(" "), .mergedWithNext, inverted: false),
    ],
  ].mapValues { (steps: [Pretokenizer.Step]) in Pretokenizer(steps) }

  private static func byteLevel(
    prefix: Bool = false, pattern: Bool = false
  ) -> Pretokenizer.Step {
    .byteLevel(addsPrefixSpace: prefix, trimsOffsets: true, usesPattern: pattern)
  }

  private static func metaspace(_ scheme: Pretokenizer.PrependScheme) -> Pretokenizer.Step {
    .metaspace(replacement: "▁", prepends: scheme, cuts: true)
  }

  private static func isolated(_ pattern: String) -> Pretokenizer.Step {
    .split(.regex(pattern), .isolated, inverted: false)
  }

  private static let clip = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
  private static let deepSeek =
    ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"##
    + #"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
}
