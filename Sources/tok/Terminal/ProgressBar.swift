// How far a long job is, on one line of the terminal.
//
//     counting  ━━━━━━━━━━━━━━╸               48 %  140 MB  230 MB/s  1 s left

import Synchronization

/// A bar that any thread may move. Without a terminal it shows nothing, nor if the job is done before
/// its delay is over.
final class ProgressBar: Sendable {
  private struct State {
    var shown = 0.0
    var done = 0
    var isShown = false
  }

  private let name: String
  private let total: Int?
  private let unit: Unit
  private let delay: Double
  private let start = Clock.now
  private let state = Mutex(State())

  enum Unit {
    case bytes
    case tokens
  }

  /// A bar for a job of `total` units, or of nobody knows how many.
  ///
  /// - Parameter delay: The seconds before it is shown.
  init(_ name: String, total: Int?, unit: Unit, delay: Double = 0) {
    self.delay = delay
    self.name = name
    self.total = total
    self.unit = unit
  }

  /// Shows that `done` units are done; at most ten times a second.
  func update(_ done: Int) {
    guard StandardError.isTerminal else { return }
    state.withLock { state in
      state.done = max(state.done, done)
      let now = Clock.now
      guard now - state.shown > 0.1, now - start >= delay else { return }
      state.isShown = true
      state.shown = now
      StandardError.show(line(state.done, seconds: now - start), isLast: false)
    }
  }

  /// Shows the bar as it stands at the end, and goes to the next line.
  func finish(_ done: Int) {
    guard StandardError.isTerminal else { return }
    if delay > 0 && !state.withLock(\.isShown) { return }
    StandardError.show(line(done, seconds: Clock.now - start, isFinished: true), isLast: true)
  }

  /// The whole line. It never fills the last column: a line that wraps can't be replaced.
  ///
  /// Where it is too narrow for all, the bar gets shorter and goes, then fact after fact.
  private func line(_ done: Int, seconds: Double, isFinished: Bool = false) -> String {
    let share = isFinished ? 1 : total.map { min(1, Double(done) / Double(max($0, 1))) }
    let room = StandardError.width - 1
    var parts = [name.padded(to: 9)]
    for fact in facts(done, share, seconds: seconds, isFinished: isFinished) {
      if parts.joined(separator: "  ").count + 2 + fact.count > room { break }
      parts.append(fact)
    }
    let width = min(30, room - parts.joined(separator: "  ").count - 2)
    if let share, width >= 5 { parts.insert(bar(share, width: width), at: 1) }
    return parts.joined(separator: "  ")
  }

  /// What there is to say, the most important first.
  private func facts(
    _ done: Int, _ share: Double?, seconds: Double, isFinished: Bool
  ) -> [String] {
    let rate = Double(done) / max(seconds, 0.001)
    var facts: [String] = []
    if let share { facts.append("\(Int(share * 100)) %".padded(toLeft: 5)) }
    switch unit {
    case .bytes: facts += [Quantity.bytes(done), "\(Quantity.bytes(Int(rate)))/s"]
    case .tokens: facts.append("\(done) tokens")
    }
    if isFinished {
      facts.append(Quantity.seconds(seconds))
    } else if let total, rate > 0 {
      facts.append("\(Quantity.seconds(Double(max(total - done, 0)) / rate)) left")
    }
    return facts
  }

  private func bar(_ share: Double, width: Int) -> String {
    let full = Int(share * Double(width))
    let (done, open) = (String(repeating: "━", count: full), width - full)
    guard StandardError.hasColours else { return done + String(repeating: "─", count: open) }
    let rest = String(repeating: "━", count: open)
    return "\u{1B}[36m\(done)\u{1B}[0;2m\(rest)\u{1B}[0m"
  }
}
