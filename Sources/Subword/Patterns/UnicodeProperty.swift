// Sets of scalars by property, for one Unicode version, from the pinned tables.
//
//     UnicodeTables.runs ──▶ rows cut back to a version ──▶ ScalarSet
//
// Nothing here asks the system's ICU or Swift's own tables: ids must not depend on a machine.
// Each call walks all runs: keep the set, don't ask again per text.

extension ScalarSet {
  /// The scalars of a general category, in one version of Unicode.
  package init(_ category: GeneralCategory, version: UnicodeVersion) {
    self.init(GeneralCategories(category), version: version)
  }

  /// The scalars of a group of general categories, in one version of Unicode.
  package init(_ categories: GeneralCategories, version: UnicodeVersion) {
    var members: [Range<UInt32>] = []
    UnicodeTables.forEachRun { scalars, row in
      let category = row.age <= version ? row.category : .unassigned
      if categories.contains(category) { members.append(scalars) }
    }
    let history = Self.formerCategories(version)
    let changed = ScalarSet(history.map { $0.scalar..<$0.scalar + 1 })
    let former = history.filter { categories.contains($0.category) }
    self = ScalarSet(members).subtracting(changed)
      .union(ScalarSet(former.map { $0.scalar..<$0.scalar + 1 }))
  }

  /// The scalars that had another category in `version` than they have now, and which one.
  private static func formerCategories(
    _ version: UnicodeVersion
  ) -> [(scalar: UInt32, category: GeneralCategory)] {
    let later = UnicodeTables.categoryChanges.filter { version.packed < $0.before }
    guard !later.isEmpty else { return [] }
    let assigned = Self.assigned(version)
    return later.compactMap { change in
      guard assigned.contains(change.scalar) else { return nil }
      return GeneralCategory(rawValue: change.category).map { (change.scalar, $0) }
    }
  }

  /// The scalars that `version` assigns: those of any category but Cn.
  package static func assigned(_ version: UnicodeVersion) -> ScalarSet {
    var members: [Range<UInt32>] = []
    UnicodeTables.forEachRun { scalars, row in
      if row.category != .unassigned, row.age <= version { members.append(scalars) }
    }
    return ScalarSet(members)
  }

  /// `\p{Alphabetic}`: letters, letter-like numbers and symbols, and the marks that spell.
  package static func alphabetic(_ version: UnicodeVersion) -> ScalarSet {
    var members: [Range<UInt32>] = []
    UnicodeTables.forEachRun { scalars, row in
      if row.isAlphabetic, row.age <= version { members.append(scalars) }
    }
    guard version < .unicode16 else { return ScalarSet(members) }
    return ScalarSet(members).subtracting(ScalarSet(UnicodeTables.alphabeticSince16))
  }

  /// `\p{White_Space}`, which is also `\s`, the same in every version since 6.3.
  package static let whiteSpace = ScalarSet(UnicodeTables.whiteSpace)

  /// `\p{Join_Control}`: ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER.
  package static let joinControl = ScalarSet("\u{200C}"..."\u{200D}")
}

extension UnicodeTables {
  /// What the table says about the scalars of a run.
  struct Row {
    let category: GeneralCategory
    /// The version that assigned them; nothing reads it where `category` is unassigned.
    let age: UnicodeVersion
    let isAlphabetic: Bool

    init(packed: UInt32) {
      // A generated raw value is always a category; the fallback keeps a damaged table from trapping.
      category = GeneralCategory(rawValue: UInt8(packed >> 6 & 31)) ?? .unassigned
      age = UnicodeVersion(packed: UnicodeTables.ages[Int(packed >> 1 & 31)])
      isAlphabetic = packed & 1 == 1
    }
  }

  /// Calls `body` with each run of code points and its row, ascending.
  static func forEachRun(_ body: (Range<UInt32>, Row) -> Void) {
    for index in runs.indices {
      let start = runs[index] >> 11
      let end = index + 1 < runs.count ? runs[index + 1] >> 11 : 0x11_0000
      body(start..<end, Row(packed: runs[index]))
    }
  }
}
