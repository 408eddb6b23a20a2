// What can go wrong with a pattern: while it is read, and while it is run.

/// Why a pattern can't be used, or can't be run to the end of a text.
@nonexhaustive
public enum PatternError: Error, Hashable, Sendable {
  /// The pattern isn't a regular expression. `at` is the byte of the pattern where that shows.
  case syntax(message: String, at: Int)

  /// The pattern is a regular expression, but this construct in it isn't one that we take.
  case unsupported(construct: String, at: Int)

  /// The pattern has more bytes than the limit, or compiles to more than the engine takes.
  case patternTooLarge(bytes: Int)

  /// The text has more bytes than the engine takes.
  case textTooLarge(bytes: Int)

  /// The search that began at this byte of the text took more steps than a search may take.
  case timeLimitExceeded(at: Int)

  /// The search that began at this byte of the text remembered more than a search may remember.
  case stackLimitExceeded(at: Int)

  /// There wasn't memory for the pattern or for a search.
  case outOfMemory

  /// A pretokenizer was asked for pieces of so many characters.
  case pieceLength(Int)

  /// The engine failed for a reason of its own.
  case engine(status: String)
}

extension PatternError: CustomStringConvertible {
  /// What, where, and the mend.
  public var description: String {
    switch self {
    case .syntax(let message, let offset):
      "the pattern is wrong at byte \(offset): \(message)."
    case .unsupported(let construct, let offset):
      "the pattern uses \(construct) at byte \(offset), which isn't supported. Write it without."
    case .patternTooLarge(let bytes):
      "the pattern of \(bytes) bytes is too large. Write its classes and repetitions shorter."
    case .textTooLarge(let bytes):
      "the text of \(bytes) bytes is too long for this pattern: the limit is \(Int32.max). Split it."
    case .timeLimitExceeded(let offset):
      """
      the pattern takes too long on the text at byte \(offset). Take nested repetitions such as \
      (a+)+ out of it, or make them possessive.
      """
    case .stackLimitExceeded(let offset):
      """
      the pattern needs too much memory on the text at byte \(offset). Make its repetitions \
      possessive, or split the text.
      """
    case .outOfMemory:
      "there is no memory left to run the pattern. Split the text, or free memory."
    case .pieceLength(let length):
      "FixedLength can't cut pieces of \(length) characters. Take a length of 1 or more."
    case .engine(let status):
      "the ICU library failed with \(status) on the pattern. Check that it is installed rightly."
    }
  }
}
