// The loop of encoding, with scratch memory that one thread owns.
//
//     text  ──▶  parts  ──▶  sections between added tokens  ──▶  pretokens  ──▶  identifiers
//
// This is the way for whoever wants identifiers only: no origins, no strings, and pretokens are ranges
// of the text where no step rewrites it. `TokenizerSession+Details` is the other way; both give the
// same identifiers.

import SubwordMemory

/// Encodes texts one after the other.
package struct TokenizerSession: ~Copyable {
  let tokenizer: Tokenizer
  /// Belongs to this session until it goes.
  private let scratch: EncodingScratch
  /// What a model with dropout leaves to chance.
  var chance = MergeChance(seed: 0)
  /// The number of the next text: with dropout each text has draws of its own.
  package var nextText = 0
  /// Texts of more bytes, as they are or normalized, are refused.
  var longestText = Self.longestText
  /// How many threads may share a long text.
  let threads: Int

  private static let longText = 1 << 16
  private static let batch = EncodingScratch.batch
  /// Places in a text have 31 bits.
  static let longestText = 1 << 31 - 1

  package init(_ tokenizer: Tokenizer, threads: Int = 1) {
    self.tokenizer = tokenizer
    self.threads = threads
    scratch = tokenizer.scratches.take()
  }

  deinit { tokenizer.scratches.giveBack(scratch) }

  /// Appends the identifiers of `bytes`.
  package mutating func encode(
    _ bytes: Span<UInt8>, options: EncodingOptions, into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    try encode(bytes, options, options.invalid, into: &ids)
  }

  /// The same for a string, which is UTF-8 already.
  mutating func encode(
    _ text: String, options: EncodingOptions, into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    var text = text
    text.makeContiguousUTF8()
    try encode(text.utf8.span, options, nil, into: &ids)
  }

  private mutating func encode(
    _ bytes: Span<UInt8>, _ options: EncodingOptions, _ invalid: InvalidUTF8?,
    into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    startText(options)
    // What isn't touched costs nothing, and what grows is copied.
    if ids.isEmpty && bytes.count >= Self.longText { ids.reserveCapacity(bytes.count / 2) }
    let finisher = EncodingFinisher(tokenizer, options, keepsWindows: false)
    let rule = try SpecialTokenRule(options.specialTokens, tokenizer.addedTokens)
    guard finisher.leavesIDsAlone else {
      var draft = DraftEncoding(hasDetails: false)
      try appendIDs(of: bytes, rule, invalid, to: &draft.ids)
      ids += try finisher.finish(draft, nil).ids
      return
    }
    try appendIDs(of: bytes, rule, invalid, to: &ids)
  }

  /// The identifiers of `text`. See ``Tokenizer/encode(_:)`` for what can't fail.
  mutating func encodeWithoutFail(
    _ text: String, _ rule: SpecialTokenRule = .text, _ options: EncodingOptions = EncodingOptions()
  ) -> [TokenID] {
    var text = text
    text.makeContiguousUTF8()
    let bytes = text.utf8.span
    var draft = DraftEncoding(hasDetails: false)
    do {
      try appendIDs(of: bytes, rule, nil, to: &draft.ids)
    } catch {
      draft.ids.removeAll()
      tokenizer.segmenter.segment(bytes, into: &draft.ids)
    }
    let finisher = EncodingFinisher(tokenizer, options, keepsWindows: false)
    if finisher.leavesIDsAlone { return draft.ids }
    do { return try finisher.finish(draft, nil).ids } catch { return draft.ids }
  }
}

// MARK: - Texts

extension TokenizerSession {
  /// Gives the next text the draws that belong to its number.
  mutating func startText(_ options: EncodingOptions) {
    startText(nextText, options)
  }

  /// Gives the text of this number its draws, whatever was encoded before it.
  mutating func startText(_ number: Int, _ options: EncodingOptions) {
    chance = MergeChance(seed: options.seed, text: number)
    nextText = number + 1
  }

  /// - Throws: `textTooLong` for a text, or a part of it, of so many bytes.
  func checkLength(_ byteCount: Int) throws(TokenEncodingError) {
    if byteCount > longestText { throw .textTooLong(byteCount: byteCount, limit: longestText) }
  }
}

// MARK: - Parts

/// A stretch of a text that is encoded by itself.
struct TextPart {
  enum Content {
    /// Valid UTF-8 in which special tokens are what the rule says.
    case text(SpecialTokenRule)
    /// Bytes that are not UTF-8: one pretoken.
    case bytes
  }

  let range: Range<Int>
  let content: Content
}

extension TokenizerSession {
  /// Lets `body` have the text with its parts, valid but for parts that say so.
  ///
  /// - Parameter invalid: What to do with bytes that are not UTF-8; `nil` where there are none.
  mutating func withParts(
    of bytes: Span<UInt8>, _ rule: SpecialTokenRule, _ invalid: InvalidUTF8?,
    _ body: (
      inout TokenizerSession, _ text: borrowing Buffer<UInt8>, [TextPart]
    ) throws(TokenEncodingError) -> Void
  ) throws(TokenEncodingError) {
    try checkLength(bytes.count)
    var text = Buffer<UInt8>()
    swap(&text, &scratch.text)
    defer { swap(&text, &scratch.text) }
    text.removeAll()
    text.append(contentsOf: bytes)
    text.addSlack()
    guard let invalid, let bad = UTF8Repair.firstIllFormed(in: text, from: 0, to: bytes.count)
    else {
      return try body(&self, text, [TextPart(range: 0..<bytes.count, content: .text(rule))])
    }
    switch invalid {
    case .error: throw .invalidUTF8(byteOffset: bad.lowerBound)
    case .replace:
      var repaired = Buffer<UInt8>()
      swap(&repaired, &scratch.repaired)
      defer { swap(&repaired, &scratch.repaired) }
      repaired.removeAll()
      _ = UTF8Repair.repair(text, 0..<bytes.count, into: &repaired)
      let count = repaired.count
      try checkLength(count)
      repaired.addSlack()
      try body(&self, repaired, [TextPart(range: 0..<count, content: .text(rule))])
    case .bytes:
      guard tokenizer.keepsBytes else { throw .bytesNeedByteLevel }
      try body(&self, text, Self.parts(of: text, to: bytes.count, firstBad: bad, rule))
    }
  }

  /// Bad parts are pretokens of their own, what lies between them texts.
  private static func parts(
    of text: borrowing Buffer<UInt8>, to end: Int, firstBad: Range<Int>, _ rule: SpecialTokenRule
  ) -> [TextPart] {
    var parts: [TextPart] = []
    var start = 0
    var bad: Range<Int>? = firstBad
    while let range = bad {
      parts.append(TextPart(range: start..<range.lowerBound, content: .text(rule)))
      parts.append(TextPart(range: range, content: .bytes))
      start = range.upperBound
      bad = UTF8Repair.firstIllFormed(in: text, from: start, to: end)
    }
    return parts + [TextPart(range: start..<end, content: .text(rule))]
  }

  // MARK: Identifiers

  /// Appends the identifiers of a text, before truncation and post-processing.
  mutating func appendIDs(
    of bytes: Span<UInt8>, _ rule: SpecialTokenRule, _ invalid: InvalidUTF8?,
    to ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    try withParts(of: bytes, rule, invalid) { (session, text, parts) throws(TokenEncodingError) in
      for part in parts { try session.appendIDs(of: part, in: text, to: &ids) }
    }
  }

  mutating func appendIDs(
    of part: TextPart, in text: borrowing Buffer<UInt8>, to ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    guard case .text(let rule) = part.content else {
      return text.withSpan { segment($0.extracting(part.range), into: &ids) }
    }
    let tokens = tokenizer.addedTokens.plain
    if tokens.isEmpty { return try encodePlain(text, part.range, rule, into: &ids) }
    for section in try tokens.sections(of: text, part.range, rule) {
      if let token = section.token {
        ids.append(token)
      } else {
        try encodePlain(text, section.range, rule, into: &ids)
      }
    }
  }

  /// Normalizes, and encodes what comes of it.
  private mutating func encodePlain(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, _ rule: SpecialTokenRule,
    into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    // An error says where the token stands in the original.
    let mayHaveToSayWhere = rule.canFail && !tokenizer.addedTokens.normalized.isEmpty
    if tokenizer.needsOrigins(from: range.lowerBound) || mayHaveToSayWhere {
      var draft = DraftEncoding(hasDetails: true)
      var recorder = DetailRecorder(text, unit: nil, number: 0, word: nil)
      try appendDetails(of: text, range, rule, &recorder, to: &draft)
      ids += draft.ids
      return
    }
    guard let normalization = tokenizer.normalization else {
      return try encodeNormalized(text, range, rule, at: range.lowerBound, into: &ids)
    }
    scratch.normalized.removeAll(keepingCapacity: true)
    let outcome: NormalizationOutcome
    do {
      outcome = try text.withSpan { (span) throws(NormalizationError) in
        try normalization.normalize(span.extracting(range), into: &scratch.normalized)
      }
    } catch {
      throw .normalization(error)
    }
    if outcome == .unchanged {
      return try encodeNormalized(text, range, rule, at: range.lowerBound, into: &ids)
    }
    try checkLength(scratch.normalized.count)
    var result = Buffer<UInt8>()
    let bytes = scratch.normalized
    result.append(contentsOf: bytes.span)
    let count = result.count
    result.addSlack()
    try encodeNormalized(result, 0..<count, rule, at: range.lowerBound, into: &ids)
  }

  /// Takes out the tokens that are found in normalized text, and cuts what lies between them.
  private mutating func encodeNormalized(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, _ rule: SpecialTokenRule, at start: Int,
    into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    let tokens = tokenizer.addedTokens.normalized
    if tokens.isEmpty { return try cut(text, range, at: start, into: &ids) }
    for section in try tokens.sections(of: text, range, rule) {
      if let token = section.token {
        ids.append(token)
      } else {
        let distance = section.range.lowerBound - range.lowerBound
        try cut(text, section.range, at: start + distance, into: &ids)
      }
    }
  }

  /// Cuts a text into pretokens and segments them.
  private mutating func cut(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, at start: Int, into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    if range.isEmpty { return }
    guard tokenizer.cutter.cutsInPlace else {
      return try cutRewritten(text, range, at: start, into: &ids)
    }
    if let parts = parts(of: text, range) { return try appendIDs(of: parts, in: text, to: &ids) }
    try cutInPlace(text, range, into: &ids)
  }

  /// The same for a pretokenizer whose pretokens are ranges of the text.
  mutating func cutInPlace(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    var pretokens = Buffer<PretokenRange>()
    swap(&pretokens, &scratch.pretokens)
    defer { swap(&pretokens, &scratch.pretokens) }
    var position = range.lowerBound
    while position < range.upperBound {
      pretokens.removeAll()
      do {
        position = try tokenizer.cutter.cut(
          text, from: position, to: range.upperBound, limit: Self.batch, into: &pretokens)
      } catch {
        throw .pattern(error)
      }
      segment(pretokens, of: text, into: &ids)
    }
  }

  /// The same for a pretokenizer that rewrites the text.
  private mutating func cutRewritten(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, at start: Int, into ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    let part = text.withSpan {
      NormalizedText($0.extracting(range), at: start, tracksOrigins: false)
    }
    var pretokenized = PretokenizedText(part, originalOffset: start)
    do { try tokenizer.cutter.pretokenize(&pretokenized) } catch { throw .pattern(error) }
    try checkLength(pretokenized.bytes.count)
    segment(pretokenized.pieces, of: pretokenized.bytes, into: &ids)
  }

  private mutating func segment(
    _ pretokens: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into ids: inout [TokenID]
  ) {
    guard tokenizer.segmenter.isRandom else {
      guard let cuts = tokenizer.wordCuts else {
        return segmentCached(pretokens, of: text, into: &ids)
      }
      var words = Buffer<PretokenRange>()
      swap(&words, &scratch.words)
      defer { swap(&words, &scratch.words) }
      for index in 0..<pretokens.count {
        var start = pretokens[index].start
        while start < pretokens[index].end {
          words.removeAll()
          start = cuts.cut(
            pretokens[index], from: start, of: text, limit: Self.batch, into: &words)
          segmentCached(words, of: text, into: &ids)
        }
      }
      return
    }
    text.withSpan { span in
      for index in 0..<pretokens.count {
        let pretoken = pretokens[index]
        segment(span.extracting(pretoken.start..<pretoken.end), into: &ids)
      }
    }
  }

  private mutating func segmentCached(
    _ pretokens: borrowing Buffer<PretokenRange>, of text: borrowing Buffer<UInt8>,
    into ids: inout [TokenID]
  ) {
    scratch.ids.removeAll()
    scratch.cache.segment(pretokens, of: text, by: tokenizer.segmenter, into: &scratch.ids)
    scratch.ids.append(to: &ids)
  }

  private mutating func segment(_ pretoken: Span<UInt8>, into ids: inout [TokenID]) {
    if tokenizer.segmenter.isRandom {
      tokenizer.segmenter.segment(pretoken, into: &ids, by: &chance)
    } else {
      tokenizer.segmenter.segment(pretoken, into: &ids)
    }
  }
}

extension AddedTokenFinder {
  /// The sections of `text` in `range`; their places are those of the whole text.
  func sections(
    of text: borrowing Buffer<UInt8>, _ range: Range<Int>, _ rule: SpecialTokenRule
  ) throws(TokenEncodingError) -> [TextSection] {
    var sections: [TextSection] = []
    try text.withSpan { (span) throws(TokenEncodingError) in
      try cut(span.extracting(range), by: rule, at: range.lowerBound, into: &sections)
    }
    return sections
  }
}
