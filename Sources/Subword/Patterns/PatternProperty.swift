// What the names in \p{…} stand for.
//
//     \p{Lu}, \p{Han}, \p{Alnum}  ──▶  PatternProperty  ──▶  ScalarSet

extension ScalarSet {
  /// The scalars with the property that a pattern calls `name`; `nil` for names that aren't known.
  ///
  /// Takes general categories, scripts, POSIX names, and the few other properties that tokenizers
  /// use. Case, spaces, `_` and `-` don't count, as in the engines.
  init?(property name: String, _ dialect: PatternDialect, inBrackets: Bool) {
    let version = dialect.version
    let key = String(
      decoding: name.utf8.filter { !UnicodePropertyName.ignored.contains($0) }
        .map(UnicodePropertyName.lowered), as: UTF8.self)
    if let set = Self.derived(key, dialect, inBrackets) ?? Self.binary(key, version) {
      self = set
    } else if let categories = GeneralCategories(named: key) {
      self.init(categories, version: version)
    } else if let posix = POSIXClass(rawValue: key) {
      self.init(posix, version: version)
    } else if let set = ScalarSet(script: key, version) {
      self = set
    } else {
      return nil
    }
  }

  private static func derived(
    _ key: String, _ dialect: PatternDialect, _ inBrackets: Bool
  ) -> ScalarSet? {
    switch key {
    case "any": .all
    case "assigned": assigned(dialect.version)
    case "alphabetic": alphabetic(dialect.version)
    case "whitespace", "wspace": .whiteSpace
    case "joincontrol", "joinc": .joinControl
    case "word": dialect.set("w", inBrackets: inBrackets)
    default: nil
    }
  }

  private static func binary(_ key: String, _ version: UnicodeVersion) -> ScalarSet? {
    let long = ["upper": "uppercase", "lower": "lowercase"][key] ?? key
    guard let row = PropertyTables.binary.first(where: { $0.name == long }) else { return nil }
    let set = ScalarSet(row.ranges).intersection(assigned(version))
    // Whatever was a letter of the case then had the property, whatever became of it.
    switch long {
    case "uppercase": return set.union(ScalarSet(.uppercaseLetter, version: version))
    case "lowercase": return set.union(ScalarSet(.lowercaseLetter, version: version))
    default: return set
    }
  }

  /// The scalars of a script; `nil` when that version has none of that name.
  private init?(script key: String, _ version: UnicodeVersion) {
    let number = PropertyTables.names.firstIndex {
      $0.split(separator: " ").contains { $0 == key }
    }
    guard let number else { return nil }
    let runs = PropertyTables.runs.filter { $0 & 0xFF == UInt64(number) }
    let ranges = runs.map { run in
      let (start, count) = (UInt32(run >> 28), UInt32(run >> 8 & 0xF_FFFF))
      return start..<start + count
    }
    let set = ScalarSet(ranges).intersection(.assigned(version))
    if set.isEmpty { return nil }
    self = set
  }
}
