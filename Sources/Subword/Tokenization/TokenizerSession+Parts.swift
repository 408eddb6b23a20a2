// A long text on several threads.
//
//     text  ──▶  parts that are cut and merged as in the whole  ──▶  identifiers of each, in order

import SubwordMemory

extension TokenizerSession {
  /// Shorter parts aren't worth a thread.
  private static let shortestPart = 1 << 17
  /// So many parts for each thread: one that is done early takes another.
  private static let partsPerThread = 4

  /// The parts of a text that threads may share, if it is long enough and can be taken apart.
  func parts(of text: borrowing Buffer<UInt8>, _ range: Range<Int>) -> [Range<Int>]? {
    let isLong = range.count >= 2 * Self.shortestPart
    if threads == 1 || !isLong || tokenizer.segmenter.isRandom { return nil }
    let size = max(range.count / (threads * Self.partsPerThread), Self.shortestPart)
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    while range.upperBound - start > size {
      guard let end = firstCut(in: text, start + size..<range.upperBound) else { break }
      parts.append(start..<end)
      start = end
    }
    parts.append(start..<range.upperBound)
    return parts.count > 1 ? parts : nil
  }

  /// The first place in `range` where nothing changes if the text is taken apart there.
  private func firstCut(in text: borrowing Buffer<UInt8>, _ range: Range<Int>) -> Int? {
    if tokenizer.cutter.cutsBeforeSpaces { return text.firstSafeCut(in: range) }
    guard tokenizer.cutter.cutsNothing, let words = tokenizer.wordCuts else { return nil }
    return words.firstCut(in: text, range)
  }

  /// Appends the identifiers of the parts.
  func appendIDs(
    of parts: [Range<Int>], in text: borrowing Buffer<UInt8>, to ids: inout [TokenID]
  ) throws(TokenEncodingError) {
    let tokenizer = tokenizer
    let results = try ConcurrentMap(count: parts.count, threads: threads, stretch: 1).run(
      { _ in TokenizerSession(tokenizer) },
      { (number, session) throws(TokenEncodingError) in
        var ids: [TokenID] = []
        try session.cutInPlace(text, parts[number], into: &ids)
        return ids
      })
    ids.reserveCapacity(results.reduce(ids.count) { $0 + $1.count })
    for result in results { ids += result }
  }
}
