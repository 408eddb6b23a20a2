// What is done to a text before it is cut into pretokens.
//
//     text  ──▶  Normalizer  ──▶  Pretokenizer
//                    │
//                    └─ describes; NormalizationPipeline does it
//
// A normalizer is a value that files are read into and written from. Read `NormalizationPipeline`
// next: it opens what the steps need and runs them.

/// The steps that turn a text into the form that a vocabulary was learned on.
///
/// A description only: making one costs nothing and can't fail. Two normalizers are equal if they
/// have the same steps for the same version of Unicode.
public struct Normalizer: Hashable, Sendable {
  /// One change of the text.
  @nonexhaustive
  public enum Step: Hashable, Sendable {
    /// Canonical decomposition, then canonical composition.
    case nfc
    /// Canonical decomposition.
    case nfd
    /// Compatibility decomposition, then canonical composition.
    case nfkc
    /// Compatibility decomposition.
    case nfkd
  }

  /// What is done, first to last. Without steps a text stays as it is.
  public var steps: [Step]

  /// The version of Unicode whose characters the steps know. All others they leave alone.
  public var unicode: UnicodeVersion

  /// The normalizer that takes `steps` first to last.
  public init(_ steps: [Step], unicode: UnicodeVersion = .normalization) {
    self.steps = steps
    self.unicode = unicode
  }
}
