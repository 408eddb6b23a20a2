// What of a tokenizer has no place in a format.
//
// A loss that changes identifiers is one that changes them on some text; whether it does is compared
// afterwards. All others change what is made of identifiers, or what stands around them.

extension Conversion {
  /// What both formats of ranks leave out.
  mutating func listRankLosses(of source: BPETokenizer) {
    listNormalizer(of: source)
    let options = source.model.options
    if options.dropout != nil { lose("dropout", changesIdentifiers: true) }
    if !options.continuingPrefix.isEmpty || !options.endOfWordSuffix.isEmpty {
      lose("prefix and suffix of tokens", changesIdentifiers: true)
    }
    let added = source.addedTokens
    if added.contains(where: { !$0.isSpecial }) {
      lose("that some added tokens are found in every text", changesIdentifiers: true)
    }
    if added.contains(where: { $0.isSingleWord || $0.stripsLeft || $0.stripsRight }) {
      lose("what added tokens do to the text beside them")
    }
    if !source.mergesFollowIdentifiers { lose("that merges have another order than identifiers") }
    listNames(of: source)
    if source.hasTokensWithoutText { lose("tokens that no text becomes") }
    listLengths(of: source)
    listDecoder(of: source)
  }

  /// What tekken.json leaves out beside that: it has a text between `<s>` and `</s>`.
  mutating func listTekkenLosses(of source: BPETokenizer) {
    func named(_ name: String) -> AddedToken? { source.addedTokens.first { $0.content == name } }
    let own = PostProcessor.around(start: named("<s>"), end: named("</s>"))
    if source.tokenizer.postProcessor.addedTokens != own.addedTokens {
      lose("which tokens stand around a text")
    }
  }

  /// What vocab.json and merges.txt leave out: they hold the model alone, and GPT-2's way to cut text
  /// is meant.
  mutating func listPairLosses(of source: BPETokenizer) {
    listNormalizer(of: source)
    if source.model.units != .bytes {
      lose("that tokens are of characters", changesIdentifiers: true)
    } else if !source.tokenizer.pretokenizer.isGPT2 {
      lose("the pretokenizer", changesIdentifiers: true)
    }
    let options = source.model.options
    var unusual = options
    unusual.ranksTokens = false
    if unusual != BPEModel.Options() { lose("the model's options", changesIdentifiers: true) }
    if source.model.unknown != nil { lose("which token stands for what is unknown") }
    if options.ranksTokens { lose("the equal ranks of merges that make one token") }
    let added = source.addedTokens
    if !added.isEmpty {
      lose("which tokens are added ones", changesIdentifiers: added.contains { !$0.isSpecial })
    }
    if !source.tokenizer.postProcessor.addedTokens.isEmpty { lose("the tokens around a text") }
    listLengths(of: source)
    listDecoder(of: source)
    listNames(of: source)
  }

  mutating func listNames(of source: BPETokenizer) {
    guard let names = source.tokenizer.specialTokenNames, names != SpecialTokenNames() else {
      return
    }
    lose("what special tokens are for")
  }

  private mutating func listNormalizer(of source: BPETokenizer) {
    if source.tokenizer.normalizer.map({ !$0.steps.isEmpty }) ?? false {
      lose("the normalizer", changesIdentifiers: true)
    }
  }

  private mutating func listLengths(of source: BPETokenizer) {
    if source.tokenizer.truncation != nil { lose("truncation") }
    if source.tokenizer.padding != nil { lose("padding") }
  }

  private mutating func listDecoder(of source: BPETokenizer) {
    let steps = source.tokenizer.detokenizer.steps
    if steps.count == 1, case .byteLevel = steps[0] { return }
    lose("the decoder")
  }
}

extension BPETokenizer {
  /// Whether a merge that comes later makes a token that comes later.
  fileprivate var mergesFollowIdentifiers: Bool {
    zip(model.merges, model.merges.dropFirst()).allSatisfy { $0.result <= $1.result }
  }

  /// Whether a token that isn't an added one is met by its identifier only.
  fileprivate var hasTokensWithoutText: Bool {
    let added = Set(addedTokens.map(\.id))
    return vocabulary.identifiers.contains { id in
      guard let token = vocabulary.bytes(of: id), !added.contains(id) else { return false }
      return vocabulary.id(of: token.span) != id
    }
  }
}

extension Pretokenizer {
  /// Whether it cuts as GPT-2's.
  fileprivate var isGPT2: Bool {
    if self == .gpt2 { return true }
    guard steps.count == 1, case .byteLevel(false, _, usesPattern: true) = steps[0] else {
      return false
    }
    return true
  }
}

extension PostProcessor {
  /// The tokens that it puts around texts.
  var addedTokens: [TokenID] {
    steps.flatMap { step -> [TokenID] in
      switch step {
      case .template(let template): template.specialTokens.flatMap(\.ids)
      case .bert(let separator, let classifier): [separator.id, classifier.id]
      case .roberta(let separator, let classifier, _, _): [separator.id, classifier.id]
      case .byteLevel: []
      }
    }
  }
}
