// Writes a pattern out for ICU: character classes as explicit sets, so that ICU's own tables, which
// differ from machine to machine, never decide what a class holds; and refuses by name what ICU
// takes and means differently.
//
//     `\p{L}+(?<=x)`  ──▶  PatternRewriter  ──▶  `[A-Za-z…]+(?<=x)`  ──▶  ICUPattern

/// One walk over the scalars of a pattern.
struct PatternRewriter {
  private let scalars: [Unicode.Scalar]
  private let dialect: PatternDialect
  private var index = 0
  private var brackets = 0
  /// Scalars, not a string: a string that grows through its view of scalars is copied each time.
  private var result: [Unicode.Scalar] = []

  /// `pattern` with `\p{…}`, `\s`, `\d`, `\w`, `\h`, their negations, and POSIX brackets replaced by
  /// sets.
  ///
  /// - Throws: `syntax` for a property that isn't known, `unsupported` for what ICU would read
  ///   otherwise than the dialect's engine.
  static func explicit(
    _ pattern: String, _ dialect: PatternDialect
  ) throws(PatternError) -> String {
    var rewriter = PatternRewriter(pattern, dialect)
    while rewriter.index < rewriter.scalars.count { try rewriter.rewriteNext() }
    return String(String.UnicodeScalarView(rewriter.result))
  }

  private init(_ pattern: String, _ dialect: PatternDialect) {
    scalars = Array(pattern.unicodeScalars)
    self.dialect = dialect
  }

  private var rest: ArraySlice<Unicode.Scalar> { scalars[index...] }

  private func looksAt(_ text: String) -> Bool { rest.starts(with: text.unicodeScalars) }

  private func unsupported(_ construct: String) -> PatternError {
    let offset = scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
    return .unsupported(construct: construct, at: offset)
  }

  private mutating func rewriteNext() throws(PatternError) {
    switch scalars[index] {
    case "\\": return try rewriteEscape()
    case "[" where brackets > 0 && looksAt("[:"):
      if try rewritePOSIXClass() { return }
      brackets += 1
    case "[":
      brackets += 1
      // A ']' that comes first stands for itself.
      keep(looksAt("[^]") ? 3 : looksAt("[]") ? 2 : 1)
      return
    case "]": brackets = max(0, brackets - 1)
    case "(" where brackets == 0 && looksAt("(?"): try checkFlags()
    case "}" where brackets == 0 && looksAt("}+"):
      // Oniguruma repeats the repetition; ICU makes it possessive.
      throw unsupported("a '+' behind a '}'")
    default: break
    }
    keep(1)
  }

  private mutating func keep(_ count: Int) {
    result.append(contentsOf: rest.prefix(count))
    index = min(index + count, scalars.count)
  }

  private mutating func replace(_ count: Int, by set: ScalarSet) {
    result.append(contentsOf: set.regexSource.unicodeScalars)
    index += count
  }

  // MARK: Escapes

  private mutating func rewriteEscape() throws(PatternError) {
    guard index + 1 < scalars.count else { return keep(1) }
    let letter = scalars[index + 1]
    let isNegated = letter.properties.isUppercase
    switch letter {
    case "p", "P": try rewriteProperty()
    case "s", "S", "d", "D", "w", "W":
      let set = dialect.set(letter.properties.lowercaseMapping, inBrackets: brackets > 0)
      replace(2, by: isNegated ? set.complement : set)
    case "h", "H":
      let digits = ScalarSet(.xdigit, version: dialect.version)
      replace(2, by: isNegated ? digits.complement : digits)
    case "v": replace(2, by: ScalarSet("\u{B}"))
    default: keep(2)
    }
  }

  private mutating func rewriteProperty() throws(PatternError) {
    let start = index + 3
    guard start <= scalars.count, scalars[start - 1] == "{" else {
      throw unsupported("a \\p without braces")
    }
    guard let end = scalars[start...].firstIndex(of: "}") else {
      throw .syntax(message: "a '{' without its '}'", at: index)
    }
    var name = String(String.UnicodeScalarView(scalars[start..<end]))
    var isNegated = scalars[index + 1] == "P"
    if name.hasPrefix("^") {
      isNegated.toggle()
      name.removeFirst()
    }
    guard let categories = GeneralCategories(named: name) else {
      throw unsupported("the property \(name)")
    }
    let set = ScalarSet(categories, version: dialect.version)
    replace(end + 1 - index, by: isNegated ? set.complement : set)
  }

  // MARK: Brackets and groups

  /// Replaces `[:alpha:]` or `[:^alpha:]`, if that is what comes.
  private mutating func rewritePOSIXClass() throws(PatternError) -> Bool {
    let body = rest.dropFirst(2)
    guard let end = body.firstIndex(of: ":"), end + 1 < scalars.count, scalars[end + 1] == "]"
    else { return false }
    let isNegated = body.first == "^"
    let name = String(String.UnicodeScalarView(isNegated ? body[..<end].dropFirst() : body[..<end]))
    guard let posix = POSIXClass(rawValue: name) else { throw unsupported("a POSIX bracket") }
    let set = ScalarSet(posix, version: dialect.version)
    replace(end + 2 - index, by: isNegated ? set.complement : set)
    return true
  }

  /// Looks at the letters of `(?i:…)`, `(?i)`, `(?m-x:…)`.
  private func checkFlags() throws(PatternError) {
    let flags = rest.dropFirst(2).prefix { "imsx-".unicodeScalars.contains($0) }
    guard let next = scalars[flags.endIndex...].first, next == ":" || next == ")" else { return }
    if flags.contains("m") || flags.contains("s") {
      // Oniguruma's m is ICU's s; what both call the same is something else.
      throw unsupported("the flag m or s")
    }
    if next == ")" && index > 0 {
      // Oniguruma's holds for all alternatives that follow, ICU's up to the next one.
      throw unsupported("a (?\(String(String.UnicodeScalarView(flags)))) that isn't at the start")
    }
  }
}
