// One step from tokens to text, ready to run.
//
// What the steps mean is in `ReferenceDetokenizer`, which does them on a whole list at once.

/// Does what one ``Detokenizer/Step`` describes, on a list that comes in parts.
///
/// Whatever the parts are, all results together are the same.
protocol DetokenizerStage: Sendable {
  /// Takes the next part of the list, and appends to `result` what can be said already.
  ///
  /// - Parameter isLast: Whether the list ends here. Nothing may follow then.
  mutating func run(_ tokens: TokenList, isLast: Bool, into result: inout TokenList)

  /// How many bytes wait to be appended.
  var heldByteCount: Int { get }

  /// What went wrong first.
  var failure: TokenDecodingError? { get }
}

extension DetokenizerStage {
  var heldByteCount: Int { 0 }
  var failure: TokenDecodingError? { nil }
}

/// What stages have to know beside their step.
struct DetokenizerContext {
  /// What becomes of bytes that are no UTF-8.
  var invalid: InvalidUTF8
  /// Whether somebody wants to know where the text comes from.
  var tracksOrigins: Bool
}
