// What is done to the tokens of one text or two before they are an encoding.
//
//     tokens of A, of B  ──▶  truncated  ──▶  PostProcessor  ──▶  padded  ──▶  one encoding

/// Truncates, adds special tokens, and pads.
struct EncodingFinisher {
  let postProcessor: PostProcessor
  let truncation: Truncation?
  let padding: Padding?
  let addsSpecialTokens: Bool
  /// Whether somebody wants what truncation cuts off.
  let keepsWindows: Bool

  init(_ tokenizer: Tokenizer, _ options: EncodingOptions, keepsWindows: Bool) {
    postProcessor = tokenizer.postProcessor
    truncation = options.truncation.rule(own: tokenizer.truncation)
    padding = options.padding.rule(own: tokenizer.padding)
    addsSpecialTokens = options.addsSpecialTokens
    self.keepsWindows = keepsWindows
  }

  /// Whether the identifiers of one text stay as they are.
  var leavesIDsAlone: Bool {
    truncation == nil && padding == nil
      && postProcessor.leavesTextAlone(addsSpecialTokens: addsSpecialTokens)
  }

  /// - Throws: Where the truncation can't be done, or memory would be out of proportion.
  func finish(
    _ first: DraftEncoding, _ second: DraftEncoding?
  ) throws(TokenEncodingError) -> DraftEncoding {
    try checkNumbers()
    var (first, second, bound) = (first, second, WindowBound())
    if let truncation {
      let added = addsSpecialTokens ? postProcessor.addedTokenCount(isPair: second != nil) : 0
      try truncate(&first, &second, by: truncation, added: added, &bound)
    }
    var result = try postProcessor.process(
      [first] + (second.map { [$0] } ?? []), addsSpecialTokens: addsSpecialTokens, &bound)
    if let padding {
      try result.pad(to: try padding.length(for: [result.count]), by: padding, &bound)
    }
    return result
  }

  /// Fills a batch.
  func pad(_ batch: inout [DraftEncoding]) throws(TokenEncodingError) {
    try checkNumbers()
    guard let padding else { return }
    let length = try padding.length(for: batch.map(\.count))
    for index in batch.indices {
      var bound = WindowBound()
      try batch[index].pad(to: length, by: padding, &bound)
    }
  }

  /// A file's numbers were checked when it was read; a caller's may be any.
  private func checkNumbers() throws(TokenEncodingError) {
    try check(truncation?.maximumLength, "truncation's length")
    try check(truncation?.stride, "truncation's stride")
    try check(padding?.multiple, "padding's multiple")
    try check(padding?.typeID, "padding's type")
    if case .fixed(let length) = padding?.length { try check(length, "padding's length") }
  }

  private func check(_ number: Int?, _ what: String) throws(TokenEncodingError) {
    if let number, number < 0 { throw .negativeNumber(number, of: what) }
  }

  // MARK: Truncation

  private func truncate(
    _ first: inout DraftEncoding, _ second: inout DraftEncoding?, by rule: Truncation, added: Int,
    _ bound: inout WindowBound
  ) throws(TokenEncodingError) {
    guard added <= rule.maximumLength else {
      throw .noRoomForText(maximumLength: rule.maximumLength, added: added)
    }
    let lengths = try rule.lengths(first.count, second?.count, room: rule.maximumLength - added)
    try first.truncate(to: lengths.first, by: rule, keepsWindows: keepsWindows, &bound)
    try second?.truncate(to: lengths.second, by: rule, keepsWindows: keepsWindows, &bound)
  }
}

extension Truncation {
  /// How many tokens of each text stay where there is room for `room` of them.
  func lengths(
    _ first: Int, _ second: Int?, room: Int
  ) throws(TokenEncodingError) -> (first: Int, second: Int) {
    let excess = first + (second ?? 0) - room
    if room == 0 { return (0, 0) }
    guard excess > 0 else { return (first, second ?? 0) }
    switch strategy {
    case .longestFirst:
      guard let second else { return (room, 0) }
      return Self.longestFirst(first, second, room: room)
    case .onlyFirst:
      guard first > excess else { throw .tooShortToTruncate(isSecond: false, excess: excess) }
      return (first - excess, second ?? 0)
    case .onlySecond:
      guard let second else { throw .noSecondText }
      guard second > excess else { throw .tooShortToTruncate(isSecond: true, excess: excess) }
      return (first, second - excess)
    }
  }

  /// The longer text is cut down to the shorter one, then both alike.
  private static func longestFirst(
    _ first: Int, _ second: Int, room: Int
  ) -> (first: Int, second: Int) {
    let shorter = min(first, second)
    let longer = shorter > room ? shorter : max(shorter, room - shorter)
    let isTooLong = shorter + longer > room
    let (short, long) = isTooLong ? (room / 2, room / 2 + room % 2) : (shorter, longer)
    return first > second ? (long, short) : (short, long)
  }
}
