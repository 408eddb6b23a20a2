// The same done for many numbers, on several threads, with the results in order.
//
//     numbers 0..<count  ──▶  a cursor that all threads share  ──▶  stretches of numbers  ──▶  results
//
// A thread takes the next stretch when it is done with the one before, so that nobody waits for the
// longest text but whoever has it. There is no task for each text: that would cost more than most.

import Dispatch
import Synchronization

/// Maps the numbers below a count.
package struct ConcurrentMap: Sendable {
  private let count: Int
  private let threads: Int
  /// How many numbers are taken at once: few enough that the last ones are shared out too.
  private let stretch: Int

  /// - Parameters:
  ///   - threads: How many threads work at most, the caller's included.
  ///   - stretch: How many numbers a thread takes at once, if that matters.
  package init(count: Int, threads: Int, stretch: Int? = nil) {
    self.count = count
    self.threads = max(1, min(threads, count))
    self.stretch = stretch ?? max(1, min(64, count / (self.threads * 8)))
  }

  /// What `body` gives for each number.
  ///
  /// - Parameters:
  ///   - makeState: What the thread of a number has for itself.
  ///   - body: Gets a number, and its thread's state.
  /// - Throws: What `body` throws for the lowest number that it throws for.
  package func run<State: ~Copyable, Result: Sendable, Failure: Error>(
    _ makeState: @Sendable (Int) -> State,
    _ body: @Sendable (Int, inout State) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    if threads == 1 {
      var state = makeState(0)
      var results: [Result] = []
      results.reserveCapacity(count)
      for number in 0..<count { results.append(try body(number, &state)) }
      return results
    }
    let work = SharedWork<Result, Failure>(count: count, stretch: stretch)
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      var state = makeState(thread)
      work.work { (number) throws(Failure) in try body(number, &state) }
    }
    return try work.results()
  }
}

/// What the threads share: the next number, the results, and the first fault.
private final class SharedWork<Element: Sendable, Failure: Error>: Sendable {
  private struct Outcome {
    var stretches: [(start: Int, results: [Element])] = []
    var fault: (number: Int, error: Failure)?
  }

  private let count: Int
  private let stretch: Int
  private let cursor = Atomic<Int>(0)
  private let outcome = Mutex(Outcome())

  init(count: Int, stretch: Int) {
    self.count = count
    self.stretch = stretch
  }

  /// Takes stretches until there are no more, or something goes wrong on this thread.
  ///
  /// Stretches are taken in order, and others finish theirs: the lowest fault is always found.
  func work(_ body: (Int) throws(Failure) -> Element) {
    var done: [(start: Int, results: [Element])] = []
    while true {
      let start = cursor.wrappingAdd(stretch, ordering: .relaxed).oldValue
      guard start < count else { break }
      var results: [Element] = []
      var number = start
      do throws(Failure) {
        while number < min(start + stretch, count) {
          results.append(try body(number))
          number += 1
        }
      } catch {
        cursor.store(count, ordering: .relaxed)
        return note(error, at: number)
      }
      done.append((start, results))
    }
    let finished = done
    outcome.withLock { $0.stretches += finished }
  }

  private func note(_ error: Failure, at number: Int) {
    outcome.withLock { outcome in
      if outcome.fault.map({ number < $0.number }) ?? true { outcome.fault = (number, error) }
    }
  }

  func results() throws(Failure) -> [Element] {
    let outcome = outcome.withLock { $0 }
    if let fault = outcome.fault { throw fault.error }
    return outcome.stretches.sorted { $0.start < $1.start }.flatMap(\.results)
  }
}
