// What a caller decides about encoding.

/// What the spelling of a special token in a text is.
///
/// Added tokens that aren't special are found whatever the policy.
public enum SpecialTokenPolicy: Hashable, Sendable {
  /// Text as any other. Nobody who can only write text can then make a special token.
  case text
  /// That token.
  case parse
  /// An error.
  case error
  /// That token if it is one of these spellings; what all others are, `others` says.
  case allowing([String], others: Others)

  /// What special tokens are that aren't among those allowed.
  public enum Others: Hashable, Sendable {
    /// Text as any other.
    case text
    /// An error.
    case error
  }

  /// These special tokens only; all others are text.
  public static func allowing(_ spellings: [String]) -> SpecialTokenPolicy {
    .allowing(spellings, others: .text)
  }
}

/// Whose rule holds: the tokenizer's own, another one, or none.
public enum RuleChoice<Rule: Hashable & Sendable>: Hashable, Sendable {
  /// The tokenizer's own, as its file says it; none if the file says none.
  case own
  /// None.
  case none
  /// This one.
  case custom(Rule)

  /// The rule that holds, for a tokenizer whose own rule is `own`.
  func rule(own: Rule?) -> Rule? {
    switch self {
    case .own: own
    case .none: nil
    case .custom(let rule): rule
    }
  }
}

/// What the caller decides about an encoding.
public struct EncodingOptions: Hashable, Sendable {
  /// What the spelling of a special token in a text is.
  public var specialTokens: SpecialTokenPolicy
  /// What becomes of bytes that are not UTF-8.
  public var invalid: InvalidUTF8
  /// Whether the tokenizer's post-processor adds its special tokens (`[CLS]`, `<s>`, …).
  public var addsSpecialTokens: Bool
  /// Whether texts become shorter.
  public var truncation: RuleChoice<Truncation>
  /// Whether encodings become longer.
  public var padding: RuleChoice<Padding>
  /// What decides, in a model with dropout, which merges are left out: a seed gives the same tokens
  /// each time, and another one others. Each text of a batch has draws of its own.
  public var seed: UInt64

  /// Special tokens as text and none added, ill-formed bytes replaced, lengths as the tokenizer's
  /// file says, the seed 0, unless said otherwise.
  public init(
    specialTokens: SpecialTokenPolicy = .text, invalid: InvalidUTF8 = .replace,
    addsSpecialTokens: Bool = false, truncation: RuleChoice<Truncation> = .own,
    padding: RuleChoice<Padding> = .own, seed: UInt64 = 0
  ) {
    self.specialTokens = specialTokens
    self.invalid = invalid
    self.addsSpecialTokens = addsSpecialTokens
    self.truncation = truncation
    self.padding = padding
    self.seed = seed
  }
}
