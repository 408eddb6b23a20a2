// The loop of encoding, with scratch memory that one thread owns.

import SubwordMemory

/// Encodes texts one after the other.
package struct TokenizerSession: ~Copyable {
  private let tokenizer: Tokenizer
  private var text = Buffer<UInt8>()
  private var repaired = Buffer<UInt8>()
  private var normalized: [UInt8] = []
  private var pretokens = Buffer<PretokenRange>(capacity: batch)

  private static let batch = 1 << 10

  package init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Appends the identifiers of `bytes`.
  package mutating func encode(
    _ bytes: Span<UInt8>, options: EncodingOptions, into ids: inout [TokenID]
  ) throws(EncodingError) {
    var text = Buffer<UInt8>()
    swap(&text, &self.text)
    defer { swap(&text, &self.text) }
    text.removeAll()
    text.append(contentsOf: bytes)
    guard let bad = UTF8Repair.firstIllFormed(in: text, from: 0, to: text.count) else {
      return try encodeValid(text, 0..<text.count, options.specialTokens, into: &ids)
    }
    switch options.invalid {
    case .error:
      throw .invalidUTF8(byteOffset: bad.lowerBound)
    case .replace:
      var repaired = Buffer<UInt8>()
      swap(&repaired, &self.repaired)
      defer { swap(&repaired, &self.repaired) }
      repaired.removeAll()
      _ = UTF8Repair.repair(text, 0..<text.count, into: &repaired)
      try encodeValid(repaired, 0..<repaired.count, options.specialTokens, into: &ids)
    case .bytes:
      guard tokenizer.model.units == .bytes else { throw .bytesNeedByteLevel }
      try encodeParts(text, firstBad: bad, options.specialTokens, into: &ids)
    }
  }

  /// Appends the identifiers of `text`. See ``Tokenizer/encode(_:)`` for what can't fail.
  mutating func encodeWithoutFail(_ text: String, into ids: inout [TokenID]) {
    let bytes = Array(text.utf8)
    do {
      try encode(bytes.span, options: EncodingOptions(), into: &ids)
    } catch {
      ids.removeAll()
      tokenizer.segmenter.segment(bytes.span, into: &ids)
    }
  }

  /// Bad parts are pretokens of their own, what lies between them texts.
  private mutating func encodeParts(
    _ text: borrowing Buffer<UInt8>, firstBad: Range<Int>, _ policy: SpecialTokenPolicy,
    into ids: inout [TokenID]
  ) throws(EncodingError) {
    var start = 0
    var bad: Range<Int>? = firstBad
    while let part = bad {
      try encodeValid(text, start..<part.lowerBound, policy, into: &ids)
      text.withSpan { tokenizer.segmenter.segment($0.extracting(part), into: &ids) }
      start = part.upperBound
      bad = UTF8Repair.firstIllFormed(in: text, from: start, to: text.count)
    }
    try encodeValid(text, start..<text.count, policy, into: &ids)
  }

  /// Takes added tokens out, and encodes what lies between them.
  private mutating func encodeValid(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, _ policy: SpecialTokenPolicy,
    into ids: inout [TokenID]
  ) throws(EncodingError) {
    var start = range.lowerBound
    while let (place, token) = tokenizer.addedTokens.first(
      in: text, from: start, to: range.upperBound, includingSpecial: policy != .text)
    {
      if token.isSpecial && policy == .error {
        throw .specialTokenInText(token.content, byteOffset: place.lowerBound)
      }
      try encodePlain(text, start..<place.lowerBound, into: &ids)
      ids.append(token.id)
      start = place.upperBound
    }
    try encodePlain(text, start..<range.upperBound, into: &ids)
  }

  /// Normalizes, cuts and segments.
  private mutating func encodePlain(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, into ids: inout [TokenID]
  ) throws(EncodingError) {
    guard let normalization = tokenizer.normalization else {
      return try segment(text, range, into: &ids)
    }
    normalized.removeAll(keepingCapacity: true)
    let outcome: NormalizationOutcome
    do {
      outcome = try text.withSpan { (span) throws(NormalizationError) in
        try normalization.normalize(span.extracting(range), into: &normalized)
      }
    } catch {
      throw .normalization(error)
    }
    if outcome == .unchanged { return try segment(text, range, into: &ids) }
    var result = Buffer<UInt8>()
    result.append(contentsOf: normalized.span)
    try segment(result, 0..<result.count, into: &ids)
  }

  private mutating func segment(
    _ text: borrowing Buffer<UInt8>, _ range: Range<Int>, into ids: inout [TokenID]
  ) throws(EncodingError) {
    var position = range.lowerBound
    while position < range.upperBound {
      pretokens.removeAll()
      do {
        position = try tokenizer.cutter.cut(
          text, from: position, to: range.upperBound, limit: Self.batch, into: &pretokens)
      } catch {
        throw .pattern(error)
      }
      text.withSpan { span in
        for index in 0..<pretokens.count {
          let pretoken = pretokens[index]
          tokenizer.segmenter.segment(
            span.extracting(pretoken.start..<pretoken.end), into: &ids)
        }
      }
    }
  }
}
