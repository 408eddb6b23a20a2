// A regular expression's run over texts, by ICU.

internal import ICUShim

/// Finds the matches of one pattern in one text after the other.
///
/// Belongs to one thread; any number of matchers may share a pattern.
@safe
package final class ICUMatcher {
  /// What the search for one match may cost before it ends with an error.
  ///
  /// A text of more than 10 MB may take more steps (one unit for 1,000 bytes), one of more than
  /// 20 MB more seconds (one for a megabyte): a search that finds nothing goes through all of it.
  package struct Limits: Hashable, Sendable {
    /// How often the search may note a state to come back to, in units of 10,000. Which text is
    /// too hard depends on this number alone, not on the speed of the machine.
    package var steps: Int32 = 10_000

    /// How many bytes these states may take.
    package var stackBytes: Int32 = 64 << 20

    /// When to give up on a search that notes no states, and so takes no steps, yet goes on.
    package var seconds: Int32 = 20

    package init() {}
  }

  private let handle: OpaquePointer

  /// Opens a matcher of `pattern`.
  package init(_ pattern: ICUPattern, limits: Limits = Limits()) throws(PatternError) {
    unsafe handle = try pattern.openMatcher(limits)
  }

  deinit {
    // SAFETY: nobody else has the handle.
    unsafe icushim_matcher_close(handle)
  }

  /// Appends the byte range of each match in `text`, first to last.
  ///
  /// Matches don't overlap: each search begins where the last match ended, and one scalar further
  /// if that match was empty. Empty matches are appended too.
  ///
  /// - Parameters:
  ///   - text: UTF-8. May be empty; what isn't valid is matched as U+FFFD.
  ///   - ranges: Grows by the matches. After an error it holds those before it.
  /// - Throws: ``PatternError`` if a search exceeds a limit, or the text is longer than ICU takes.
  package func matches(
    in text: Span<UInt8>, into ranges: inout [Range<Int>]
  ) throws(PatternError) {
    // SAFETY: the shim holds on to the text until `end_text`, which comes before the buffer ends.
    try unsafe text.withUnsafeBufferPointer { bytes throws(PatternError) in
      defer { unsafe icushim_matcher_end_text(handle) }
      let status = unsafe icushim_matcher_begin_text(handle, bytes.baseAddress, bytes.count)
      guard status == ICUSHIM_OK else {
        throw PatternError(matching: status, bytes: bytes.count, at: 0)
      }
      while try appendSome(to: &ranges) {}
    }
  }

  /// Appends the next matches, and says whether there may be more.
  private func appendSome(to ranges: inout [Range<Int>]) throws(PatternError) -> Bool {
    var bounds = InlineArray<512, Int32>(repeating: 0)
    let capacity = Int32(bounds.count / 2)
    var (count, position): (Int32, Int32) = (0, 0)
    var room = bounds.mutableSpan
    // SAFETY: the room is for two numbers a match, and the shim is told for how many.
    let status = unsafe room.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress else { return ICUSHIM_OUT_OF_MEMORY }
      return unsafe icushim_matcher_next(handle, start, capacity, &count, &position)
    }
    for match in 0..<Int(count) {
      ranges.append(Int(bounds[2 * match])..<Int(bounds[2 * match + 1]))
    }
    guard status == ICUSHIM_OK else {
      throw PatternError(matching: status, bytes: 0, at: Int(position))
    }
    return count == capacity
  }
}
