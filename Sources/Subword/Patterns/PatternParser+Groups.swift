// What stands in parentheses: groups, looks, flags.

extension PatternParser {
  private static let deepest = 32

  /// `(…)`, and all that begins with `(?`.
  mutating func group() throws(PatternError) -> [Piece] {
    let start = cursor.index
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw cursor.unsupported("a group more than 32 deep") }
    if cursor.looksAt("(*") { throw cursor.unsupported("a call (*…)") }
    if !cursor.looksAt("(?") {
      cursor.index += 1
      return try captured(named: nil)
    }
    // The letters of a plain group are letters of the sequence around it.
    if cursor.skip("(?:") { return try body() }
    if cursor.skip("(?>") { return [.node(.atomic(folded(try body())))] }
    if cursor.skip("(?=") { return try look(.ahead, negated: false, from: start) }
    if cursor.skip("(?!") { return try look(.ahead, negated: true, from: start) }
    if cursor.skip("(?<=") { return try look(.behind, negated: false, from: start) }
    if cursor.skip("(?<!") { return try look(.behind, negated: true, from: start) }
    if cursor.skip("(?<") || dialect.isRust && cursor.skip("(?P<") {
      return try captured(named: try groupName(before: ">"))
    }
    if cursor.skip("(?'") { return try captured(named: try groupName(before: "'")) }
    return try flagged(from: start)
  }

  /// The inside of a group, and its `)`.
  private mutating func body() throws(PatternError) -> [Piece] {
    let outer = flags
    let pieces = try alternatives()
    flags = outer
    guard cursor.skip(")") else { throw cursor.syntax("a group without its ')'") }
    return pieces
  }

  private mutating func captured(
    named name: String?
  ) throws(PatternError) -> [Piece] {
    let number = groups.open(named: name)
    let node = folded(try body())
    groups.close(number)
    return [.node(.group(number, node))]
  }

  private mutating func groupName(before end: String) throws(PatternError) -> String {
    let start = cursor.index
    let name = cursor.take { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first), cursor.skip(end)
    else { throw cursor.syntax("a name of a group that isn't allowed", at: start) }
    return name
  }

  private mutating func look(
    _ direction: PatternNode.Direction, negated: Bool, from start: Int
  ) throws(PatternError) -> [Piece] {
    let outer = isInLookBehind
    if direction == .behind { isInLookBehind = true }
    let inner = folded(try body())
    isInLookBehind = outer
    if direction == .behind { try checkLookBehind(inner, from: start) }
    return [.node(.look(direction, inner, negated: negated))]
  }

  /// The engines must agree on where a look-behind may begin.
  private func checkLookBehind(_ body: PatternNode, from start: Int) throws(PatternError) {
    let strangers = body.nodes { node in
      switch node {
      case .look(_, .scalar, negated: _), .scalar, .sequence, .alternatives, .repeated: false
      case .group, .atomic, .reference, .look: true
      }
    }
    if !strangers.isEmpty {
      throw cursor.unsupported("a look-behind with groups or long looks inside", at: start)
    }
    if PatternSimplifier.simplified(.look(.behind, body, negated: false)).needsUnlimitedLookBehind {
      throw cursor.unsupported("a look-behind without a limit", at: start)
    }
  }

  // MARK: Flags

  /// `(?i)` and `(?i-m:…)`.
  private mutating func flagged(from start: Int) throws(PatternError) -> [Piece] {
    let outer = flags
    defer { flags = outer }
    cursor.index += 2
    try switchFlags(from: start)
    if cursor.skip(":") { return [.node(folded(try body()))] }
    guard cursor.skip(")") else { throw cursor.syntax("flags without their ')'", at: start) }
    if dialect.isRust && start > 0 { throw cursor.unsupported("flags inside a pattern", at: start) }
    // They hold up to the end of the group around, whatever alternatives there are.
    return [.node(folded(try alternatives()))]
  }

  private mutating func switchFlags(from start: Int) throws(PatternError) {
    var isOn = true
    while let letter = cursor.next, letter != ":", letter != ")" {
      switch letter {
      case "-": isOn = false
      case "i": flags.ignoresCase = isOn
      case "x": flags.ignoresSpace = isOn
      case "m" where !dialect.isRust: flags.dotMatchesLineFeed = isOn
      case "s" where dialect.isRust: flags.dotMatchesLineFeed = isOn
      case "s": throw cursor.syntax("the flag s, which is called m here", at: start)
      default:
        throw cursor.unsupported("a group that starts with (?\(letter)", at: start)
      }
      cursor.index += 1
    }
    if cursor.index == start + 2 { throw cursor.syntax("a group without its kind", at: start) }
  }
}

extension PatternNode {
  fileprivate var needsUnlimitedLookBehind: Bool {
    !nodes {
      if case .look(.behind, let body, _) = $0 { body.longestMatch == nil } else { false }
    }.isEmpty
  }
}
