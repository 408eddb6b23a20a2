// Properties by version, names of categories, case folding, and classes written out for ICU.

import Foundation
import Testing

@testable import Subword

@Suite("Properties follow the Unicode version")
struct UnicodePropertyTests {
  static let versions: [UnicodeVersion] = [
    .unicode8, .unicode15, .unicode15Dot1, .unicode16, .unicode17, .unicode18,
  ]

  @Test("in that the categories of each version are disjoint and cover every scalar")
  func categoriesPartition() {
    for version in Self.versions {
      let sets = GeneralCategory.allCases.map { ScalarSet($0, version: version) }
      #expect(sets.reduce(0) { $0 + $1.count } == ScalarSet.all.count, "\(version)")
      #expect(sets.reduce(ScalarSet.none) { $0.union($1) } == .all, "\(version)")
      #expect(sets.last == ScalarSet.assigned(version).complement, "\(version)")
    }
  }

  @Test("in that the number of assigned scalars is the published one")
  func assignedCounts() {
    // Graphic, format and control characters as published for each version, and private use.
    let published: [(UnicodeVersion, Int)] = [
      (.unicode15, 149_186), (.unicode15Dot1, 149_813), (.unicode16, 154_998),
      (.unicode17, 159_801),
    ]
    for (version, characters) in published {
      // The published figure leaves out the 65 controls.
      #expect(ScalarSet.assigned(version).count == characters + 65 + 137_468, "\(version)")
    }
  }

  @Test("where a category changed after the scalar was assigned")
  func changedCategories() {
    let changes: [(UInt32, UnicodeVersion, GeneralCategory)] = [
      (0x1171E, .unicode15Dot1, .nonspacingMark), (0x1171E, .unicode16, .spacingMark),
      (0x295, .unicode16, .lowercaseLetter), (0x295, .unicode17, .otherLetter),
      (0x166D, .unicode8, .otherPunctuation), (0x166D, .unicode16, .otherSymbol),
      (0x111C9, UnicodeVersion(major: 7), .unassigned), (0x111C9, .unicode8, .otherPunctuation),
      (0x111C9, .unicode15, .nonspacingMark),
    ]
    for (scalar, version, category) in changes {
      let found = GeneralCategory.allCases.filter {
        ScalarSet($0, version: version).contains(scalar)
      }
      #expect(found == [category], "U+\(String(scalar, radix: 16)) in \(version)")
    }
  }

  @Test("where a scalar became Alphabetic long after it was assigned")
  func changedAlphabetic() {
    #expect(!ScalarSet.alphabetic(.unicode15).contains(0x363))
    #expect(ScalarSet.alphabetic(.unicode16).contains(0x363))
  }

  @Test("and versions outside the tables have no scalars, or those of the newest")
  func outsideTheTables() {
    let (old, new) = (UnicodeVersion(major: 0), UnicodeVersion(major: 255))
    #expect(ScalarSet.assigned(old) == .none)
    #expect(ScalarSet(.unassigned, version: old) == .all)
    #expect(ScalarSet.assigned(new) == .assigned(.unicode18))
  }

  @Test("and versions compare by number, not by spelling")
  func versionOrder() {
    #expect(UnicodeVersion(major: 9) < .unicode15)
    #expect(UnicodeVersion.unicode15 < .unicode15Dot1)
    #expect(UnicodeVersion.unicode15Dot1 < .unicode16)
    #expect(UnicodeVersion.unicode15Dot1.description == "15.1")
  }
}

@Suite("A category is found by its names")
struct GeneralCategoryNameTests {
  @Test("short, long, and in any case with or without separators")
  func names() {
    for category in GeneralCategory.allCases {
      let (short, long) = (category.shortName, category.longName)
      for name in [short, long, long.uppercased(), long.replacing("_", with: " ")] {
        #expect(GeneralCategories(named: name) == GeneralCategories(category), "\(name)")
      }
    }
    #expect(GeneralCategories(named: "Letter") == .letter)
    #expect(GeneralCategories(named: "punct") == .punctuation)
  }

  @Test("and no other word is a name, not even a canonically equivalent one")
  func noNames() {
    for name in ["", "Lx", "Letters", "L\u{301}", "\u{212A}", "Lu ,"] {
      #expect(GeneralCategories(named: name) == nil, "\(name)")
    }
  }

  @Test("and each group is the union of the categories that share its letter")
  func groups() {
    for category in GeneralCategory.allCases {
      let group = GeneralCategories(named: category.shortName.prefix(1))
      #expect(group?.contains(category) == true, "\(category)")
      #expect(GeneralCategories.any.contains(category), "\(category)")
    }
  }
}

@Suite("Case closure adds what folds alike, and nothing else")
struct SimpleCaseFoldingTests {
  @Test("for letters with three cases, with none, and without a simple folding")
  func samples() {
    let closures: [(Set<UInt32>, Set<UInt32>)] = [
      ([0x73], [0x53, 0x73, 0x17F]), ([0x212A], [0x4B, 0x6B, 0x212A]), ([0x31], [0x31]),
      ([0x49], [0x49, 0x69]), ([0x130], [0x130]), ([0x131], [0x131]), ([0xDF], [0xDF, 0x1E9E]),
      ([0x1C5], [0x1C4, 0x1C5, 0x1C6]), ([0xFB05], [0xFB05, 0xFB06]), ([], []),
    ]
    for (set, closure) in closures {
      #expect(ScalarSet(set).caseClosed(.unicode16) == ScalarSet(closure), "\(set)")
    }
  }

  @Test("and knows neither foldings nor scalars from after the version")
  func versions() {
    #expect(ScalarSet([0xFB05]).caseClosed(.unicode15).count == 1)
    #expect(ScalarSet([0xFB05]).caseClosed(.unicode15Dot1).count == 2)
    #expect(!ScalarSet([0x264]).caseClosed(.unicode15).contains(0xA7CB))
    #expect(ScalarSet([0x264]).caseClosed(.unicode16).contains(0xA7CB))
    #expect(ScalarSet([0xDF]).caseClosed(.unicode17).count == 2)
    #expect(ScalarSet([0xDF]).caseClosed(.unicode18).count == 3)
  }

  @Test("and closing twice is closing once, for every category")
  func idempotent() {
    for category in GeneralCategory.allCases {
      let once = ScalarSet(category, version: .unicode16).caseClosed(.unicode16)
      #expect(once.caseClosed(.unicode16) == once, "\(category)")
    }
  }

  @Test(
    "and closing many scalars at once is closing each",
    arguments: [GeneralCategory.uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .letterNumber])
  func oneByOne(category: GeneralCategory) {
    for version in [UnicodeVersion.unicode15, .unicode16] {
      let set = ScalarSet(category, version: version)
      let each = set.ranges.joined().map { ScalarSet([$0..<$0 + 1]).caseClosed(version) }
      #expect(set.caseClosed(version) == ScalarSet(each.flatMap(\.ranges)), "\(version)")
    }
  }
}

@Suite("A set written out for ICU matches just its members")
struct RegexSourceTests {
  @Test("as an explicit class")
  func spelling() {
    let set = ScalarSet("A"..."Z").union(ScalarSet("\u{1F600}"))
    #expect(set.regexSource == #"[\u0041-\u005A\U0001F600]"#)
    #expect(ScalarSet("]").regexSource == #"[\u005D]"#)
    #expect(ScalarSet.none.regexSource == #"[^\u0000-\U0010FFFF]"#)
    #expect(ScalarSet.all.regexSource == #"[\u0000-\uD7FF\uE000-\U0010FFFF]"#)
  }

  @Test("on every scalar, though ICU's own tables are of another version")
  func throughICU() throws {
    let letters = ScalarSet(.letter, version: .unicode18)
    for set in [letters, letters.complement, .whiteSpace, .none, .all] {
      let found = try Self.matches(of: set.regexSource)
      let wrong = found.subtracting(set).union(set.subtracting(found))
      #expect(wrong.isEmpty, "\(wrong.ranges.prefix(3)) of \(set.regexSource.prefix(60))…")
    }
  }

  /// What `pattern` matches in a text of all scalars, ascending.
  static func matches(of pattern: String) throws -> ScalarSet {
    let scalars = ScalarSet.all.ranges.joined().compactMap { Unicode.Scalar($0) }
    let text = String(String.UnicodeScalarView(scalars))
    let units = Array(text.utf16)
    // No group around the class: ICU repeats a bare class without a stack frame per scalar.
    let regex = try NSRegularExpression(pattern: pattern + "+")
    let whole = NSRange(location: 0, length: units.count)
    return ScalarSet(
      regex.matches(in: text, range: whole).flatMap { match in
        let matched = units[match.range.location..<match.range.location + match.range.length]
        let scalars = String(decoding: matched, as: UTF16.self).unicodeScalars
        return scalars.map { $0.value..<$0.value + 1 }
      })
  }
}
