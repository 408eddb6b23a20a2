// What `(?i:…)` adds to a class: every scalar with the same simple case folding.
//
//     {k}  ──▶  caseClosed  ──▶  {K, k, U+212A KELVIN SIGN}
//
// Simple foldings map one scalar to one: that ß folds to ss is for `CaseInsensitiveLetters`. The
// Turkic foldings of İ and ı are left out, as engines without a locale do.

extension ScalarSet {
  /// This set and every scalar that a case-insensitive pattern takes for one of its members.
  package func caseClosed(_ version: UnicodeVersion) -> ScalarSet {
    var added: [Range<UInt32>] = []
    for orbit in orbits where UnicodeTables.isKnown(orbit, version) {
      let known = orbit.filter { UnicodeTables.orbitAges[$0].map { $0 <= version } ?? false }
      guard known.contains(where: contains) else { continue }
      added += known.map { $0..<$0 + 1 }
    }
    return ScalarSet(ranges + added)
  }

  /// The orbits that may have a member in this set: of few scalars, those that they are in.
  private var orbits: [[UInt32]] {
    guard count <= Self.few else { return UnicodeTables.orbits }
    return ranges.joined().flatMap { UnicodeTables.orbitsOfScalar[$0] ?? [] }
  }

  private static let few = 256
}

extension UnicodeTables {
  /// Each set of scalars that fold alike, in any version.
  fileprivate static let orbits: [[UInt32]] = {
    var (orbits, orbit): ([[UInt32]], [UInt32]) = ([], [])
    for entry in caseOrbits {
      orbit.append(entry & ~lastOfOrbit)
      guard entry & lastOfOrbit != 0 else { continue }
      orbits.append(orbit)
      orbit.removeAll()
    }
    return orbits
  }()

  fileprivate static let orbitsOfScalar: [UInt32: [[UInt32]]] = Dictionary(
    orbits.flatMap { orbit in orbit.map { ($0, [orbit]) } }, uniquingKeysWith: +)

  /// The version that first has each scalar of an orbit.
  fileprivate static let orbitAges: [UInt32: UnicodeVersion] = {
    var ages: [UInt32: UnicodeVersion] = [:]
    var rest = orbitsOfScalar.keys.sorted()[...]
    forEachRun { scalars, row in
      while let scalar = rest.first, scalar < scalars.upperBound {
        rest.removeFirst()
        if row.category != .unassigned { ages[scalar] = row.age }
      }
    }
    return ages
  }()

  /// Whether `version` has this orbit, of whose members it may lack some.
  fileprivate static func isKnown(_ orbit: [UInt32], _ version: UnicodeVersion) -> Bool {
    version >= .unicode15Dot1 || !caseOrbitsSince15Dot1.contains(orbit[0])
  }

  private static let lastOfOrbit: UInt32 = 1 << 31
}
