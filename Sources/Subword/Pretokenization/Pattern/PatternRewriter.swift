// Writes a pattern's character classes out as explicit sets, so that ICU's own tables, which differ
// from machine to machine, never decide what a class holds.
//
//     `\p{L}+(?<=x)`  ──▶  PatternRewriter  ──▶  `[A-Za-z…]+(?<=x)`  ──▶  ICUPattern

enum PatternRewriter {
  /// `pattern` with `\p{…}`, `\s`, `\d`, `\w` and their negations replaced by sets.
  ///
  /// - Throws: `syntax` for a property that isn't known.
  static func explicit(
    _ pattern: String, version: UnicodeVersion
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
      if let (set, length) = try set(at: index, of: scalars, version: version) {
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
    at index: Int, of scalars: [Unicode.Scalar], version: UnicodeVersion
  ) throws(PatternError) -> (ScalarSet, Int)? {
    switch scalars[index + 1] {
    case "s": return (ScalarSet(whiteSpaceOf: version), 2)
    case "S": return (ScalarSet(whiteSpaceOf: version).complement(), 2)
    case "d": return (ScalarSet(digitsOf: version), 2)
    case "D": return (ScalarSet(digitsOf: version).complement(), 2)
    case "w": return (ScalarSet(wordCharactersOf: version), 2)
    case "W": return (ScalarSet(wordCharactersOf: version).complement(), 2)
    case "p", "P": return try property(at: index, of: scalars, version: version)
    default: return nil
    }
  }

  private static func property(
    at index: Int, of scalars: [Unicode.Scalar], version: UnicodeVersion
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
    guard let set = ScalarSet(property: name, version: version) else {
      throw .syntax(message: "the property \(name) isn't known", at: index)
    }
    return (isNegated ? set.complement() : set, end + 1 - index)
  }
}
