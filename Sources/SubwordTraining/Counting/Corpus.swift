// What is counted: files or texts, and what one text is.

public import Subword

/// The text that a vocabulary is learnt from.
public struct Corpus: Sendable {
  /// What is one text; pretokens never cross the end of a text.
  public enum Format: Hashable, Sendable {
    /// A whole file.
    case text
    /// A line, its line feed included.
    case lines
    /// A JSON string on a line of its own; with a field, that field of a JSON object.
    case jsonLines(field: String?)
  }

  package enum Source: Sendable {
    case file(String)
    case text([UInt8])
  }

  package let sources: [Source]
  package let format: Format
  package let invalid: InvalidUTF8

  /// Files by name; `-` is standard input.
  public init(files: [String], format: Format = .text, invalid: InvalidUTF8 = .replace) {
    sources = files.map { .file($0) }
    self.format = format
    self.invalid = invalid
  }

  /// Texts in memory.
  public init(_ texts: some Sequence<String>) {
    sources = texts.map { .text(Array($0.utf8)) }
    format = .text
    invalid = .replace
  }
}
