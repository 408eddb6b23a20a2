// The shorthand classes of patterns, as the engines have them whose ids we answer to.
//
// `\s` and `\d` are the same everywhere; `\w` isn't. Oniguruma (Hugging Face's `Split`) and Rust's
// regex (tiktoken, Hugging Face's `Whitespace`) were asked about every scalar;
// `Fixtures/unicode/reference-classes.txt` has the digests of what they said.

/// Whose idea of a word character a pattern means.
package enum WordCharacters: Hashable, Sendable {
  /// Oniguruma's `\w` and `\p{Word}` in brackets, and its `[[:word:]]`: Alphabetic, marks, decimal
  /// digits, connectors.
  case onigurumaInBrackets
  /// Oniguruma's `\w`, `\W` and `\p{Word}` outside brackets: the same and ² ³ ¹ ¼ ½ ¾.
  case onigurumaBare
  /// Rust's `\w`, wherever it stands: as in Oniguruma's brackets, and Join_Control.
  case rust
}

extension ScalarSet {
  /// `\w`, in the meaning of `characters`.
  package static func word(
    _ characters: WordCharacters, version: UnicodeVersion
  ) -> ScalarSet {
    let posix = alphabetic(version).union(ScalarSet([.mark, .digit, .connector], version: version))
    return switch characters {
    case .onigurumaInBrackets: posix
    case .onigurumaBare: posix.union(latin1Numbers)
    case .rust: posix.union(joinControl)
    }
  }

  /// `\d`: the decimal digits of every script, Nd.
  package static func digits(_ version: UnicodeVersion) -> ScalarSet {
    ScalarSet(.decimalNumber, version: version)
  }

  /// The numbers other than digits below U+0100, which Oniguruma keeps in a table of single bytes.
  private static let latin1Numbers = ScalarSet([
    0xB2..<0xB4, 0xB9..<0xBA, 0xBC..<0xBF,
  ])
}

/// A class in POSIX's notation, `[[:alpha:]]`, as Oniguruma reads it: over all of Unicode.
package enum POSIXClass: String, CaseIterable, Hashable, Sendable {
  case alnum, alpha, ascii, blank, cntrl, digit, graph, print, punct, space, word, xdigit
}

extension ScalarSet {
  /// The members of `[[:alpha:]]` and its like, in one version of Unicode.
  package init(_ posix: POSIXClass, version: UnicodeVersion) {
    self =
      switch posix {
      case .alnum: Self.alphabetic(version).union(.digits(version))
      case .alpha: Self.alphabetic(version)
      case .ascii: ScalarSet("\0"..."\u{7F}")
      case .blank: ScalarSet(.spaceSeparator, version: version).union(ScalarSet("\t"))
      case .cntrl: ScalarSet(.control, version: version)
      case .digit: Self.digits(version)
      case .graph: Self.graphic(version)
      case .print: Self.graphic(version).union(ScalarSet(.spaceSeparator, version: version))
      case .punct: ScalarSet([.punctuation, .symbol], version: version)
      case .space: Self.whiteSpace
      case .word: Self.word(.onigurumaInBrackets, version: version)
      case .xdigit: ScalarSet([0x30..<0x3A, 0x41..<0x47, 0x61..<0x67])
      }
  }

  private static func graphic(_ version: UnicodeVersion) -> ScalarSet {
    assigned(version).subtracting(whiteSpace).subtracting(ScalarSet(.control, version: version))
  }
}

extension GeneralCategories {
  fileprivate static let connector = Self(.connectorPunctuation)
  fileprivate static let digit = Self(.decimalNumber)
}
