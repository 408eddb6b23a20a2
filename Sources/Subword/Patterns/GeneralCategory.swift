// General categories and their groups, under the names that patterns use: `\p{Lu}`, `\p{Letter}`.
//
//     \p{NAME}  ──▶  GeneralCategories(named:)  ──▶  ScalarSet(_:version:)

/// What kind of character a scalar is. Every scalar has exactly one of these.
///
/// The order is that of the generated tables, which store raw values.
package enum GeneralCategory: UInt8, CaseIterable, Hashable, Sendable {
  case uppercaseLetter, lowercaseLetter, titlecaseLetter, modifierLetter, otherLetter
  case nonspacingMark, spacingMark, enclosingMark
  case decimalNumber, letterNumber, otherNumber
  case connectorPunctuation, dashPunctuation, openPunctuation, closePunctuation
  case initialPunctuation, finalPunctuation, otherPunctuation
  case mathSymbol, currencySymbol, modifierSymbol, otherSymbol
  case spaceSeparator, lineSeparator, paragraphSeparator
  case control, format, surrogate, privateUse, unassigned

  /// The two letters of the Unicode Character Database, e.g. `Lu`.
  package var shortName: String { Self.names[Int(rawValue)].short }
  /// The long name of the Unicode Character Database, e.g. `Uppercase_Letter`.
  package var longName: String { Self.names[Int(rawValue)].long }

  private static let names: [(short: String, long: String)] = [
    ("Lu", "Uppercase_Letter"), ("Ll", "Lowercase_Letter"), ("Lt", "Titlecase_Letter"),
    ("Lm", "Modifier_Letter"), ("Lo", "Other_Letter"),
    ("Mn", "Nonspacing_Mark"), ("Mc", "Spacing_Mark"), ("Me", "Enclosing_Mark"),
    ("Nd", "Decimal_Number"), ("Nl", "Letter_Number"), ("No", "Other_Number"),
    ("Pc", "Connector_Punctuation"), ("Pd", "Dash_Punctuation"), ("Ps", "Open_Punctuation"),
    ("Pe", "Close_Punctuation"), ("Pi", "Initial_Punctuation"), ("Pf", "Final_Punctuation"),
    ("Po", "Other_Punctuation"),
    ("Sm", "Math_Symbol"), ("Sc", "Currency_Symbol"), ("Sk", "Modifier_Symbol"),
    ("So", "Other_Symbol"),
    ("Zs", "Space_Separator"), ("Zl", "Line_Separator"), ("Zp", "Paragraph_Separator"),
    ("Cc", "Control"), ("Cf", "Format"), ("Cs", "Surrogate"), ("Co", "Private_Use"),
    ("Cn", "Unassigned"),
  ]
}

/// A group of general categories, such as `L`, which is `Lu`, `Ll`, `Lt`, `Lm` and `Lo`.
package struct GeneralCategories: OptionSet, Hashable, Sendable {
  /// One bit per category, at the place of its raw value.
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package init(_ category: GeneralCategory) { rawValue = 1 << UInt32(category.rawValue) }

  package static let casedLetter = Self(.uppercaseLetter ... .titlecaseLetter)
  package static let letter = Self(.uppercaseLetter ... .otherLetter)
  package static let mark = Self(.nonspacingMark ... .enclosingMark)
  package static let number = Self(.decimalNumber ... .otherNumber)
  package static let punctuation = Self(.connectorPunctuation ... .otherPunctuation)
  package static let symbol = Self(.mathSymbol ... .otherSymbol)
  package static let separator = Self(.spaceSeparator ... .paragraphSeparator)
  package static let other = Self(.control ... .unassigned)
  package static let any: Self = [
    .letter, .mark, .number, .punctuation, .symbol, .separator, .other,
  ]

  package func contains(_ category: GeneralCategory) -> Bool { contains(Self(category)) }

  private init(_ members: ClosedRange<GeneralCategory>) {
    self.init(
      GeneralCategory.allCases.filter(members.contains).map { GeneralCategories($0) })
  }
}

extension GeneralCategory: Comparable {
  /// The order of the tables, which keeps each group together.
  package static func < (left: GeneralCategory, right: GeneralCategory) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension GeneralCategories {
  /// The category or group that a pattern calls `name`; nil if there is none.
  ///
  /// Takes short and long names as the Unicode Character Database spells them, its older names
  /// (`punct`, `digit`, `cntrl`, `Combining_Mark`). Case, spaces, `_` and `-` don't count.
  package init?(named name: some StringProtocol) {
    guard let found = Self.byName[Self.key(name)] else { return nil }
    self = found
  }

  private static let groupNames: [(String, GeneralCategories)] = [
    ("LC", .casedLetter), ("Cased_Letter", .casedLetter),
    ("L", .letter), ("Letter", .letter),
    ("M", .mark), ("Mark", .mark), ("Combining_Mark", .mark),
    ("N", .number), ("Number", .number), ("digit", Self(.decimalNumber)),
    ("P", .punctuation), ("Punctuation", .punctuation), ("punct", .punctuation),
    ("S", .symbol), ("Symbol", .symbol),
    ("Z", .separator), ("Separator", .separator),
    ("C", .other), ("Other", .other), ("cntrl", Self(.control)),
  ]

  private static let byName: [[UInt8]: GeneralCategories] = {
    var result = Dictionary(
      groupNames.map { (key($0.0), $0.1) }, uniquingKeysWith: { first, _ in first })
    for category in GeneralCategory.allCases {
      result[key(category.shortName)] = Self(category)
      result[key(category.longName)] = Self(category)
    }
    return result
  }()

  /// Bytes, not a `String`: canonically equivalent spellings must not find each other.
  private static func key(_ name: some StringProtocol) -> [UInt8] {
    name.utf8.filter { !UnicodePropertyName.ignored.contains($0) }.map(UnicodePropertyName.lowered)
  }
}

/// How names of properties are compared: UAX #44, rule LM3, without its `is` prefix.
enum UnicodePropertyName {
  static let ignored: [UInt8] = Array(" _-".utf8)

  static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
