// What ICU's status codes for regular expressions say in our words.

internal import ICUShim

extension PatternError {
  /// What `status` says of a pattern of so many bytes that ICU stopped reading at `offset`.
  init(compiling status: Int32, bytes: Int, at offset: Int) {
    self =
      switch status {
      case ICUSHIM_OUT_OF_MEMORY: .outOfMemory
      case ICUSHIM_TOO_LARGE, ICUSHIM_REGEX_PATTERN_TOO_BIG: .patternTooLarge(bytes: bytes)
      case ICUSHIM_REGEX_UNIMPLEMENTED: .unsupported(construct: "what ICU lacks", at: offset)
      // ICU has no status of its own for this: its stack of open groups has a fixed size.
      case ICUSHIM_REGEX_INTERNAL:
        .unsupported(construct: "groups or classes nested so deeply", at: offset)
      default:
        Self.syntaxMessage(status).map { .syntax(message: $0, at: offset) } ?? .engine(status)
      }
  }

  /// What `status` says of a search that began at `offset` in a text of so many bytes.
  init(matching status: Int32, bytes: Int, at offset: Int) {
    self =
      switch status {
      case ICUSHIM_OUT_OF_MEMORY: .outOfMemory
      case ICUSHIM_TOO_LARGE: .textTooLarge(bytes: bytes)
      case ICUSHIM_REGEX_TIME_LIMIT, ICUSHIM_REGEX_STOPPED: .timeLimitExceeded(at: offset)
      case ICUSHIM_REGEX_STACK_LIMIT: .stackLimitExceeded(at: offset)
      default: .engine(status)
      }
  }

  private static func engine(_ status: Int32) -> PatternError {
    // SAFETY: the name is a C string in static storage.
    .engine(status: unsafe String(cString: icushim_status_name(status)))
  }

  private static func syntaxMessage(_ status: Int32) -> String? {
    switch status {
    case ICUSHIM_REGEX_SYNTAX: "nothing that is allowed here"
    case ICUSHIM_REGEX_BAD_ESCAPE: "an escape that isn't known"
    case ICUSHIM_REGEX_BAD_PROPERTY: "a property of characters that isn't known"
    case ICUSHIM_REGEX_MISMATCHED_PARENTHESIS: "a parenthesis without its partner"
    case ICUSHIM_REGEX_NUMBER_TOO_BIG: "a number that is too large"
    case ICUSHIM_REGEX_BAD_INTERVAL: "a repetition {…} that isn't numbers"
    case ICUSHIM_REGEX_MAX_LESS_THAN_MIN: "a repetition {n,m} with m below n"
    case ICUSHIM_REGEX_BAD_BACK_REFERENCE: "a reference to a group that isn't there"
    case ICUSHIM_REGEX_BAD_FLAG: "a flag that isn't known"
    case ICUSHIM_REGEX_UNBOUNDED_LOOK_BEHIND: "a look-behind whose length has no limit"
    case ICUSHIM_REGEX_SET_CONTAINS_STRING: "a class with more than single characters in it"
    case ICUSHIM_REGEX_MISSING_BRACKET: "a class without its closing bracket"
    case ICUSHIM_REGEX_BAD_RANGE: "a range in a class that ends before it begins"
    case ICUSHIM_REGEX_BAD_GROUP_NAME: "a name of a group that isn't allowed"
    default: nil
    }
  }
}
