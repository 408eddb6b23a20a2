// Many texts, or long ones, on all processors, with nothing but identifiers.
//
//     texts  ──▶  blocks of short texts: a thread for each  ──▶  EncodedRows
//            └──▶  a long text: all threads on its parts    ──┘

extension Tokenizer {
  /// The identifiers of many texts in their order.
  ///
  /// The same as of one after the other, on any number of threads. A long text is taken apart where
  /// that changes nothing, so that a single one keeps all threads busy, too.
  ///
  /// - Parameter threads: How many threads encode at most; `nil` for one on each processor.
  /// - Throws: What is wrong with the first text that something is wrong with.
  public func encode(
    rows texts: [String], options: EncodingOptions = EncodingOptions(), threads: Int? = nil
  ) throws(TokenEncodingError) -> EncodedRows {
    var rows = EncodedRows()
    if EncodingFinisher(self, options, keepsWindows: false).padding != nil {
      // How long a row is may depend on all of them.
      for encoding in try encode(batch: texts.map { .text($0) }, options: options, threads: threads)
      {
        rows.appendRow { $0 += encoding.ids }
      }
      return rows
    }
    let threads = max(1, threads ?? SystemCalls.processorCount)
    var start = 0
    while start < texts.count {
      let end = texts[start...].firstIndex { $0.utf8.count >= Self.longText } ?? texts.count
      if start < end {
        try append(texts, start..<end, options, threads, to: &rows)
        start = end
      } else {
        var session = TokenizerSession(self, threads: threads)
        try session.append(texts, start..<start + 1, options, to: &rows)
        start += 1
      }
    }
    return rows
  }

  /// A text of more bytes is shared out itself.
  private static let longText = 1 << 20
  /// How many bytes of texts a thread takes at once.
  private static let blockSize = 1 << 16

  /// Appends a row for each of some short texts.
  private func append(
    _ texts: [String], _ range: Range<Int>, _ options: EncodingOptions, _ threads: Int,
    to rows: inout EncodedRows
  ) throws(TokenEncodingError) {
    let blocks = Self.blocks(of: texts, range)
    let parts = try ConcurrentMap(count: blocks.count, threads: threads, stretch: 1).run(
      { _ in TokenizerSession(self) },
      { (number, session) throws(TokenEncodingError) in
        var rows = EncodedRows()
        try session.append(texts, blocks[number], options, to: &rows)
        return rows
      })
    rows.reserve(parts)
    for part in parts { rows.append(contentsOf: part) }
  }

  private static func blocks(of texts: [String], _ range: Range<Int>) -> [Range<Int>] {
    var blocks: [Range<Int>] = []
    var (start, size) = (range.lowerBound, 0)
    for index in range {
      size += texts[index].utf8.count
      guard size >= blockSize || index + 1 == range.upperBound else { continue }
      blocks.append(start..<index + 1)
      (start, size) = (index + 1, 0)
    }
    return blocks
  }
}

extension TokenizerSession {
  /// Appends a row for each of some texts.
  fileprivate mutating func append(
    _ texts: [String], _ range: Range<Int>, _ options: EncodingOptions, to rows: inout EncodedRows
  ) throws(TokenEncodingError) {
    for index in range {
      nextText = index
      try rows.appendRow { (ids) throws(TokenEncodingError) in
        try encode(texts[index], options: options, into: &ids)
      }
    }
  }
}
