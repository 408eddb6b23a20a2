// Reads the text of a pattern: Oniguruma's and Rust's dialect, as far as both agree.
//
//     pattern text  ──▶  PatternParser  ──▶  PatternNode
//
// What it doesn't take it refuses by name, and ICU gets the pattern instead.

/// A recursive-descent parser; groups may nest 32 deep.
struct PatternParser {
  private let scalars: [Unicode.Scalar]
  private let dialect: PatternDialect
  private var index = 0
  private var ignoresCase = false
  private var depth = 0
  private var brackets = 0

  /// The tree of `pattern`, with character classes as the dialect has them.
  ///
  /// - Throws: `syntax` for what no engine takes, `unsupported` for what this one doesn't take.
  static func parse(
    _ pattern: String, _ dialect: PatternDialect
  ) throws(PatternError) -> PatternNode {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars), dialect: dialect)
    let node = try parser.alternatives()
    if parser.index < parser.scalars.count { throw parser.syntax("unmatched ')'") }
    return node
  }

  private init(scalars: [Unicode.Scalar], dialect: PatternDialect) {
    self.scalars = scalars
    self.dialect = dialect
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func looksAt(_ text: String) -> Bool {
    scalars[index...].starts(with: text.unicodeScalars)
  }

  private mutating func skip(_ text: String) -> Bool {
    guard looksAt(text) else { return false }
    index += text.unicodeScalars.count
    return true
  }

  /// The position in the pattern's UTF-8, for errors.
  private var offset: Int { scalars[..<index].reduce(0) { $0 + UTF8.width($1) } }

  private func syntax(_ message: String) -> PatternError { .syntax(message: message, at: offset) }

  private func unsupported(_ construct: String) -> PatternError {
    .unsupported(construct: construct, at: offset)
  }

  // MARK: Structure

  private mutating func alternatives() throws(PatternError) -> PatternNode {
    var choices = [try sequence()]
    while skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .alternatives(choices)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" { parts.append(try quantified()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantified() throws(PatternError) -> PatternNode {
    let atom = try atom()
    guard let (minimum, maximum) = try quantifier() else { return atom }
    if case .lookahead = atom { throw unsupported("a repeated look-ahead") }
    if atom.matchesEmpty { throw unsupported("a repetition of what may be empty") }
    if next == "+" { throw unsupported("a possessive quantifier") }
    let lazy = skip("?")
    if try quantifier() != nil { throw unsupported("a quantifier on a quantifier") }
    return .repeated(atom, minimum: minimum, maximum: maximum, lazy: lazy)
  }

  private mutating func quantifier() throws(PatternError) -> (Int, Int?)? {
    if skip("*") { return (0, nil) }
    if skip("+") { return (1, nil) }
    if skip("?") { return (0, 1) }
    guard next == "{" else { return nil }
    let start = index
    index += 1
    let minimum = number()
    let hasComma = skip(",")
    let maximum = hasComma ? number() : minimum
    guard skip("}"), minimum != nil || maximum != nil else {
      index = start
      throw unsupported("a brace that is no quantifier")
    }
    if let minimum, let maximum, minimum > maximum {
      throw syntax("a range of repeats that is empty")
    }
    return (minimum ?? 0, maximum)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, let digit = Int(decimal: scalar) {
      value = min((value ?? 0) * 10 + digit, 1 << 20)
      index += 1
    }
    return value
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    guard let scalar = next else { throw syntax("something is missing at the end") }
    switch scalar {
    case "(": return try group()
    case "[": return .scalar(try bracketed())
    case "\\": return .scalar(try escape())
    case ".":
      index += 1
      return .scalar(ScalarSet("\n").complement)
    case "*", "+", "?": throw syntax("a quantifier with nothing to repeat")
    case "^", "$": throw unsupported("the anchor \(scalar)")
    case "{", "]": throw unsupported("a lone \(scalar)")
    default:
      index += 1
      return .scalar(cased(ScalarSet(scalar)))
    }
  }

  private mutating func group() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    if depth > 32 { throw unsupported("a group more than 32 deep") }
    if skip("(?!") { return try lookahead(negated: true) }
    if skip("(?=") { return try lookahead(negated: false) }
    let outer = ignoresCase
    if skip("(?i:") {
      ignoresCase = true
    } else if !skip("(?:") {
      if looksAt("(?") { throw unsupported("a group that starts with (?") }
      index += 1
    }
    let node = try alternatives()
    ignoresCase = outer
    guard skip(")") else { throw syntax("a group without its ')'") }
    return node
  }

  private mutating func lookahead(negated: Bool) throws(PatternError) -> PatternNode {
    guard case .scalar(let set) = try alternatives() else {
      throw unsupported("a look-ahead of more than one character")
    }
    guard skip(")") else { throw syntax("a group without its ')'") }
    return .lookahead(set, negated: negated)
  }

  // MARK: Sets

  private func cased(_ set: ScalarSet) -> ScalarSet {
    ignoresCase ? set.caseClosed(dialect.version) : set
  }

  /// `[…]`, with ranges, escapes, inner brackets and `&&`.
  private mutating func bracketed() throws(PatternError) -> ScalarSet {
    brackets += 1
    defer { brackets -= 1 }
    if brackets > 32 { throw unsupported("brackets more than 32 deep") }
    index += 1
    let isNegated = skip("^")
    var set = try members()
    while skip("&&") { set = set.intersection(try members()) }
    guard skip("]") else { throw syntax("a '[' without its ']'") }
    return isNegated ? set.complement : set
  }

  /// The union of the members up to `&&` or `]`.
  private mutating func members() throws(PatternError) -> ScalarSet {
    var set = ScalarSet.none
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst, !looksAt("&&") {
      if scalar == "[" {
        set = set.union(looksAt("[:") ? try posixClass() : try bracketed())
      } else {
        set = set.union(cased(try member()))
      }
      isFirst = false
    }
    return set
  }

  /// `[:alpha:]`, `[:^alpha:]`.
  private mutating func posixClass() throws(PatternError) -> ScalarSet {
    let start = index
    index += 2
    let isNegated = skip("^")
    var name = ""
    while let scalar = next, scalar != ":" {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard skip(":]"), let posix = POSIXClass(rawValue: name) else {
      index = start
      throw unsupported("a POSIX bracket")
    }
    let set = ScalarSet(posix, version: dialect.version)
    return isNegated ? set.complement : set
  }

  /// A scalar, a range of scalars, or an escape that names a set.
  private mutating func member() throws(PatternError) -> ScalarSet {
    let low = try memberScalar()
    guard case .scalar(let first) = low else { return try low.asSet() }
    guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
      return ScalarSet(first)
    }
    index += 1
    guard case .scalar(let last) = try memberScalar() else {
      throw syntax("a range without its end")
    }
    guard first <= last else { throw syntax("a range that is upside down") }
    return ScalarSet(first...last)
  }

  private enum Member {
    case scalar(Unicode.Scalar)
    case set(ScalarSet)

    func asSet() throws(PatternError) -> ScalarSet {
      switch self {
      case .scalar(let scalar): ScalarSet(scalar)
      case .set(let set): set
      }
    }
  }

  private mutating func memberScalar() throws(PatternError) -> Member {
    guard let scalar = next else { throw syntax("a '[' without its ']'") }
    if scalar != "\\" {
      index += 1
      return .scalar(scalar)
    }
    if let literal = try literalEscape() { return .scalar(literal) }
    return .set(try setEscape())
  }

  private mutating func escape() throws(PatternError) -> ScalarSet {
    if let literal = try literalEscape() { return cased(ScalarSet(literal)) }
    return try setEscape()
  }

  /// `\n`, `\.`, `\x41`, `\u0041`, …: one scalar; `nil` when the escape names a set.
  private mutating func literalEscape() throws(PatternError) -> Unicode.Scalar? {
    guard index + 1 < scalars.count else { throw syntax("a backslash at the end") }
    let letter = scalars[index + 1]
    let simple: [Unicode.Scalar: Unicode.Scalar] = [
      "n": "\n", "r": "\r", "t": "\t", "f": "\u{C}", "v": "\u{B}", "a": "\u{7}", "e": "\u{1B}",
    ]
    if let scalar = simple[letter] {
      index += 2
      return scalar
    }
    switch letter {
    case "x", "u": return try hexadecimal()
    case "s", "S", "d", "D", "w", "W", "p", "P": return nil
    case _ where letter.isASCII && (letter.properties.isAlphabetic || Int(decimal: letter) != nil):
      throw unsupported("the escape \\\(letter)")
    default:
      index += 2
      return letter
    }
  }

  /// `\xHH`, `\x{H…}`, `\uHHHH`.
  private mutating func hexadecimal() throws(PatternError) -> Unicode.Scalar {
    let isShort = scalars[index + 1] == "x"
    index += 2
    let isBraced = isShort && skip("{")
    var value: UInt32 = 0
    var digits = 0
    while digits < (isBraced ? 8 : isShort ? 2 : 4), let scalar = next,
      let digit = UInt32(hexadecimal: scalar)
    {
      value = value << 4 | digit
      digits += 1
      index += 1
    }
    if isBraced && !skip("}") { throw syntax("a '{' without its '}'") }
    let isComplete = isBraced ? digits > 0 : digits == (isShort ? 2 : 4)
    guard isComplete, let scalar = Unicode.Scalar(value) else {
      throw syntax("a number that is no character")
    }
    return scalar
  }

  /// `\s`, `\D`, `\p{Lu}`, …: a set.
  private mutating func setEscape() throws(PatternError) -> ScalarSet {
    let letter = scalars[index + 1]
    if letter == "p" || letter == "P" { return try property() }
    index += 2
    let set = dialect.set(letter.properties.lowercaseMapping, inBrackets: brackets > 0)
    return letter.properties.isUppercase ? set.complement : set
  }

  /// `\p{Lu}`, `\p{^Lu}`, `\P{Lu}`.
  private mutating func property() throws(PatternError) -> ScalarSet {
    let start = index
    var isNegated = scalars[index + 1] == "P"
    index += 2
    var name = ""
    if skip("{") {
      if skip("^") { isNegated.toggle() }
      while let scalar = next, scalar != "}" {
        name.unicodeScalars.append(scalar)
        index += 1
      }
      guard skip("}") else { throw syntax("a '{' without its '}'") }
    } else {
      // Oniguruma reads \pL as the letters p and L.
      index = start
      throw unsupported("a \\p without braces")
    }
    guard let categories = GeneralCategories(named: name) else {
      index = start
      throw unsupported("the property \(name)")
    }
    let set = ScalarSet(categories, version: dialect.version)
    return isNegated ? set.complement : set
  }
}

extension Int {
  fileprivate init?(decimal scalar: Unicode.Scalar) {
    guard (0x30...0x39).contains(scalar.value) else { return nil }
    self = Int(scalar.value) - 0x30
  }
}

extension UInt32 {
  fileprivate init?(hexadecimal scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39: self = scalar.value - 0x30
    case 0x41...0x46: self = scalar.value - 0x37
    case 0x61...0x66: self = scalar.value - 0x57
    default: return nil
    }
  }
}
