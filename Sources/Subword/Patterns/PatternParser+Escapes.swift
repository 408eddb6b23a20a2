// What a backslash begins.

extension PatternParser {
  /// Outside brackets.
  mutating func escape() throws(PatternError) -> Piece {
    let start = cursor.index
    if let scalar = try literalEscape() { return literal(scalar) }
    if let set = try setEscape(inBrackets: false) { return .node(.scalar(set)) }
    guard let letter = cursor.second else { throw cursor.syntax("a backslash at the end") }
    cursor.index += 2
    switch letter {
    case "A": return .node(.startOfText)
    case "z": return .node(.endOfText)
    case "Z": return .node(.endOfLastLine)
    case "b", "B": return .node(.boundary(of: word, negated: letter == "B"))
    case "R": return .node(.anyLineEnd)
    case "N": return .node(.scalar(ScalarSet("\n").complement))
    case "O": return .node(.scalar(.all))
    case "k": return try namedReference(from: start)
    case "1"..."9":
      cursor.index -= 1
      return try numberedReference(from: start)
    case "G", "K", "X", "y", "Y", "g", "M", "C", "c":
      throw cursor.unsupported("the escape \\\(letter)", at: start)
    default: return literal(letter)
    }
  }

  private var word: ScalarSet {
    mutating get { shorthand("w", inBrackets: false) }
  }

  // MARK: References

  private mutating func numberedReference(from start: Int) throws(PatternError) -> Piece {
    let digits = cursor.index
    let number = cursor.decimal(limit: 1_000) ?? 0
    if number <= 9 || number <= groups.count {
      try checkReference(from: start)
      return .node(try groups.reference(to: number, at: start, cursor))
    }
    cursor.index = digits
    guard let scalar = try octal(digits: 3) else {
      throw cursor.syntax("a reference to a group that isn't there", at: start)
    }
    return literal(scalar)
  }

  private mutating func namedReference(from start: Int) throws(PatternError) -> Piece {
    guard cursor.looksAt("<") || cursor.looksAt("'") else { return literal("k") }
    let end: Unicode.Scalar = cursor.take() == "<" ? ">" : "'"
    let name = cursor.take { $0 != end }
    guard cursor.take() == end else { throw cursor.syntax("a name without its end", at: start) }
    try checkReference(from: start)
    if let number = Int(name) {
      let absolute = number < 0 ? groups.count + 1 + number : number
      guard absolute > 0 else {
        throw cursor.syntax("a reference to a group that isn't there", at: start)
      }
      return .node(try groups.reference(to: absolute, at: start, cursor))
    }
    return .node(try groups.reference(toName: name, at: start, cursor))
  }

  private func checkReference(from start: Int) throws(PatternError) {
    if flags.ignoresCase {
      throw cursor.unsupported("a reference where case doesn't matter", at: start)
    }
  }

  // MARK: Sets

  /// `\s`, `\D`, `\p{Lu}`, …; `nil` when the escape is another one.
  mutating func setEscape(inBrackets: Bool) throws(PatternError) -> ScalarSet? {
    guard let letter = cursor.second else { return nil }
    switch letter {
    case "s", "d", "w", "h", "S", "D", "W", "H":
      cursor.index += 2
      return shorthand(letter, inBrackets: inBrackets)
    case "p", "P": return try property(inBrackets: inBrackets)
    default: return nil
    }
  }

  /// What a letter stands for; in upper case, the complement.
  private mutating func shorthand(_ letter: Unicode.Scalar, inBrackets: Bool) -> ScalarSet {
    let key = inBrackets ? "[\(letter)]" : "\(letter)"
    if let known = named[key] { return known }
    let lower = Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value | 0x20))
    let set = dialect.set(lower, inBrackets: inBrackets)
    named[key] = lower == letter ? set : set.complement
    return lower == letter ? set : set.complement
  }

  /// `\p{Lu}`, `\p{^Lu}`, `\P{Lu}`.
  private mutating func property(inBrackets: Bool) throws(PatternError) -> ScalarSet? {
    let start = cursor.index
    var isNegated = cursor.second == "P"
    cursor.index += 2
    guard cursor.skip("{") else { return try propertyWithoutBraces(isNegated, from: start) }
    if cursor.skip("^") { isNegated.toggle() }
    let name = cursor.take { $0 != "}" }
    guard cursor.skip("}") else { throw cursor.syntax("a '{' without its '}'", at: start) }
    let key = (inBrackets ? "[p" : "p") + (isNegated ? "^" : "{") + name
    if let known = named[key] { return known }
    guard let set = ScalarSet(property: name, dialect, inBrackets: inBrackets) else {
      throw cursor.unsupported("the property \(name)", at: start)
    }
    named[key] = isNegated ? set.complement : set
    return named[key]
  }

  /// Rust's `\pL`; for Oniguruma of this version these are the letters p and L.
  private mutating func propertyWithoutBraces(
    _ isNegated: Bool, from start: Int
  ) throws(PatternError) -> ScalarSet? {
    guard dialect.isRust else {
      cursor.index = start
      return nil
    }
    let name = cursor.take().map { String(Character($0)) } ?? ""
    guard let categories = GeneralCategories(named: name) else {
      throw cursor.unsupported("the property \(name)", at: start)
    }
    let set = ScalarSet(categories, version: dialect.version)
    return isNegated ? set.complement : set
  }

  // MARK: Single scalars

  /// `\n`, `\x41`, `\u0041`, `\012`, `\.`, …; `nil` when the escape is no scalar's in and out of
  /// brackets alike.
  mutating func literalEscape() throws(PatternError) -> Unicode.Scalar? {
    let start = cursor.index
    guard let letter = cursor.second else { throw cursor.syntax("a backslash at the end") }
    cursor.index += 2
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "a": return "\u{7}"
    case "e": return "\u{1B}"
    case "0": return try octal(digits: 2) ?? "\0"
    case "x": return try hexadecimal(from: start)
    case "u":
      let number = cursor.number(radix: 16, digits: 4)
      return try scalar(cursor.index == start + 6 ? number : nil, start)
    case "o" where cursor.looksAt("{"): return try braced(radix: 8, digits: 11, from: start)
    case _ where !letter.isASCII: return letter
    case "a"..."z", "A"..."Z", "1"..."9":
      cursor.index = start
      return nil
    default: return letter
    }
  }

  private func scalar(
    _ number: UInt32?, _ start: Int
  ) throws(PatternError) -> Unicode.Scalar {
    guard let scalar = number.flatMap(Unicode.Scalar.init) else {
      throw cursor.syntax("a number that is no character", at: start)
    }
    return scalar
  }

  /// Up to `count` octal digits, from here on.
  mutating func octal(digits count: Int) throws(PatternError) -> Unicode.Scalar? {
    let start = cursor.index
    guard let number = cursor.number(radix: 8, digits: count) else { return nil }
    guard number < 0x80 else { throw cursor.unsupported("a byte above 7F in octal", at: start) }
    return try scalar(number, start)
  }

  private mutating func braced(
    radix: UInt32, digits: Int, from start: Int
  ) throws(PatternError) -> Unicode.Scalar {
    cursor.index += 1
    let number = cursor.number(radix: radix, digits: digits)
    if number != nil && cursor.next == " " {
      throw cursor.unsupported("several numbers in one escape", at: start)
    }
    guard cursor.skip("}") else { throw cursor.syntax("a '{' without its '}'", at: start) }
    return try scalar(number, start)
  }

  /// `\xHH`, `\x{H…}`.
  private mutating func hexadecimal(from start: Int) throws(PatternError) -> Unicode.Scalar {
    if cursor.looksAt("{") { return try braced(radix: 16, digits: 8, from: start) }
    let number = cursor.number(radix: 16, digits: 2)
    guard let number, number > 0x7F, !dialect.isRust else { return try scalar(number, start) }
    return try utf8(from: UInt8(number), start)
  }

  /// Oniguruma reads `\xC3\xA9` as the bytes of one scalar.
  private mutating func utf8(
    from first: UInt8, _ start: Int
  ) throws(PatternError) -> Unicode.Scalar {
    var bytes = [first]
    while bytes.count < UTF8Scalar.width(first), cursor.skip("\\x") {
      bytes.append(UInt8(cursor.number(radix: 16, digits: 2) ?? 0))
    }
    var (decoder, iterator) = (UTF8(), bytes.makeIterator())
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), iterator.next() == nil else {
      throw cursor.syntax("bytes that are no character", at: start)
    }
    return scalar
  }
}
