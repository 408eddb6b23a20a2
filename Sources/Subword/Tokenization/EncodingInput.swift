// What is encoded: one text or two; each whole, cut into words before, or put together from spans.

/// A part of a text, and whether its author may write special tokens.
///
/// Untrusted text can't make a special token, whatever it spells, on its own or together with its
/// neighbours: where a span ends, text is cut as an added token cuts it. Nothing that is found or
/// made crosses there.
public struct TextSpan: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Whether spellings of special tokens in it are those tokens.
  public var isTrusted: Bool

  /// Text of our own: spellings of special tokens are those tokens.
  public static func trusted(_ text: String) -> TextSpan { TextSpan(text: text, isTrusted: true) }

  /// Text of somebody else: spellings of special tokens are text.
  public static func untrusted(_ text: String) -> TextSpan {
    TextSpan(text: text, isTrusted: false)
  }
}

/// What ``Tokenizer/encode(batch:with:options:threads:)`` encodes: one text or two.
///
/// ```swift
/// try tokenizer.encode(batch: ["a text", .text("a question", pairedWith: "an answer")])
/// ```
public struct EncodingInput: Hashable, Sendable {
  /// One text.
  public enum Source: Hashable, Sendable {
    /// A text as it is.
    case text(String)
    /// A text that was cut into words before, each of which is encoded by itself.
    case words([String])
    /// A text of several authors.
    case spans([TextSpan])
  }

  /// The text, or the first of two.
  public var first: Source
  /// The second text.
  public var second: Source?

  /// One text, or two.
  public init(_ first: Source, pairedWith second: Source? = nil) {
    self.first = first
    self.second = second
  }

  /// A text, or a text and another one.
  public static func text(_ text: String, pairedWith second: String? = nil) -> EncodingInput {
    EncodingInput(.text(text), pairedWith: second.map { .text($0) })
  }

  /// The words of a text, or of two.
  public static func words(
    _ words: [String], pairedWith second: [String]? = nil
  ) -> EncodingInput {
    EncodingInput(.words(words), pairedWith: second.map { .words($0) })
  }

  /// A text of several authors.
  public static func spans(_ spans: [TextSpan]) -> EncodingInput { EncodingInput(.spans(spans)) }
}

extension EncodingInput: ExpressibleByStringLiteral {
  /// A text.
  public init(stringLiteral text: String) { self = .text(text) }
}
