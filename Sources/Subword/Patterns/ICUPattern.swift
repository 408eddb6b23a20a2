// Regular expressions that our own compiler doesn't cover, run by ICU.
//
//     pattern  ──▶  ICUPattern  ──▶  ICUMatcher, one for each thread  ──▶  byte ranges of a text
//
// The unsafe code of regular expressions is in this file and in `ICUMatcher.swift`. What classes
// such as \p{L} mean depends on the ICU of the machine: whoever makes the pattern writes them out.

internal import ICUShim

/// A compiled regular expression in ICU's syntax.
///
/// `.`, `^` and `$` know one line end, the line feed; `^` and `$` are the ends of the text unless
/// the pattern says `(?m)`. An escaped letter that has no meaning is an error.
///
/// Immutable, so that one value serves any number of threads.
@safe
package final class ICUPattern: Sendable {
  /// The most bytes that a pattern may have.
  package static let maximumLength = 1 << 20

  // SAFETY: set once; what it points to is never changed before `deinit` frees it.
  private nonisolated(unsafe) let handle: OpaquePointer

  /// Compiles `pattern`, which is UTF-8.
  package init(_ pattern: [UInt8]) throws(PatternError) {
    guard pattern.count <= Self.maximumLength else {
      throw .patternTooLarge(bytes: pattern.count)
    }
    if let offset = pattern.firstInvalidUTF8 {
      throw .syntax(message: "this isn't UTF-8", at: offset)
    }
    var handle: OpaquePointer?
    var (line, column): (Int32, Int32) = (0, 0)
    // SAFETY: the shim reads the bytes during the call only, and writes one pointer, if it
    // succeeds, and two numbers.
    let status = unsafe pattern.withUnsafeBufferPointer { bytes in
      unsafe icushim_pattern_open(bytes.baseAddress, bytes.count, &handle, &line, &column)
    }
    guard let handle = unsafe handle else {
      let offset = pattern.offset(line: Int(line), column: Int(column))
      throw PatternError(compiling: status, bytes: pattern.count, at: offset)
    }
    unsafe self.handle = handle
  }

  /// Compiles `pattern`.
  package convenience init(_ pattern: String) throws(PatternError) {
    try self.init(Array(pattern.utf8))
  }

  deinit {
    // SAFETY: nobody else has the handle; open matchers hold what they need of it themselves.
    unsafe icushim_pattern_close(handle)
  }

  /// Appends the byte range of each match in `text`, first to last.
  ///
  /// Opens a matcher for the one text. Keep one of your own if there are many.
  package func matches(
    in text: Span<UInt8>, into ranges: inout [Range<Int>]
  ) throws(PatternError) {
    try ICUMatcher(self).matches(in: text, into: &ranges)
  }

  /// Opens the handle of a matcher, which the caller has to close.
  func openMatcher(_ limits: ICUMatcher.Limits) throws(PatternError) -> OpaquePointer {
    var matcher: OpaquePointer?
    let limits = icushim_limits(
      steps: limits.steps, stack_bytes: limits.stackBytes, seconds: limits.seconds)
    // SAFETY: cloning only reads what the handle points to, so it may happen on many threads.
    let status = unsafe icushim_matcher_open(handle, limits, &matcher)
    guard let matcher = unsafe matcher else {
      throw PatternError(matching: status, bytes: 0, at: 0)
    }
    return unsafe matcher
  }
}

extension [UInt8] {
  /// Where the first byte is that isn't valid UTF-8, or `nil` if all is.
  fileprivate var firstInvalidUTF8: Int? {
    var (decoder, bytes, offset) = (UTF8(), makeIterator(), 0)
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): offset += UTF8.width(scalar)
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }

  /// The byte behind the first `column` scalars of `line`, as ICU counts them: lines from 1, and
  /// of a carriage return with a line feed the line feed isn't counted.
  fileprivate func offset(line: Int, column: Int) -> Int {
    var (currentLine, currentColumn, offset) = (1, 0, 0)
    var previous: Unicode.Scalar = "\0"
    for scalar in String(decoding: self, as: UTF8.self).unicodeScalars {
      if currentLine == line, currentColumn == column { break }
      offset += UTF8.width(scalar)
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r", "\n", "\u{85}", "\u{2028}": (currentLine, currentColumn) = (currentLine + 1, 0)
      default: currentColumn += 1
      }
      previous = scalar
    }
    return offset
  }
}
