// From inputs to encodings, by one of the two ways.
//
//     EncodingInput  ──▶  drafts of one text or two  ──▶  EncodingFinisher  ──▶  Encoding

import SubwordMemory

extension TokenizerSession {
  /// The encoding of one input.
  mutating func encode(
    _ input: EncodingInput, with details: EncodingDetails, options: EncodingOptions
  ) throws(TokenEncodingError) -> Encoding {
    startText(options)
    let finisher = finisher(details, options)
    var texts = InputTexts(details)
    let draft = try draft(of: input, &texts, finisher, options)
    return Encoding(draft, texts, tokenizer)
  }

  /// The tokens of the input of this number in a batch, before it is padded.
  mutating func draft(
    _ number: Int, of batch: [EncodingInput], with details: EncodingDetails,
    options: EncodingOptions
  ) throws(TokenEncodingError) -> (DraftEncoding, InputTexts) {
    startText(number, options)
    var texts = InputTexts(details)
    let draft = try draft(of: batch[number], &texts, finisher(details, options), options)
    return (draft, texts)
  }

  func finisher(
    _ details: EncodingDetails, _ options: EncodingOptions
  ) -> EncodingFinisher {
    EncodingFinisher(tokenizer, options, keepsWindows: details.contains(.windows))
  }

  private mutating func draft(
    of input: EncodingInput, _ texts: inout InputTexts, _ finisher: EncodingFinisher,
    _ options: EncodingOptions
  ) throws(TokenEncodingError) -> DraftEncoding {
    let rule = try SpecialTokenRule(options.specialTokens, tokenizer.addedTokens)
    let first = try draft(of: input.first, sequence: 0, &texts, rule)
    guard let source = input.second else { return try finisher.finish(first, nil) }
    return try finisher.finish(first, try draft(of: source, sequence: 1, &texts, rule))
  }

  /// The tokens of one text.
  private mutating func draft(
    of source: EncodingInput.Source, sequence: Int, _ texts: inout InputTexts,
    _ rule: SpecialTokenRule
  ) throws(TokenEncodingError) -> DraftEncoding {
    var draft = DraftEncoding(hasDetails: texts.details.describesTokens)
    switch source {
    case .text(let text): try append(spans: [(text, rule)], word: nil, &texts, to: &draft)
    case .words(let words):
      for (number, word) in words.enumerated() {
        try append(spans: [(word, rule)], word: number, &texts, to: &draft)
      }
    case .spans(let spans):
      let spans = spans.map { ($0.text, $0.isTrusted ? .parse : rule.untrusted) }
      try append(spans: spans, word: nil, &texts, to: &draft)
    }
    draft.setType(sequence)
    return draft
  }

  /// Appends the tokens of a text that is put together from spans.
  private mutating func append(
    spans: [(text: String, rule: SpecialTokenRule)], word: Int?, _ texts: inout InputTexts,
    to draft: inout DraftEncoding
  ) throws(TokenEncodingError) {
    var text = Buffer<UInt8>()
    var parts: [TextPart] = []
    try checkLength(spans.reduce(0) { $0 + $1.text.utf8.count })
    for span in spans {
      let start = text.count
      text.append(contentsOf: Array(span.text.utf8).span)
      parts.append(TextPart(range: start..<text.count, content: .text(span.rule)))
    }
    try append(text, parts, word: word, &texts, to: &draft)
  }

  /// Appends the tokens of a text that consists of `parts`.
  private mutating func append(
    _ text: borrowing Buffer<UInt8>, _ parts: [TextPart], word: Int?, _ texts: inout InputTexts,
    to draft: inout DraftEncoding
  ) throws(TokenEncodingError) {
    guard draft.hasDetails else {
      for part in parts { try appendIDs(of: part, in: text, to: &draft.ids) }
      return
    }
    var recorder = DetailRecorder(
      text, unit: texts.details.offsetUnit, number: texts.tables.count, word: word)
    for part in parts { try appendDetails(of: part, in: text, &recorder, to: &draft) }
    texts.append(recorder.table)
  }

  /// The encoding of a text that may be no UTF-8.
  package mutating func encode(
    _ bytes: Span<UInt8>, with details: EncodingDetails, options: EncodingOptions
  ) throws(TokenEncodingError) -> Encoding {
    startText(options)
    let rule = try SpecialTokenRule(options.specialTokens, tokenizer.addedTokens)
    var texts = InputTexts(details)
    var draft = DraftEncoding(hasDetails: details.describesTokens)
    try withParts(of: bytes, rule, options.invalid) {
      (session, text, parts) throws(TokenEncodingError) in
      try session.append(text, parts, word: nil, &texts, to: &draft)
    }
    return Encoding(try finisher(details, options).finish(draft, nil), texts, tokenizer)
  }
}

// MARK: - The encoding

/// The texts of one input: what offsets count in.
struct InputTexts: Sendable {
  let details: EncodingDetails
  /// One for each text, and for each word that the caller gave.
  private(set) var tables: [OffsetTable] = []

  init(_ details: EncodingDetails) { self.details = details }

  mutating func append(_ table: OffsetTable) { tables.append(table) }

  /// Where a token is, in the unit that was asked for.
  func offsets(of token: TokenDetail) -> Range<Int> {
    token.text < tables.count ? tables[token.text].inUnit(token.offsets) : token.offsets
  }
}

extension Encoding {
  /// What the caller asked for of `draft`.
  init(_ draft: DraftEncoding, _ texts: InputTexts, _ tokenizer: Tokenizer) {
    self.init(ids: draft.ids)
    ranges = draft.ranges
    let (asked, tokens) = (texts.details, draft.details)
    if asked.contains(.typeIDs) { typeIDs = tokens.map(\.typeID) }
    if asked.contains(.specialTokensMask) { specialTokensMask = tokens.map(\.isSpecial) }
    if asked.contains(.attentionMask) { attentionMask = tokens.map(\.isAttended) }
    if asked.contains(.words) { words = tokens.map(\.word) }
    if asked.contains(.sequences) { sequences = ranges.sequences(count: ids.count) }
    if asked.offsetUnit != nil { offsets = tokens.map { texts.offsets(of: $0) } }
    if asked.contains(.tokens) {
      self.tokens = zip(ids, tokens).map {
        $1.spelling ?? tokenizer.modelSpelling(of: $0) ?? tokenizer.spelling(of: $0) ?? ""
      }
    }
    if asked.contains(.windows) {
      windows = draft.windows.map { Encoding($0, texts, tokenizer) }
    }
  }
}
