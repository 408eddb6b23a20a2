// What a step does that leaves the text as it is: it cuts ranges of it into smaller ones.
//
//     Pretokenizer.Step  ──▶  CuttingStage  ──▶  ranges of a text  ──▶  smaller ranges
//                                 ├─ CompiledPattern: a regular expression, or a class of scalars
//                                 ├─ MatchMergingStage: a pattern whose matches join neighbours
//                                 └─ FixedLengthStage, ScriptStage: what no pattern says
//
// `CompiledPretokenizer` runs one stage behind the other.

import SubwordMemory

/// The stages that steps are, one function or type a file in Steps/.
enum CuttingStages {}

/// Cuts ranges of a text. Immutable: any number of threads may use one.
protocol CuttingStage: Sendable {
  /// Whether no part ever crosses from a scalar that isn't white space to a U+0020, and the text on
  /// both sides is cut as it is cut as a whole.
  var cutsBeforeSpaces: Bool { get }

  /// Whether a text that is taken apart there is cut as a whole one is, but for that place.
  var allowsCutsBeforeSpaces: Bool { get }

  /// Whether ICU runs a pattern of it.
  var usesICU: Bool { get }

  /// Appends the parts of a range of valid UTF-8, from `start` on, until about `limit` parts are
  /// there or `end` is reached. What lies outside the range has no influence.
  ///
  /// - Parameter parts: Grows by the parts, first to last; none is empty.
  /// - Returns: Where to go on; `end` when all is cut.
  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int

  /// Appends the parts of each of `ranges`.
  func cut(
    _ ranges: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError)
}

extension CuttingStage {
  var usesICU: Bool { false }
  var cutsBeforeSpaces: Bool { false }
  var allowsCutsBeforeSpaces: Bool { cutsBeforeSpaces }

  func cut(
    _ ranges: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) {
    for index in 0..<ranges.count {
      let range = ranges[index]
      _ = try cut(text, from: range.start, to: range.end, limit: .max, into: &parts)
    }
  }
}
