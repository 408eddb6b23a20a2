// From tiktoken's dialect of regular expressions, which is fancy-regex's, to the one of `Split`.
//
//     `\s++$|\p{N}{1,3}+`  ──▶  TiktokenPattern  ──▶  `\s++\z|(?>\p{N}{1,3})`
//
// The result means the same in both dialects, so it may be written to an encoding file again.

/// A pattern as tiktoken means it.
enum TiktokenPattern {
  /// The pretokenizer of `pattern`: what the pattern doesn't match is lost, as tiktoken loses it.
  static func pretokenizer(_ pattern: String) throws(PatternError) -> Pretokenizer {
    if let known = spellings.first(where: { $0.tiktoken.utf8.elementsEqual(pattern.utf8) }) {
      return bytes(.split(.regex(known.pattern), .isolated, inverted: false))
    }
    let translated = try translated(pattern)
    return bytes(.split(.regex(translated), .removed, inverted: true))
  }

  /// Cuts text by `step`; pretokens are bytes.
  private static func bytes(_ step: Pretokenizer.Step) -> Pretokenizer {
    Pretokenizer([
      step, .byteLevel(addsPrefixSpace: false, trimsOffsets: true, usesPattern: false),
    ])
  }

  /// How an encoding file spells the pattern of `pretokenizer`; `nil` for what has none.
  static func spelling(of pretokenizer: Pretokenizer) -> String? {
    var (steps, endsInBytes) = (pretokenizer.steps, pretokenizer.endsInBytes)
    // ByteLevel alone has GPT-2's pattern built in.
    if steps.count == 1, case .byteLevel(addsPrefixSpace: false, _, usesPattern: true) = steps[0] {
      (steps, endsInBytes) = (Pretokenizer.gpt2.steps, false)
    }
    guard steps.count == (endsInBytes ? 2 : 1),
      case .split(.regex(let pattern), let behavior, let inverted) = steps[0],
      behavior == .isolated && !inverted || behavior == .removed && inverted
    else { return nil }
    let known = spellings.first { $0.pattern.utf8.elementsEqual(pattern.utf8) }
    return known?.tiktoken ?? pattern
  }

  /// `pattern` without what the two dialects read differently.
  ///
  /// - Throws: `unsupported` for what has no spelling that both read alike; `patternTooLarge`.
  static func translated(_ pattern: String) throws(PatternError) -> String {
    try PatternParser.checkLength(of: pattern)
    var walk = DialectWalk(pattern)
    return try walk.translate()
  }
}

/// One walk over a pattern, with the starts of what a quantifier may stand behind.
private struct DialectWalk {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var result: [Unicode.Scalar] = []
  /// Where the last atom starts in `result`.
  private var atom = 0
  private var groups: [Int] = []
  /// Where `(?>` is missing in `result`: what a possessive repetition stands behind is known only then.
  private var atomic: [Int] = []

  init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  private func looksAt(_ text: String) -> Bool {
    scalars[index...].starts(with: text.unicodeScalars)
  }

  private func unsupported(_ construct: String) -> PatternError {
    .unsupported(
      construct: construct, at: scalars[..<index].reduce(0) { $0 + UTF8.width($1) })
  }

  mutating func translate() throws(PatternError) -> String {
    while index < scalars.count { try translateNext() }
    var translated = String.UnicodeScalarView()
    var start = 0
    for place in atomic.sorted() {
      translated.append(contentsOf: result[start..<place])
      translated.append(contentsOf: "(?>".unicodeScalars)
      start = place
    }
    translated.append(contentsOf: result[start...])
    return String(translated)
  }

  private mutating func translateNext() throws(PatternError) {
    switch scalars[index] {
    case "\\": translateEscape()
    case "[": try keepBrackets()
    case "$": replace(by: #"\z"#)
    case "^": replace(by: #"\A"#)
    case "(": try openGroup()
    case ")":
      keep(1)
      atom = groups.popLast() ?? atom
    case "{": keepRepetition()
    case "*", "+", "?", "|": keep(1)
    default: keepAtom(1)
    }
  }

  private mutating func keep(_ count: Int) {
    result.append(contentsOf: scalars[index...].prefix(count))
    index = min(index + count, scalars.count)
  }

  private mutating func keepAtom(_ count: Int) {
    atom = result.count
    keep(count)
    // \p{…}, \x{…} are one atom.
    if count == 2, let letter = result.last, "pPxu".unicodeScalars.contains(letter), looksAt("{") {
      while index < scalars.count, scalars[index] != "}" { keep(1) }
      keep(1)
    }
  }

  private mutating func replace(by text: String, length: Int = 1) {
    atom = result.count
    result.append(contentsOf: text.unicodeScalars)
    index = min(index + length, scalars.count)
  }

  // MARK: Escapes

  /// What Rust's `\w` means, spelled out: Oniguruma's has ² ³ ¹ ¼ ½ ¾ and lacks the two joiners.
  private static let word = #"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\x{200C}\x{200D}"#

  private var escaped: Unicode.Scalar? {
    index + 1 < scalars.count ? scalars[index + 1] : nil
  }

  private mutating func translateEscape() {
    let word = Self.word
    switch escaped {
    case "w": replace(by: "[\(word)]", length: 2)
    case "W": replace(by: "[^\(word)]", length: 2)
    case "b":
      replace(by: "(?:(?<=[\(word)])(?![\(word)])|(?<![\(word)])(?=[\(word)]))", length: 2)
    case "B":
      replace(by: "(?:(?<=[\(word)])(?=[\(word)])|(?<![\(word)])(?![\(word)]))", length: 2)
    case "p", "P": translateProperty()
    default: keepAtom(2)
    }
  }

  /// Rust's `\pL` is `\p{L}`; for Oniguruma these are the letters p and L.
  private mutating func translateProperty() {
    if index + 2 < scalars.count, scalars[index + 2] != "{" {
      replace(by: "\\\(scalars[index + 1]){\(scalars[index + 2])}", length: 3)
    } else {
      keepAtom(2)
    }
  }

  private mutating func translateEscapeInBrackets() {
    let atom = self.atom
    switch escaped {
    case "w": replace(by: Self.word, length: 2)
    case "W": replace(by: "[^\(Self.word)]", length: 2)
    case "p", "P": translateProperty()
    default: keep(2)
    }
    self.atom = atom
  }

  private mutating func openGroup() throws(PatternError) {
    if looksAt("(?") {
      let flags = scalars[(index + 2)...].prefix { "imsUuxR-".unicodeScalars.contains($0) }
      let isOther = flags.contains { "msUuxR-".unicodeScalars.contains($0) }
      let next = scalars[flags.endIndex...].first
      if isOther && (next == ":" || next == ")") { throw unsupported("a flag other than i") }
    }
    groups.append(result.count)
    keep(1)
    if looksAt("?") { keep(1) }
  }

  /// `{1,3}+` never gives back in tiktoken's dialect, and is repeated in the other. `{2}?` is `{2}` in
  /// tiktoken's, and may be missing in the other.
  private mutating func keepRepetition() {
    let start = index
    keep(1)
    while index < scalars.count, scalars[index] != "}" { keep(1) }
    keep(1)
    if looksAt("?") && !scalars[start..<index].contains(",") { index += 1 }
    guard looksAt("+") else { return }
    atomic.append(atom)
    result.append(")")
    index += 1
  }

  private mutating func keepBrackets() throws(PatternError) {
    atom = result.count
    var depth = 0
    repeat {
      switch scalars[index] {
      case "\\": translateEscapeInBrackets()
      case "[":
        depth += 1
        keep(looksAt("[^]") ? 3 : looksAt("[]") ? 2 : 1)
      case "]":
        depth -= 1
        keep(1)
      case "-" where looksAt("--"), "~" where looksAt("~~"):
        throw unsupported("a difference of sets")
      default: keep(1)
      }
    } while depth > 0 && index < scalars.count
  }
}

// MARK: Patterns of named encodings

extension TiktokenPattern {
  /// Patterns that match every text from end to end, as tiktoken spells them and as `Split` takes
  /// them. Where the two differ, no possessive quantifier could give back what lets the rest match,
  /// and `(?![\s\S])` is the end of the text.
  static let spellings: [(tiktoken: String, pattern: String)] = [
    (
      r50k,
      #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?![\s\S])|\s+(?!\S)|\s"#
    ),
    (
      cl100k,
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"#
        + #"|\s+(?![\s\S])|\s*[\r\n]|\s+(?!\S)|\s"#
    ),
    (o200k, o200k), (llama3, llama3), (qwen, qwen), (kimi, kimi), (tekken, tekken),
  ]

  static let r50k =
    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
  static let cl100k =
    #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"#
    + #"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
  static let llama3 =
    contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"# + space
  static let qwen =
    contraction + #"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"# + space
  static let o200k =
    words(ending: contraction + "?") + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*"# + space
  static let kimi =
    #"[\p{Han}]+|"# + words(not: #"&&[^\p{Han}]"#, ending: contraction + "?")
    + #"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"# + space
  static let tekken = words(ending: "") + #"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*"# + space

  private static let contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
  private static let space = #"|\s*[\r\n]+|\s+(?!\S)|\s+"#

  /// Words that end in lower case or have none, then words in upper case.
  private static func words(not excluded: String = "", ending: String) -> String {
    let start = #"[^\r\n\p{L}\p{N}]?"#
    let upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}"# + excluded + "]"
    let lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}"# + excluded + "]"
    return start + upper + "*" + lower + "+" + ending + "|" + start + upper + "+" + lower + "*"
      + ending
  }
}
