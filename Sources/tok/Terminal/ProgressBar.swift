// How far a long job is, on one line of the terminal.
//
//     counting  ━━━━━━━━━━━━━━╸               48 %  140 MB  230 MB/s  1 s left

import Subword
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A bar that any thread may move. Without a terminal it shows nothing.
final class ProgressBar: Sendable {
  private struct State {
    var shown = 0.0
    var done = 0
  }

  private let name: String
  private let total: Int?
  private let unit: Unit
  private let start = Clock.now
  private let state = Mutex(State())

  enum Unit {
    case bytes
    case tokens
  }

  /// A bar for a job of `total` units, or of nobody knows how many.
  init(_ name: String, total: Int?, unit: Unit) {
    self.name = name
    self.total = total
    self.unit = unit
  }

  /// Shows that `done` units are done; at most ten times a second.
  func update(_ done: Int) {
    guard StandardError.isTerminal else { return }
    let line = state.withLock { state -> String? in
      state.done = max(state.done, done)
      let now = Clock.now
      guard now - state.shown > 0.1 else { return nil }
      state.shown = now
      return text(state.done, seconds: now - start)
    }
    if let line { StandardError.writeRaw("\r\u{1B}[2K" + line) }
  }

  /// Shows the bar as it stands at the end, and goes to the next line.
  func finish(_ done: Int) {
    guard StandardError.isTerminal else { return }
    let line = text(done, seconds: Clock.now - start, isFinished: true)
    StandardError.writeRaw("\r\u{1B}[2K" + line + "\n")
  }

  private func text(_ done: Int, seconds: Double, isFinished: Bool = false) -> String {
    let share = isFinished ? 1 : total.map { min(1, Double(done) / Double(max($0, 1))) } ?? 0
    let amount = unit == .bytes ? Quantity.bytes(done) : "\(done) tokens"
    let rate = Double(done) / max(seconds, 0.001)
    var parts = [name.padded(to: 9), bar(share)]
    if total != nil { parts.append("\(Int(share * 100)) %".padded(toLeft: 5)) }
    parts.append(amount)
    if unit == .bytes { parts.append("\(Quantity.bytes(Int(rate)))/s") }
    if isFinished {
      parts.append(Quantity.seconds(seconds))
    } else if let total, rate > 0 {
      parts.append("\(Quantity.seconds(Double(max(total - done, 0)) / rate)) left")
    }
    return parts.joined(separator: "  ")
  }

  private func bar(_ share: Double) -> String {
    let width = 30
    let full = Int(share * Double(width))
    let colour = (on: "\u{1B}[36m", off: "\u{1B}[2m", end: "\u{1B}[0m")
    return colour.on + String(repeating: "━", count: full) + colour.end + colour.off
      + String(repeating: "━", count: width - full) + colour.end
  }
}

/// Seconds that pass, whatever the clock on the wall does.
enum Clock {
  static var now: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
