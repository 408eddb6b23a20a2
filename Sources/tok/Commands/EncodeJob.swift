// The work of `tok encode`: texts in blocks, encoded on all threads, written in order.
//
//     TextInput  ──▶  a round of TextBlocks  ──▶  ConcurrentMap: bytes of each  ──▶  EncodingOutput
//
// A round is read, encoded and written before the next one is read: memory stays bounded whatever the
// size of the input, and the bytes are those of one thread.

import Subword
import Synchronization

/// Neighbouring texts that one thread encodes.
private struct TextBlock: Sendable {
  /// The number of the first text among all.
  let start: Int
  var texts: [InputText] = []
  var byteCount = 0

  static let byteLimit = 1 << 17
  static let countLimit = 1 << 12

  var isFull: Bool { byteCount >= Self.byteLimit || texts.count >= Self.countLimit }
}

/// What one thread keeps from round to round: a session knows the pretokens that it has seen.
private final class Worker: Sendable {
  private let session = Mutex<TokenizerSession?>(nil)

  /// Lets `body` have the session, which is made when it is needed first.
  ///
  /// - Parameter threads: How many threads a long text may have.
  func encode<Result: Sendable>(
    by tokenizer: Tokenizer, threads: Int,
    _ body: (inout TokenizerSession) throws(CommandFailure) -> Result
  ) throws(CommandFailure) -> Result {
    try session.withLock { (session) throws(CommandFailure) in
      var own = session.take() ?? TokenizerSession(tokenizer, threads: threads)
      let result = try body(&own)
      session = consume own
      return result
    }
  }
}

struct EncodeJob: Sendable {
  let tokenizer: Tokenizer
  let options: EncodingOptions
  /// What is told beside identifiers; if anything, as JSON objects.
  let details: EncodingDetails
  let threads: Int

  /// How many blocks a thread encodes in a round.
  private static let blocksPerThread = 32

  func run(
    _ input: TextInput, as format: some EncodingFormat, to output: consuming some EncodingOutput
  ) throws(CommandFailure) {
    let workers = (0..<threads).map { _ in Worker() }
    let progress = FileProgress("encoding", input.text.isEmpty ? input.files : [])
    var (round, block, read) = ([TextBlock](), TextBlock(start: 0), 0)
    try input.eachText(invalid: options.invalid) { (text) throws(CommandFailure) in
      block.texts.append(text)
      block.byteCount += text.bytes.count
      read = text.position
      guard block.isFull else { return }
      let next = block.start + block.texts.count
      round.append(block)
      block = TextBlock(start: next)
      guard isFull(round) else { return }
      try encode(round, by: workers, as: format, to: &output)
      round.removeAll(keepingCapacity: true)
      progress.update(read)
    }
    try encode(round + [block], by: workers, as: format, to: &output)
    try output.finish()
    progress.finish(at: read)
  }

  /// Many small blocks, or few large ones.
  private func isFull(_ round: [TextBlock]) -> Bool {
    let blocks = threads * Self.blocksPerThread
    return round.count >= blocks
      || round.reduce(0) { $0 + $1.byteCount } >= blocks * TextBlock.byteLimit
  }

  private func encode(
    _ round: [TextBlock], by workers: [Worker], as format: some EncodingFormat,
    to output: inout some EncodingOutput
  ) throws(CommandFailure) {
    let threadsOfText = round.count == 1 ? threads : 1
    let results = try ConcurrentMap(count: round.count, threads: threads, stretch: 1).run(
      { thread in workers[thread] },
      { (number, worker) throws(CommandFailure) in
        try worker.encode(by: tokenizer, threads: threadsOfText) {
          (session) throws(CommandFailure) in
          try bytes(of: round[number], by: &session, as: format)
        }
      })
    for bytes in results { try output.write(bytes) }
  }

  private func bytes(
    of block: TextBlock, by session: inout TokenizerSession, as format: some EncodingFormat
  ) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var ids: [TokenID] = []
    session.nextText = block.start
    for text in block.texts {
      do throws(TokenEncodingError) {
        if details.isEmpty {
          ids.removeAll(keepingCapacity: true)
          try session.encode(text.bytes.span, options: options, into: &ids)
          format.append(ids, to: &bytes)
        } else {
          let encoding = try session.encode(
            text.bytes.span, with: details.union(.tokens), options: options)
          DetailFormat().append(encoding, to: &bytes)
        }
      } catch {
        throw .data("\(text.place): \(error)")
      }
    }
    return bytes
  }
}
