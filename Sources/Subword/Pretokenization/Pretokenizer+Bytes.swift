// Whether pretokens are bytes.

extension Pretokenizer {
  /// Whether the last step is `byteLevel`: pretokens then are the text's bytes.
  package var endsInBytes: Bool {
    if case .byteLevel = steps.last { true } else { false }
  }

  /// The steps that cut, for a `byteLevel` at the end that does nothing else.
  var withoutBytes: Pretokenizer {
    guard case .byteLevel(false, _, let usesPattern) = steps.last else { return self }
    return Pretokenizer(steps.dropLast() + (usesPattern ? Pretokenizer.gpt2.steps : []))
  }
}
