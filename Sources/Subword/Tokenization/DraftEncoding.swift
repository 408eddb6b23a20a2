// An encoding on its way through truncation, post-processing and padding.
//
//     TokenizerSession  ──▶  DraftEncoding  ──▶  truncated  ──▶  PostProcessor  ──▶  padded  ──▶  Encoding
//
// Without details it is a list of identifiers, and everything is done to those alone.

/// What stands beside a token.
struct TokenDetail: Hashable, Sendable {
  var typeID = 0
  /// The word that it is of.
  var word: Int?
  /// The scalars that it stands for, in the text of number `text`.
  var offsets = 0..<0
  var text = 0
  /// How many spaces its spelling starts and ends with; known if offsets are going to be trimmed.
  var spaces = SpaceCount()
  /// Whether a post-processor added it, or padding.
  var isSpecial = false
  /// Whether it doesn't only fill.
  var isAttended = true
  /// Its spelling, where that isn't what the vocabulary says.
  var spelling: String?
}

/// Identifiers, and what stands beside each if somebody asked.
struct DraftEncoding: Sendable {
  var ids: [TokenID] = []
  /// One for each identifier, or none at all.
  var details: [TokenDetail] = []
  var hasDetails: Bool
  /// What truncation cut off.
  var windows: [DraftEncoding] = []
  var ranges = SequenceRanges()

  init(hasDetails: Bool) { self.hasDetails = hasDetails }

  var count: Int { ids.count }

  /// What a token takes.
  var bytesPerToken: Int {
    MemoryLayout<TokenID>.stride + (hasDetails ? MemoryLayout<TokenDetail>.stride : 0)
  }

  /// How many tokens there are together with those of windows.
  var countWithWindows: Int { windows.reduce(count) { $0 + $1.count } }

  mutating func append(_ id: TokenID, _ detail: @autoclosure () -> TokenDetail) {
    ids.append(id)
    if hasDetails { details.append(detail()) }
  }

  /// The tokens in `range`, of which nothing is known but what stands beside them.
  func part(_ range: Range<Int>) -> DraftEncoding {
    var part = DraftEncoding(hasDetails: hasDetails)
    part.ids = Array(ids[range])
    if hasDetails { part.details = Array(details[range]) }
    return part
  }

  /// All tokens are of text `sequence`.
  mutating func setSequence(_ sequence: Int) { ranges.set(sequence, to: 0..<count) }

  mutating func setType(_ typeID: Int) {
    for index in details.indices { details[index].typeID = typeID }
  }
}

// MARK: - Joining

extension DraftEncoding {
  /// Appends `other`, which follows. Each window of the one is joined with the other and with each of
  /// its windows.
  mutating func join(_ other: DraftEncoding, _ bound: inout WindowBound) throws(TokenEncodingError)
  {
    var all: [DraftEncoding] = []
    for window in windows {
      all.append(try window.joined(other, &bound))
      for next in other.windows { all.append(try window.joined(next, &bound)) }
    }
    for next in other.windows { all.append(try joined(next, &bound)) }
    appendTokens(of: other)
    windows = all
  }

  private func joined(
    _ other: DraftEncoding, _ bound: inout WindowBound
  ) throws(TokenEncodingError) -> DraftEncoding {
    try bound.take((count + other.count) * bytesPerToken)
    var result = self
    result.windows = []
    result.appendTokens(of: other)
    return result
  }

  /// Appends the tokens of `other`, whose windows stay behind.
  mutating func appendTokens(of other: DraftEncoding) {
    var shifted = other.ranges
    shifted.shift(by: count)
    ranges.append(shifted)
    ids += other.ids
    details += other.details
  }
}

/// Keeps one encoding from taking memory out of proportion: two long texts, each in many windows,
/// have as many together as the product says, and so have templates that repeat a text.
struct WindowBound {
  private var rest: Int

  /// - Parameter bytes: What the tokens that windows and post-processors make may take. Those with
  ///   details take some thirty times as much as those without.
  init(bytes: Int = 1 << 29) { rest = bytes }

  /// Takes the memory of a window's tokens.
  mutating func take(_ bytes: Int) throws(TokenEncodingError) {
    rest -= bytes
    guard rest >= 0 else { throw .tooManyWindows }
  }

  /// Takes the memory of tokens that a post-processor adds.
  mutating func takeAdded(_ bytes: Int) throws(TokenEncodingError) {
    rest -= bytes
    guard rest >= 0 else { throw .tooManyAdded }
  }
}

// MARK: - Truncation

extension DraftEncoding {
  /// Keeps `length` tokens at most; the others go into windows of that length, each with `stride`
  /// tokens of the one before.
  mutating func truncate(
    to length: Int, by rule: Truncation, keepsWindows: Bool, _ bound: inout WindowBound
  ) throws(TokenEncodingError) {
    guard length < count else { return }
    guard length > 0 else {
      let whole = self
      self = DraftEncoding(hasDetails: hasDetails)
      if keepsWindows { windows = [whole] }
      return
    }
    guard rule.stride < length, rule.stride >= 0 else {
      throw .strideTooLarge(stride: rule.stride, length: length)
    }
    var parts = Truncation.Windows(of: count, length: length, rule)
    let kept = parts.next() ?? 0..<0
    var windows: [DraftEncoding] = []
    while keepsWindows, let range = parts.next() {
      try bound.take(range.count * bytesPerToken)
      windows.append(part(range))
    }
    self = part(kept)
    self.windows = windows
  }
}

extension Truncation {
  /// Where the windows of a text lie, the one that stays first.
  struct Windows {
    private let (count, length, step, side): (Int, Int, Int, Side)
    /// How many tokens lie before the next window, seen from the end that stays.
    private var position: Int? = 0

    /// - Parameter length: Greater than the rule's stride.
    init(of count: Int, length: Int, _ rule: Truncation) {
      (self.count, self.length, step, side) = (count, length, length - rule.stride, rule.side)
    }

    mutating func next() -> Range<Int>? {
      guard let start = position else { return nil }
      let end = min(start + length, count)
      position = end == count ? nil : start + step
      return side == .right ? start..<end : count - end..<count - start
    }
  }
}

// MARK: - Padding

extension DraftEncoding {
  /// Fills up to `length` tokens, and the windows too.
  mutating func pad(
    to length: Int, by rule: Padding, _ bound: inout WindowBound
  ) throws(TokenEncodingError) {
    for index in windows.indices {
      try bound.take(max(0, length - windows[index].count) * bytesPerToken)
      windows[index].fill(to: length, by: rule)
    }
    fill(to: length, by: rule)
  }

  private mutating func fill(to length: Int, by rule: Padding) {
    guard count < length else { return }
    let missing = length - count
    var fill = TokenDetail()
    (fill.typeID, fill.spelling) = (rule.typeID, rule.token)
    (fill.isSpecial, fill.isAttended) = (true, false)
    let place = rule.side == .left ? 0 : count
    ids.insert(contentsOf: repeatElement(rule.id, count: missing), at: place)
    if hasDetails { details.insert(contentsOf: repeatElement(fill, count: missing), at: place) }
    if rule.side == .left { ranges.shift(by: missing) }
  }
}

extension Padding {
  /// The longest encoding that is filled: a file may ask for any length.
  static let longest = 1 << 20

  /// The length that encodings of these lengths are filled up to.
  func length(for counts: some Swift.Sequence<Int>) throws(TokenEncodingError) -> Int {
    var length =
      switch self.length {
      case .longest: counts.max() ?? 0
      case .fixed(let length): length
      }
    if let multiple, multiple > 0, length % multiple != 0 {
      let (sum, overflow) = length.addingReportingOverflow(multiple - length % multiple)
      length = overflow ? .max : sum
    }
    guard length <= Self.longest || counts.allSatisfy({ $0 >= length }) else {
      throw .paddingTooLong(length: length, limit: Self.longest)
    }
    return length
  }
}
