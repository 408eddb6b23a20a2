// Counting a corpus on several threads in bounded memory.
//
//     CorpusReader ──▶ block ──▶ UTF-8 repaired ──▶ normalized ──▶ cut ──▶ PretokenTable   one each
//                                                                           │ too large: spilled
//                                                         PretokenCounts ◀──┴── merged
//
// A thread counts in a table of its own; nothing is shared but the reader. The tables are sorted
// and merged at the end, so that the result doesn't depend on who counted what.

import Dispatch
public import Subword
import SubwordMemory
import Synchronization

extension PretokenCounts {
  /// Counts the pretokens of `corpus`.
  ///
  /// - Parameters:
  ///   - threads: How many threads count, at most.
  ///   - memory: How many bytes may be in use for it at once; counts that don't fit go to temporary
  ///     files. Texts that are in memory already count beside it.
  ///   - progress: Is told now and then how many bytes of the corpus were read, on any thread.
  /// - Throws: What goes wrong with a file, a record or the pattern; `rewritingPretokenizer` for one
  ///   that doesn't only cut; `countOverflow`;
  ///   `memoryExceeded` when even the distinct pretokens are too many; `stretchTooLong` for a text
  ///   that can't be cut and would take too much.
  public init(
    of corpus: Corpus, pretokenizer: Pretokenizer, normalizer: Normalizer? = nil, threads: Int = 1,
    memory: Int = 1 << 32, progress: (@Sendable (Int) -> Void)? = nil
  ) throws(VocabularizationError) {
    let cutter: CompiledPretokenizer
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    guard cutter.cutsInPlace else { throw .rewritingPretokenizer }
    let shares = CountingMemory(bound: memory, threads: threads)
    self = try PretokenCounter(corpus, cutter, normalizer, shares, progress).run()
    self.pretokenizer = pretokenizer
    self.cutter = cutter
    self.normalizer = normalizer
  }
}

/// The shared part of counting: the reader, the results, and the first error.
final class PretokenCounter: Sendable {
  private struct State: ~Copyable {
    var reader: CorpusReader
    var counts: [PretokenCounts] = []
    var replaced = 0
    /// What went wrong in the earliest block that something went wrong in: of several faults always
    /// the same one is told.
    var fault: (block: Int, error: VocabularizationError)?

    mutating func note(_ error: VocabularizationError, in block: Int) {
      if fault.map({ block < $0.block }) ?? true { fault = (block, error) }
    }
  }

  let corpus: Corpus
  let cutter: CompiledPretokenizer
  let normalizer: Normalizer?
  let memory: CountingMemory
  private let progress: (@Sendable (Int) -> Void)?
  private let state: Mutex<State>
  /// Not a part of the state: long stretches are counted, and may spill, while that is locked.
  private let spilled = Mutex(SpilledCounts())

  init(
    _ corpus: Corpus, _ cutter: CompiledPretokenizer, _ normalizer: Normalizer?,
    _ memory: CountingMemory, _ progress: (@Sendable (Int) -> Void)?
  ) {
    self.corpus = corpus
    self.cutter = cutter
    self.normalizer = normalizer
    self.memory = memory
    self.progress = progress
    state = Mutex(
      State(
        reader: CorpusReader(
          corpus, cutsBeforeSpaces: cutter.cutsBeforeSpaces, memory: memory)))
  }

  func run() throws(VocabularizationError) -> PretokenCounts {
    if memory.threads == 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: memory.threads) { _ in self.work() }
    }
    let (counts, fault) = state.withLock { state in
      defer { state.counts = [] }
      return (state.counts, state.fault)
    }
    if let fault { throw fault.error }
    let files = try spilled.withLock { (spilled) throws(VocabularizationError) in
      try spilled.takeFiles()
    }
    var merged = try PretokenCounts.merged(counts, files, memory: memory.bound)
    merged.replacedParts = state.withLock { $0.replaced }
    merged.corpusByteCount = state.withLock { $0.reader.bytesRead }
    return merged
  }

  /// Counts blocks until there are no more, or something went wrong on any thread.
  private func work() {
    var block = CorpusBlock()
    do {
      var worker = try CountingWorker(self)
      while try countNext(&block, by: &worker) {}
      let counts = worker.table.sorted()
      let replaced = worker.replaced
      state.withLock {
        $0.counts.append(counts)
        $0.replaced += replaced
      }
    } catch {
      let number = block.number
      state.withLock { $0.note(error, in: number) }
    }
  }

  /// Counts the next block; `false` when there is none, or something went wrong.
  private func countNext(
    _ block: inout CorpusBlock, by worker: inout CountingWorker
  ) throws(VocabularizationError) -> Bool {
    var read = 0
    var isCounted = false
    let hasNext = try state.withLock { (state) throws(VocabularizationError) -> Bool in
      if state.fault != nil { return false }
      let hasNext = try state.reader.next(into: &block)
      read = state.reader.bytesRead
      // While the reader is locked no other thread has a long stretch; nothing of its size stays.
      isCounted = hasNext && block.count > memory.longestShared
      if isCounted {
        try worker.count(&block)
        worker.dropScratch()
        block.bytes = Buffer()
      }
      return hasNext
    }
    progress?(read)
    if hasNext && !isCounted { try worker.count(&block) }
    return hasNext
  }

  /// Sorts what `table` holds into a temporary file, and empties it.
  func spill(_ table: inout PretokenTable) throws(VocabularizationError) {
    let counts = table.sorted()
    table.removeAll()
    try spilled.withLock { (spilled) throws(VocabularizationError) in try spilled.add(counts) }
  }
}
