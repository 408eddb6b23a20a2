// What `(?i:…)` adds to a class: every scalar with the same simple case folding.
//
//     {k}  ──▶  caseClosed  ──▶  {K, k, U+212A KELVIN SIGN}
//
// Simple foldings map one scalar to one: that ß folds to ss is for `CaseInsensitiveLetters`. The
// Turkic foldings of İ and ı are left out, as engines without a locale do.

extension ScalarSet {
  /// This set and every scalar that a case-insensitive pattern takes for one of its members.
  package func caseClosed(_ version: UnicodeVersion) -> ScalarSet {
    let assigned = ScalarSet.assigned(version)
    var added: [Range<UInt32>] = []
    UnicodeTables.forEachCaseOrbit(version) { orbit in
      let known = orbit.filter(assigned.contains)
      guard known.contains(where: contains) else { return }
      added += known.map { $0..<$0 + 1 }
    }
    return ScalarSet(ranges + added)
  }
}

extension UnicodeTables {
  /// Calls `body` with each set of scalars that fold alike, also those that `version` lacks.
  fileprivate static func forEachCaseOrbit(
    _ version: UnicodeVersion, _ body: ([UInt32]) -> Void
  ) {
    var orbit: [UInt32] = []
    for entry in caseOrbits {
      orbit.append(entry & ~lastOfOrbit)
      guard entry & lastOfOrbit != 0 else { continue }
      if version >= .unicode15Dot1 || !caseOrbitsSince15Dot1.contains(orbit[0]) { body(orbit) }
      orbit.removeAll(keepingCapacity: true)
    }
  }

  private static let lastOfOrbit: UInt32 = 1 << 31
}
