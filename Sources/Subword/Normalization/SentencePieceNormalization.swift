// What a SentencePiece model says about normalization.
//
//     .model  ──▶  SentencePieceNormalization  ──▶  SentencePieceNormalizationStage

/// How a SentencePiece model normalizes.
public struct SentencePieceNormalization: Hashable, Sendable {
  /// Where the space goes that a model adds to each text.
  public enum DummySpace: Hashable, Sendable {
    /// In front (`add_dummy_prefix`).
    case prefix
    /// Behind (`add_dummy_prefix` with `treat_whitespace_as_suffix`).
    case suffix
    /// Nowhere.
    case none
  }

  /// The table of replacements, as the file has it; empty for none.
  public var charsmap: [UInt8]
  /// Where the space goes that is added.
  public var dummySpace: DummySpace
  /// Whether spaces at the ends go, and of several in a row all but one (`remove_extra_whitespaces`).
  public var removesExtraSpaces: Bool
  /// Whether `▁` is written for a space (`escape_whitespaces`).
  public var marksSpaces: Bool
  /// Pieces that stay as they are: the user has defined them.
  public var userDefined: [String]

  /// What sentencepiece does unless a model says otherwise, without replacements.
  public init(
    charsmap: [UInt8] = [], dummySpace: DummySpace = .prefix, removesExtraSpaces: Bool = true,
    marksSpaces: Bool = true, userDefined: [String] = []
  ) {
    self.charsmap = charsmap
    self.dummySpace = dummySpace
    self.removesExtraSpaces = removesExtraSpaces
    self.marksSpaces = marksSpaces
    self.userDefined = userDefined
  }
}

extension SentencePieceNormalization {
  /// Steps of Hugging Face's library that do the same to nearly every text.
  ///
  /// Texts where they don't: where a key of the character map starts another, or crosses a grapheme
  /// cluster; and where a piece that the user has defined would be replaced.
  package var nearestSteps: [Normalizer.Step] {
    var steps: [Normalizer.Step] = charsmap.isEmpty ? [] : [.precompiled(charsmap: charsmap)]
    if removesExtraSpaces {
      // At the end sentencepiece takes off the marks that it has made of spaces, and so a text's own.
      let end = marksSpaces ? "[ ▁]+" : " +"
      steps += [
        .replace(.regex(#"\A +|\#(end)\z"#), content: ""),
        .replace(.regex(" {2,}"), content: " "),
      ]
    }
    let space = marksSpaces ? "▁" : " "
    if dummySpace == .prefix { steps.append(.prepend(space)) }
    if dummySpace == .suffix { steps.append(.replace(.regex(#"(?<=[\s\S])\z"#), content: space)) }
    if marksSpaces { steps.append(.replace(.literal(" "), content: "▁")) }
    return steps
  }
}
