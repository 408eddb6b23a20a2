// Reads the text of a pattern: Oniguruma's syntax and, where they differ, Rust's.
//
//     pattern text  ──▶  PatternParser  ──▶  PatternNode
//
// The file has the structure: alternatives, sequences, repetitions. `PatternParser+Groups.swift` reads
// what stands in parentheses, `+Brackets` classes, `+Escapes` what a backslash begins. What means the
// same in all of these engines is taken; what we don't take is refused by name, at its byte.

/// A recursive-descent parser; groups may nest 32 deep.
struct PatternParser {
  /// What a part of a sequence is. Letters stay apart until the sequence ends: where case doesn't
  /// matter, several may fold as one.
  enum Piece {
    case node(PatternNode)
    case letter(Unicode.Scalar)
  }

  /// What `(?imx)` switches.
  struct Flags {
    var ignoresCase = false
    var dotMatchesLineFeed = false
    var ignoresSpace = false
  }

  var cursor: PatternCursor
  let dialect: PatternDialect
  var flags = Flags()
  var isInLookBehind = false
  var depth = 0
  var groups = PatternGroups()
  /// Sets that were made before, by what stands in the pattern and by what they were made of: a
  /// pattern may ask for one of many ranges again and again.
  var named: [String: ScalarSet] = [:]
  var closed: [ScalarSet: (set: ScalarSet, foldings: [PatternNode])] = [:]

  /// The most bytes that a pattern may have: some fifty times as many as that of any tokenizer.
  static let longest = 1 << 16

  /// The tree of `pattern`, with character classes as the dialect has them.
  ///
  /// - Throws: `syntax` for what the engine doesn't take, `unsupported` for what we don't take,
  ///   `patternTooLarge`.
  static func parse(
    _ pattern: String, _ dialect: PatternDialect
  ) throws(PatternError) -> PatternNode {
    try checkLength(of: pattern)
    var parser = PatternParser(cursor: PatternCursor(pattern), dialect: dialect)
    let node = parser.folded(try parser.alternatives())
    if !parser.cursor.isAtEnd { throw parser.cursor.syntax("unmatched ')'") }
    try parser.groups.check(parser.cursor)
    return node
  }

  /// Asked before anything else is done with a pattern.
  static func checkLength(of pattern: String) throws(PatternError) {
    guard pattern.utf8.count <= longest else {
      throw .patternTooLarge(bytes: pattern.utf8.count)
    }
  }

  private init(cursor: PatternCursor, dialect: PatternDialect) {
    self.cursor = cursor
    self.dialect = dialect
  }

  /// The node of `pieces`, with letters that are not yet folded.
  func folded(_ pieces: [Piece]) -> PatternNode {
    CaseInsensitiveLetters(version: dialect.version).node(of: pieces)
  }

  // MARK: Structure

  /// Everything up to the `)` of the group, or the end.
  mutating func alternatives() throws(PatternError) -> [Piece] {
    var choices = [try sequence()]
    while cursor.skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : [.node(.alternatives(choices.map(folded)))]
  }

  private mutating func sequence() throws(PatternError) -> [Piece] {
    var pieces: [Piece] = []
    while true {
      try skipIgnored()
      guard let scalar = cursor.next, scalar != "|", scalar != ")" else { return pieces }
      pieces += try repeated()
    }
  }

  private static let spaces: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r", "\u{C}"]

  /// Comments, and white space where the flag says that it doesn't count.
  private mutating func skipIgnored() throws(PatternError) {
    while true {
      if flags.ignoresSpace, let scalar = cursor.next, Self.spaces.contains(scalar) {
        cursor.index += 1
      } else if flags.ignoresSpace, cursor.next == "#" {
        _ = cursor.take { $0 != "\n" }
      } else if cursor.looksAt("(?#") {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(PatternError) {
    let start = cursor.index
    while let scalar = cursor.take() {
      if scalar == ")" { return }
      if scalar == "\\" { cursor.index = min(cursor.index + 1, cursor.scalars.count) }
    }
    throw cursor.syntax("a comment without its ')'", at: start)
  }

  private mutating func atom() throws(PatternError) -> [Piece] {
    guard let scalar = cursor.next else { return [] }
    switch scalar {
    case "(": return try group()
    case "[": return [.node(try bracketed())]
    case "\\": return [try escape()]
    case "*", "+", "?": throw cursor.syntax("a quantifier with nothing to repeat")
    case "{" where try quantifier() != nil:
      throw cursor.syntax("a quantifier with nothing to repeat")
    default:
      cursor.index += 1
      return [plain(scalar)]
    }
  }

  /// A scalar without a backslash.
  private func plain(_ scalar: Unicode.Scalar) -> Piece {
    switch scalar {
    case ".":
      return .node(.scalar(flags.dotMatchesLineFeed ? .all : ScalarSet("\n").complement))
    case "^": return .node(dialect.isRust ? .startOfText : .startOfLine)
    case "$": return .node(dialect.isRust ? .endOfText : .endOfLine)
    default: return literal(scalar)
    }
  }

  /// A scalar that stands for itself, in any case where the flag says so.
  func literal(_ scalar: Unicode.Scalar) -> Piece {
    guard flags.ignoresCase else { return .node(.scalar(ScalarSet(scalar))) }
    // Oniguruma knows no foldings to several scalars in a look-behind; Rust knows none at all.
    if isInLookBehind || dialect.isRust {
      return .node(.scalar(ScalarSet(scalar).caseClosed(dialect.version)))
    }
    return .letter(scalar)
  }

  // MARK: Repetitions

  /// Oniguruma takes 4,096, less those of the groups around; each makes the tree a level deeper.
  private static let mostQuantifiers = 16

  private mutating func repeated() throws(PatternError) -> [Piece] {
    let start = cursor.index
    var pieces = try atom()
    var count = 0
    try skipIgnored()
    while let quantifier = try quantifier() {
      if quantifier.isOnce { continue }
      count += 1
      if count > Self.mostQuantifiers {
        throw cursor.unsupported("more than \(Self.mostQuantifiers) quantifiers on one part")
      }
      let body = folded(pieces)
      if quantifier.multipliesBeyond(Self.mostRepeatsInAll, on: body) {
        throw cursor.syntax("more than \(Self.mostRepeatsInAll) repeats", at: start)
      }
      guard let node = quantifier.applied(to: body) else {
        throw cursor.unsupported("a repetition of what may match nothing", at: start)
      }
      pieces = [.node(node)]
      try skipIgnored()
    }
    return pieces
  }

  /// `*`, `+?`, `?+`, `{2,3}`, …; `nil` where none comes. A brace that is no quantifier is a letter.
  private mutating func quantifier() throws(PatternError) -> PatternQuantifier? {
    let start = cursor.index
    guard var quantifier = try interval() ?? simpleQuantifier() else { return nil }
    // Oniguruma has neither x{n}? nor x{n,m}+: the second sign repeats the repetition.
    let isInterval = cursor.scalars[start] == "{"
    if quantifier.isPossessive { return quantifier }
    if (dialect.isRust || !quantifier.isFixed) && cursor.skip("?") {
      quantifier.isLazy = true
    } else if (dialect.isRust || !isInterval) && cursor.skip("+") {
      quantifier.isPossessive = true
    }
    return quantifier
  }

  private mutating func simpleQuantifier() -> PatternQuantifier? {
    if cursor.skip("*") { return PatternQuantifier(minimum: 0, maximum: nil) }
    if cursor.skip("+") { return PatternQuantifier(minimum: 1, maximum: nil) }
    if cursor.skip("?") { return PatternQuantifier(minimum: 0, maximum: 1) }
    return nil
  }

  private static let mostRepeats = 100_000
  /// Of numbers that are multiplied, as in `x{1000}{1000}`.
  private static let mostRepeatsInAll = Int(Int32.max)

  private mutating func interval() throws(PatternError) -> PatternQuantifier? {
    let start = cursor.index
    guard cursor.skip("{") else { return nil }
    var isComplete = false
    defer { if !isComplete { cursor.index = start } }
    let low = cursor.decimal(limit: Self.mostRepeats + 1)
    let hasComma = cursor.skip(",")
    let high = hasComma ? cursor.decimal(limit: Self.mostRepeats + 1) : low
    isComplete = cursor.skip("}") && (low != nil || high != nil)
    guard isComplete else { return nil }
    guard max(low ?? 0, high ?? 0) <= Self.mostRepeats else {
      throw cursor.syntax("more than \(Self.mostRepeats) repeats", at: start)
    }
    guard let low, let high, low > high else {
      return PatternQuantifier(minimum: low ?? 0, maximum: high, isFixed: !hasComma)
    }
    // Oniguruma's way to write a possessive {high,low}.
    if dialect.isRust { throw cursor.syntax("a range of repeats that is empty", at: start) }
    return PatternQuantifier(minimum: high, maximum: low, isPossessive: true)
  }
}
