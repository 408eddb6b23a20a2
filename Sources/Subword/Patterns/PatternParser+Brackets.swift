// Classes in brackets: `[^\sa-z]`, `[a-z&&[^aeiou]]`, `[[:alpha:]_]`.

extension PatternParser {
  /// A class, and what it adds where case doesn't matter.
  mutating func bracketed() throws(PatternError) -> PatternNode {
    let start = cursor.index
    let (members, isNegated) = try bracketContents(depth: 1)
    if !flags.ignoresCase { return .scalar(isNegated ? members.complement : members) }
    let (set, foldings) = inAnyCase(members)
    if isNegated { return .scalar(set.complement) }
    if foldings.isEmpty { return .scalar(set) }
    if isInLookBehind {
      throw cursor.unsupported("a class in a look-behind where case doesn't matter", at: start)
    }
    return .alternatives([.scalar(set)] + foldings)
  }

  /// What a class matches where case doesn't matter: scalars, and foldings to several.
  private mutating func inAnyCase(
    _ members: ScalarSet
  ) -> (set: ScalarSet, foldings: [PatternNode]) {
    if let known = closed[members] { return known }
    let set = members.caseClosed(dialect.version)
    // Rust knows no foldings to several scalars.
    let letters = CaseInsensitiveLetters(version: dialect.version)
    let made = (set, foldings: dialect.isRust ? [] : letters.foldings(of: set))
    closed[members] = made
    return made
  }

  /// What stands between the brackets, and whether a `^` negates it.
  private mutating func bracketContents(
    depth: Int
  ) throws(PatternError) -> (members: ScalarSet, isNegated: Bool) {
    if depth > 32 { throw cursor.unsupported("brackets more than 32 deep") }
    cursor.index += 1
    let isNegated = cursor.skip("^")
    var set: ScalarSet?
    repeat {
      let part = try members(isFirst: set == nil, depth: depth)
      set = set?.intersection(part) ?? part
    } while cursor.skip("&&")
    guard cursor.skip("]"), let set else { throw unclosed }
    return (set, isNegated)
  }

  private var unclosed: PatternError { cursor.syntax("a '[' without its ']'") }

  /// What may follow a member: a range after a scalar, nothing after a set.
  private enum Last {
    case scalar(Unicode.Scalar)
    case set
    case range
  }

  /// The union of the members up to `&&` or `]`. Only the very first member may be a `]`.
  private mutating func members(
    isFirst: Bool, depth: Int
  ) throws(PatternError) -> ScalarSet {
    var ranges: [Range<UInt32>] = []
    var last: Last?
    var mayClose = !isFirst
    while !cursor.looksAt("&&") {
      guard let scalar = cursor.next else { throw unclosed }
      if scalar == "]" && mayClose { break }
      mayClose = true
      if scalar == "-", case .scalar(let low) = last, let high = try rangeEnd(above: low) {
        ranges.append(low.value..<high.value + 1)
        last = .range
        continue
      }
      if scalar == "-", case .set = last, !isLastMember {
        throw cursor.syntax("a range that begins with a set")
      }
      if try checkOperator() { continue }
      let member = try member(depth: depth)
      ranges += member.set.ranges
      last = member.scalar.map { .scalar($0) } ?? (member.isBracket ? .range : .set)
    }
    return ScalarSet(ranges)
  }

  /// Whether nothing but the end of the members comes behind the next scalar.
  private var isLastMember: Bool {
    cursor.second == "]"
      || cursor.scalars[(cursor.index + 1)...].starts(with: "&&".unicodeScalars)
  }

  /// Rust subtracts with `--`; Oniguruma has no such thing.
  private func checkOperator() throws(PatternError) -> Bool {
    guard dialect.isRust, cursor.looksAt("--") || cursor.looksAt("~~") else { return false }
    throw cursor.unsupported("an operation on classes")
  }

  /// The end of the range that the `-` here makes with the scalar before it; `nil` where the `-` is
  /// a member.
  private mutating func rangeEnd(
    above low: Unicode.Scalar
  ) throws(PatternError) -> Unicode.Scalar? {
    if isLastMember { return nil }
    let place = cursor.index
    cursor.index += 1
    guard cursor.next != nil else { throw unclosed }
    if cursor.next == "[" { throw cursor.unsupported("a range that ends in a bracket", at: place) }
    guard let high = try member(depth: 0).scalar else {
      throw cursor.syntax("a range that ends in a set", at: place)
    }
    guard low <= high else { throw cursor.syntax("a range that is upside down", at: place) }
    return high
  }

  // MARK: Members

  private struct Member {
    var set: ScalarSet
    var scalar: Unicode.Scalar?
    var isBracket = false

    init(_ set: ScalarSet, isBracket: Bool = false) {
      self.set = set
      self.isBracket = isBracket
    }

    init(_ scalar: Unicode.Scalar) {
      self.scalar = scalar
      set = ScalarSet(scalar)
    }
  }

  private mutating func member(depth: Int) throws(PatternError) -> Member {
    switch cursor.next {
    case "[":
      if let set = try posixClass() { return Member(set) }
      let (members, isNegated) = try bracketContents(depth: depth + 1)
      return Member(isNegated ? members.complement : members, isBracket: true)
    case "\\":
      if let scalar = try literalEscape() { return Member(scalar) }
      if let set = try setEscape(inBrackets: true) { return Member(set) }
      return Member(try letterEscape())
    default:
      return Member(cursor.take() ?? "\0")
    }
  }

  /// The escapes that are letters in brackets only.
  private mutating func letterEscape() throws(PatternError) -> Unicode.Scalar {
    let start = cursor.index
    cursor.index += 1
    if let scalar = try octal(digits: 3) { return scalar }
    guard let letter = cursor.take() else { throw cursor.syntax("a backslash at the end") }
    switch letter {
    case "b": return "\u{8}"
    case "M", "C", "c": throw cursor.unsupported("the escape \\\(letter)", at: start)
    default: return letter
    }
  }

  /// `[:alpha:]`, `[:^alpha:]`; `nil` where another bracket opens.
  private mutating func posixClass() throws(PatternError) -> ScalarSet? {
    let start = cursor.index
    guard cursor.skip("[:") else { return nil }
    let isNegated = cursor.skip("^")
    let name = cursor.take { $0.properties.isAlphabetic }
    guard cursor.skip(":]") && (isNegated || !name.isEmpty) else {
      cursor.index = start
      return nil
    }
    guard let set = posixSet(name) else {
      throw cursor.syntax("the POSIX bracket \(name), which isn't known", at: start)
    }
    return isNegated ? set.complement : set
  }

  private func posixSet(_ name: String) -> ScalarSet? {
    if name == "upper" || name == "lower" {
      return ScalarSet(property: name, dialect, inBrackets: true)
    }
    return POSIXClass(rawValue: name).map { ScalarSet($0, version: dialect.version) }
  }
}
