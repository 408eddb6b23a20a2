// What patterns mean where engines differ.

/// The engine that a pattern was written for, with its version of Unicode.
package struct PatternDialect: Hashable, Sendable {
  package let version: UnicodeVersion
  let isRust: Bool

  /// The regular expressions of tokenizer.json, which Hugging Face runs on Oniguruma.
  package static let oniguruma = PatternDialect(.huggingFace)
  /// The expressions that Hugging Face's own pretokenizers have inside, and those of tiktoken: run
  /// by Rust's engines.
  package static let rust = PatternDialect(.tiktoken)

  /// The dialect of the patterns that a tokenizer brings.
  package init(_ unicode: UnicodeProfile) {
    version = unicode.patterns
    isRust = unicode.patternEngine == .rust
  }

  /// What `\s`, `\d`, `\w` or `\h` stands for.
  func set(_ letter: Unicode.Scalar, inBrackets: Bool) -> ScalarSet {
    switch letter {
    case "s": .whiteSpace
    case "d": .digits(version)
    case "h": ScalarSet(.xdigit, version: version)
    case _ where isRust: .word(.rust, version: version)
    default: .word(inBrackets ? .onigurumaInBrackets : .onigurumaBare, version: version)
    }
  }
}
