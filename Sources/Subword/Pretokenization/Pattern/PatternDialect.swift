// What patterns mean where engines differ.

/// The engine that a pattern was written for, with its version of Unicode.
package struct PatternDialect: Hashable, Sendable {
  package let version: UnicodeVersion
  private let isRust: Bool

  /// The regular expressions of tokenizer.json, which Hugging Face runs on Oniguruma.
  package static let oniguruma = PatternDialect(version: .unicode16, isRust: false)
  /// The expressions that Hugging Face's own pretokenizers have inside, run by Rust's engine.
  package static let rust = PatternDialect(version: .unicode16, isRust: true)

  /// What `\s`, `\d` or `\w` stands for.
  func set(_ letter: String, inBrackets: Bool) -> ScalarSet {
    switch letter {
    case "s": .whiteSpace
    case "d": .digits(version)
    case _ where isRust: .word(.rust, version: version)
    default: .word(inBrackets ? .onigurumaInBrackets : .onigurumaBare, version: version)
    }
  }
}
