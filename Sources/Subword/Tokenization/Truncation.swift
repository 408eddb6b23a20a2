// How long encodings become: at most so long, at least so long.

/// Cuts encodings that are too long.
public struct Truncation: Hashable, Sendable {
  /// Which of two texts is cut.
  public enum Strategy: Hashable, Sendable, CaseIterable {
    /// The longer one first, token by token.
    case longestFirst
    /// The first only.
    case onlyFirst
    /// The second only.
    case onlySecond
  }

  /// An end of a text.
  public enum Side: Hashable, Sendable, CaseIterable {
    /// The start.
    case left
    /// The end.
    case right
  }

  /// How many tokens stay, special tokens included.
  public var maximumLength: Int
  /// Which of two texts is cut.
  public var strategy: Strategy
  /// How many tokens a window of what was cut off has in common with the one before.
  public var stride: Int
  /// Where tokens go.
  public var side: Side

  /// As Hugging Face's `tokenizers` unless said otherwise.
  public init(
    maximumLength: Int = 512, strategy: Strategy = .longestFirst, stride: Int = 0,
    side: Side = .right
  ) {
    self.maximumLength = maximumLength
    self.strategy = strategy
    self.stride = stride
    self.side = side
  }
}
