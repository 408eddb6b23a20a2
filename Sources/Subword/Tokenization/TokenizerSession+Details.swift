// The way of encoding for whoever wants to know where tokens come from.
//
//     text  ──▶  sections  ──▶  NormalizedText  ──▶  sections  ──▶  PretokenizedText  ──▶  tokens
//                                       └─ origins ────────────────────────┘               └─ details
//
// The same steps as for identifiers alone, over texts that keep their origins.

import SubwordMemory

/// Writes down what stands beside the tokens of one text.
struct DetailRecorder {
  let table: OffsetTable
  /// Whether somebody wants to know where tokens come from.
  let tracksOrigins: Bool
  /// The text that offsets count in.
  private let number: Int
  /// The word that the caller says all tokens are of.
  private let word: Int?
  private var nextWord = 0

  /// - Parameter unit: What offsets count in; `nil` if nobody asks for them.
  init(_ text: borrowing Buffer<UInt8>, unit: OffsetUnit?, number: Int, word: Int?) {
    tracksOrigins = unit != nil
    table = unit.map { OffsetTable(text, unit: $0) } ?? OffsetTable()
    self.number = number
    self.word = word
  }

  /// What stands beside a token for the bytes in `range` of the original.
  func detail(_ range: Range<Int>) -> TokenDetail {
    var detail = TokenDetail()
    detail.word = word ?? nextWord
    detail.offsets = table.scalars(ofBytes: range)
    detail.text = number
    return detail
  }

  /// The next token is of the next word.
  mutating func endWord() { nextWord += 1 }
}

extension TokenizerSession {
  /// Appends the tokens of a part of a text.
  mutating func appendDetails(
    of part: TextPart, in text: borrowing Buffer<UInt8>, _ recorder: inout DetailRecorder,
    to draft: inout DraftEncoding
  ) throws(TokenEncodingError) {
    guard case .text(let rule) = part.content else {
      let bytes = text.withSpan {
        NormalizedText(
          $0.extracting(part.range), at: part.range.lowerBound,
          tracksOrigins: recorder.tracksOrigins)
      }
      let whole = PretokenizedText(bytes, originalOffset: part.range.lowerBound)
      return segment(whole, &recorder, to: &draft)
    }
    for section in try tokenizer.addedTokens.plain.sections(of: text, part.range, rule) {
      if let token = section.token {
        let spelling = text.array(section.range)
        append(token, spelling[...], section.range, &recorder, to: &draft)
      } else {
        try appendDetails(of: text, section.range, rule, &recorder, to: &draft)
      }
    }
  }

  /// Appends the tokens of a text in which no added token is found before it is normalized.
  mutating func appendDetails(
    of text: borrowing Buffer<UInt8>, _ range: Range<Int>, _ rule: SpecialTokenRule,
    _ recorder: inout DetailRecorder, to draft: inout DraftEncoding
  ) throws(TokenEncodingError) {
    // An error says where a token stands in the original.
    let tracksOrigins =
      recorder.tracksOrigins || rule.canFail || tokenizer.needsOrigins(from: range.lowerBound)
    var normalized = text.withSpan {
      NormalizedText($0.extracting(range), at: range.lowerBound, tracksOrigins: tracksOrigins)
    }
    do { try tokenizer.normalization?.normalize(&normalized) } catch { throw .normalization(error) }
    try checkLength(normalized.bytes.count)
    for section in try tokenizer.addedTokens.normalized.sections(of: normalized, rule) {
      if let token = section.token {
        let spelling = normalized.bytes[section.range]
        let original = normalized.original(of: section.range)
        append(token, spelling, original, &recorder, to: &draft)
      } else {
        let part = normalized.part(section.range)
        let untracked = range.lowerBound + section.range.lowerBound
        var pretokenized = PretokenizedText(
          part, originalOffset: tracksOrigins ? part.start : untracked)
        do { try tokenizer.cutter.pretokenize(&pretokenized) } catch { throw .pattern(error) }
        try checkLength(pretokenized.bytes.count)
        segment(pretokenized, &recorder, to: &draft)
      }
    }
  }

  /// Appends an added token that stands for `range` of the original, as the text spells it.
  private func append(
    _ token: TokenID, _ spelling: ArraySlice<UInt8>, _ range: Range<Int>,
    _ recorder: inout DetailRecorder, to draft: inout DraftEncoding
  ) {
    var detail = recorder.detail(range)
    detail.spelling = String(decoding: spelling, as: UTF8.self)
    detail.spaces = SpaceCount(spelling, isOfBytes: false)
    draft.append(token, detail)
    recorder.endWord()
  }

  private mutating func segment(
    _ text: borrowing PretokenizedText, _ recorder: inout DetailRecorder,
    to draft: inout DraftEncoding
  ) {
    let trims = recorder.tracksOrigins && tokenizer.postProcessor.trimsOffsets
    var tokens: [SegmentedToken] = []
    for piece in 0..<text.pieces.count {
      tokens.removeAll(keepingCapacity: true)
      let range = text.pieces[piece]
      text.bytes.withSpan { segment($0.extracting(range.start..<range.end), into: &tokens) }
      for token in tokens {
        let original =
          tokenizer.segmentation.givesPlaces
          ? text.place(of: token, inPiece: piece) : text.original(of: token, inPiece: piece)
        var detail = recorder.detail(original)
        if trims { detail.spaces = tokenizer.spaces(of: token.id) }
        draft.append(token.id, detail)
      }
      recorder.endWord()
    }
  }

  private mutating func segment(_ pretoken: Span<UInt8>, into tokens: inout [SegmentedToken]) {
    if tokenizer.segmenter.isRandom {
      tokenizer.segmenter.segment(pretoken, into: &tokens, by: &chance)
    } else {
      tokenizer.segmenter.segment(pretoken, into: &tokens)
    }
  }
}

// MARK: - Origins

extension NormalizedText {
  /// The stretch of the original that the bytes in `range` stand for.
  fileprivate func original(of range: Range<Int>) -> Range<Int> {
    guard tracksOrigins, !range.isEmpty else { return 0..<0 }
    let (first, last) = (origins[range.lowerBound], origins[range.upperBound - 1])
    return Int(first.start)..<Int(max(first.start, last.end))
  }
}

extension PretokenizedText {
  /// The stretch of the original that a token stands for.
  ///
  /// Empty places are counted from the start of the piece in the original. Byte tokens that spell a
  /// suffix lie behind the piece: they stand for nothing at its end.
  fileprivate func original(of token: SegmentedToken, inPiece piece: Int) -> Range<Int> {
    guard tracksOrigins else { return 0..<0 }
    let (range, stretch) = (pieces[piece], stretches[piece])
    let (start, end) = (range.start + Int(token.start), range.start + Int(token.end))
    guard token.start < token.end else {
      let place = min(stretch.start + Int(token.start), stretch.end)
      return place..<place
    }
    guard end <= range.end else { return stretch.end..<stretch.end }
    let first = Int(origins[start].start)
    return first..<max(first, Int(origins[end - 1].end))
  }

  /// The same for a model whose tokens may be empty places in a piece: all bytes but the last of a
  /// character that sentencepiece spells by bytes.
  fileprivate func place(of token: SegmentedToken, inPiece piece: Int) -> Range<Int> {
    let start = pieces[piece].start + Int(token.start)
    guard tracksOrigins, token.start == token.end, start < origins.count else {
      return original(of: token, inPiece: piece)
    }
    return Int(origins[start].start)..<Int(origins[start].start)
  }
}

extension SegmentationModel {
  /// Whether empty tokens have their place in the text, as sentencepiece gives it.
  fileprivate var givesPlaces: Bool {
    if case .sentencePieceBPE = self { true } else { false }
  }
}

extension AddedTokenFinder {
  /// The sections of a normalized text. What is said of special tokens counts in the original.
  fileprivate func sections(
    of text: NormalizedText, _ rule: SpecialTokenRule
  ) throws(TokenEncodingError) -> [TextSection] {
    var sections: [TextSection] = []
    do {
      try cut(text.bytes.span, by: rule, into: &sections)
    } catch {
      guard case .specialTokenInText(let token, let place) = error else { throw error }
      throw .specialTokenInText(token, byteOffset: Int(text.origins[place].start))
    }
    return sections
  }
}
