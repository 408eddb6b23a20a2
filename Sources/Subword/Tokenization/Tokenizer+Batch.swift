// Many texts at once, on all processors.
//
//     inputs  ──▶  drafts, on several threads  ──▶  padded to one length  ──▶  encodings, in order

extension Tokenizer {
  /// The encodings of many inputs in their order, all of one length if there is padding.
  ///
  /// The same as one after the other, on any number of threads. A small batch, of less than some
  /// 64 kB, stays on the thread of its caller.
  ///
  /// - Parameter threads: How many threads encode at most; `nil` for one on each processor.
  /// - Throws: What is wrong with the first input that something is wrong with.
  public func encode(
    batch: [EncodingInput], with details: EncodingDetails = [],
    options: EncodingOptions = EncodingOptions(), threads: Int? = nil
  ) throws(TokenEncodingError) -> [Encoding] {
    let threads = Self.threads(threads, for: batch)
    let drafted = try ConcurrentMap(count: batch.count, threads: threads).run(
      { _ in TokenizerSession(self) },
      { (number, session) throws(TokenEncodingError) in
        try session.draft(number, of: batch, with: details, options: options)
      })
    var drafts = drafted.map(\.0)
    try TokenizerSession(self).finisher(details, options).pad(&drafts)
    let padded = drafts
    // Spellings and offsets of tokens are made here: worth the threads again.
    return ConcurrentMap(count: batch.count, threads: details.isEmpty ? 1 : threads).run(
      { _ in 0 }, { (number, _) in Encoding(padded[number], drafted[number].1, self) })
  }

  private static let smallBatch = 1 << 16

  private static func threads(_ asked: Int?, for batch: [EncodingInput]) -> Int {
    let most = max(1, asked ?? SystemCalls.processorCount)
    if most == 1 || batch.count < 2 { return 1 }
    var size = 0
    for input in batch {
      size += input.byteCount
      if size >= smallBatch { return most }
    }
    return 1
  }
}

extension EncodingInput {
  fileprivate var byteCount: Int { first.byteCount + (second?.byteCount ?? 0) }
}

extension EncodingInput.Source {
  fileprivate var byteCount: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .words(let words): words.reduce(0) { $0 + $1.utf8.count }
    case .spans(let spans): spans.reduce(0) { $0 + $1.text.utf8.count }
    }
  }
}
