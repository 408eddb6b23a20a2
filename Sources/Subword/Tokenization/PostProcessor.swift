// What is done to identifiers behind the model: special tokens around them, offsets trimmed.
//
//     identifiers of one or two texts  ──▶  PostProcessor  ──▶  Encoding
//
// A description; `PostProcessor+Run.swift` does it.

/// The steps of a file's `post_processor`.
public struct PostProcessor: Hashable, Sendable {
  /// One step: what Hugging Face's `tokenizers` does under the name in brackets.
  @nonexhaustive
  public enum Step: Hashable, Sendable {
    /// Puts special tokens where a template says (`TemplateProcessing`).
    case template(EncodingTemplate)
    /// `[CLS]` A `[SEP]` B `[SEP]` (`BertProcessing`).
    case bert(separator: SpecialToken, classifier: SpecialToken)
    /// `<s>` A `</s>` `</s>` B `</s>`, and spaces out of offsets (`RobertaProcessing`).
    case roberta(
      separator: SpecialToken, classifier: SpecialToken, trimsOffsets: Bool, addsPrefixSpace: Bool)
    /// Spaces out of offsets (`ByteLevel`).
    case byteLevel(addsPrefixSpace: Bool, trimsOffsets: Bool, usesPattern: Bool)
  }

  /// A special token as these steps name it.
  public struct SpecialToken: Hashable, Sendable {
    /// Its spelling.
    public var content: String
    /// Its identifier.
    public var id: TokenID

    /// A token of this spelling and identifier.
    public init(_ content: String, id: TokenID) {
      self.content = content
      self.id = id
    }
  }

  /// What is done, first to last.
  public var steps: [Step]

  /// The post-processor that takes `steps` first to last.
  public init(_ steps: [Step]) { self.steps = steps }
}

/// Which special tokens stand where around one text, and around two.
public struct EncodingTemplate: Hashable, Sendable {
  /// A text or a special token, with its type identifier.
  public enum Piece: Hashable, Sendable {
    /// The first text (`A`), or the second (`B`).
    case sequence(isSecond: Bool, typeID: Int)
    /// A special token by its name in ``EncodingTemplate/specialTokens``.
    case special(String, typeID: Int)
  }

  /// What a name stands for: one or several tokens.
  public struct Special: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The identifiers of its tokens.
    public var ids: [TokenID]
    /// The spellings of its tokens.
    public var tokens: [String]

    /// What `name` stands for.
    public init(name: String, ids: [TokenID], tokens: [String]) {
      self.name = name
      self.ids = ids
      self.tokens = tokens
    }
  }

  /// The pieces around one text.
  public var single: [Piece]
  /// The pieces around two texts.
  public var pair: [Piece]
  /// What the names stand for, in the order of the file.
  public var specialTokens: [Special]

  /// A template of these pieces.
  public init(single: [Piece], pair: [Piece], specialTokens: [Special]) {
    self.single = single
    self.pair = pair
    self.specialTokens = specialTokens
  }
}
