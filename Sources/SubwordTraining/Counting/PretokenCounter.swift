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
import Synchronization

extension PretokenCounts {
  /// Counts the pretokens of `corpus`.
  ///
  /// - Parameters:
  ///   - threads: How many threads count.
  ///   - memory: How many bytes tables may take; what exceeds it goes to temporary files.
  ///   - progress: Is told now and then how many bytes of the corpus were read, on any thread.
  /// - Throws: What goes wrong with a file, a record or the pattern; `countOverflow`;
  ///   `memoryExceeded` when even the distinct pretokens are too many.
  public init(
    of corpus: Corpus, pretokenizer: Pretokenizer, normalizer: Normalizer? = nil, threads: Int = 1,
    memory: Int = 1 << 32, progress: (@Sendable (Int) -> Void)? = nil
  ) throws(VocabularizationError) {
    let cutter: CompiledPretokenizer
    do { cutter = try CompiledPretokenizer(pretokenizer) } catch { throw .pattern(error) }
    // Sorting a table takes about three times its memory once more.
    let tableMemory = memory / (4 * max(threads, 1))
    let counter = PretokenCounter(
      corpus, cutter, normalizer, tableMemory: tableMemory, progress)
    self = try counter.run(threads: max(threads, 1), memory: memory)
    self.pretokenizer = pretokenizer
    self.normalizer = normalizer
  }
}

/// The shared part of counting: the reader, the results, and the first error.
final class PretokenCounter: Sendable {
  private struct State: ~Copyable {
    var reader: CorpusReader
    var counts: [PretokenCounts] = []
    var spilled: [TemporaryFile] = []
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
  /// How much memory one thread's table may take.
  let tableMemory: Int
  private let progress: (@Sendable (Int) -> Void)?
  private let state: Mutex<State>

  init(
    _ corpus: Corpus, _ cutter: CompiledPretokenizer, _ normalizer: Normalizer?, tableMemory: Int,
    _ progress: (@Sendable (Int) -> Void)?
  ) {
    self.corpus = corpus
    self.cutter = cutter
    self.normalizer = normalizer
    self.tableMemory = tableMemory
    self.progress = progress
    state = Mutex(State(reader: CorpusReader(corpus, cutsBeforeSpaces: cutter.cutsBeforeSpaces)))
  }

  func run(threads: Int, memory: Int) throws(VocabularizationError) -> PretokenCounts {
    if threads == 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: threads) { _ in self.work() }
    }
    let (counts, spilled, fault) = state.withLock { state in
      (state.counts, state.spilled, state.fault)
    }
    if let fault { throw fault.error }
    var merged = try PretokenCounts.merged(counts, spilled, memory: memory)
    merged.replacedParts = state.withLock { $0.replaced }
    merged.corpusByteCount = state.withLock { $0.reader.bytesRead }
    return merged
  }

  /// Counts blocks until there are no more, or something went wrong on any thread.
  private func work() {
    var block = CorpusBlock()
    do {
      var worker = try CountingWorker(self)
      while try next(into: &block) { try worker.count(&block) }
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

  private func next(into block: inout CorpusBlock) throws(VocabularizationError) -> Bool {
    var read = 0
    do {
      let hasNext = try state.withLock { (state) throws(FileError) -> Bool in
        if state.fault != nil { return false }
        let hasNext = try state.reader.next(into: &block)
        read = state.reader.bytesRead
        return hasNext
      }
      progress?(read)
      return hasNext
    } catch {
      throw .file(error)
    }
  }

  /// Sorts what `table` holds into a temporary file, and empties it.
  func spill(_ table: inout PretokenTable) throws(VocabularizationError) {
    do {
      let file = try table.sorted().spill()
      state.withLock { $0.spilled.append(file) }
    } catch {
      throw .file(error)
    }
    table.removeAll()
  }
}
