// Writes a pattern's character classes out as explicit sets, so that ICU's own tables, which differ
// from machine to machine, never decide what a class holds.
//
//     `\p{L}+(?<=x)`  ──▶  PatternRewriter  ──▶  `[A-Za-z…]+(?<=x)`  ──▶  ICUPattern

enum PatternRewriter {
  /// `pattern` with `\p{…}`, `\s`, `\d`, `\w` and their negations replaced by sets.
  ///
  /// - Throws: `syntax` for a property that isn't known.
  static func explicit(
    _ pattern: String, _ dialect: PatternDialect
  ) throws(PatternError) -> String {
    let scalars = Array(pattern.unicodeScalars)
    var result = ""
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "\\", index + 1 < scalars.count else {
        result.unicodeScalars.append(scalars[index])
        index += 1
        continue
      }
      if let (set, length) = try set(at: index, of: scalars, dialect) {
        result += set.regexSource
        index += length
      } else {
        result.unicodeScalars.append(contentsOf: scalars[index...index + 1])
        index += 2
      }
    }
    return result
  }

  /// The set that the escape at `index` names, and how many scalars the escape has.
  private static func set(
    at index: Int, of scalars: [Unicode.Scalar], _ dialect: PatternDialect
  ) throws(PatternError) -> (ScalarSet, Int)? {
    let letter = scalars[index + 1]
    switch letter {
    case "p", "P":
      return try property(at: index, of: scalars, dialect)
    case "s", "S", "d", "D", "w", "W":
      let set = dialect.set(letter.properties.lowercaseMapping, inBrackets: false)
      return (letter.properties.isUppercase ? set.complement : set, 2)
    default:
      return nil
    }
  }

  private static func property(
    at index: Int, of scalars: [Unicode.Scalar], _ dialect: PatternDialect
  ) throws(PatternError) -> (ScalarSet, Int) {
    let rest = scalars[(index + 2)...]
    let isBraced = rest.first == "{"
    let end = isBraced ? rest.firstIndex(of: "}") : rest.indices.first
    guard let end else { throw .syntax(message: "a '{' without its '}'", at: index) }
    var name = String(String.UnicodeScalarView(isBraced ? rest[(index + 3)..<end] : rest[...end]))
    var isNegated = scalars[index + 1] == "P"
    if name.hasPrefix("^") {
      isNegated.toggle()
      name.removeFirst()
    }
    guard let categories = GeneralCategories(named: name) else {
      throw .syntax(message: "the property \(name) isn't known", at: index)
    }
    let set = ScalarSet(categories, version: dialect.version)
    return (isNegated ? set.complement : set, end + 1 - index)
  }
}
