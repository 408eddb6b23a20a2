// Texts for tests that try many: all short ones over an alphabet, and long ones by seed.

import TestSupport

/// Calls `body` with every text over `letters` of up to `length` letters, the empty one first.
func forEveryText<Letter>(
  over letters: [Letter], upTo length: Int, _ body: ([Letter]) throws -> Void
) rethrows {
  for count in 0...length {
    var digits = [Int](repeating: 0, count: count)
    repeat {
      try body(digits.map { letters[$0] })
    } while digits.countUp(base: letters.count)
  }
}

extension [Int] {
  /// The next number with these digits, the last one first to change; `false` behind the largest.
  fileprivate mutating func countUp(base: Int) -> Bool {
    for place in indices.reversed() {
      self[place] += 1
      if self[place] < base { return true }
      self[place] = 0
    }
    return false
  }
}

extension SeededGenerator {
  /// From one to `longest` draws from `letters`.
  mutating func text<Letter>(over letters: [Letter], upTo longest: Int) -> [Letter] {
    let count = Int.random(in: 1...longest, using: &self)
    return (0..<count).map { _ in letters[Int.random(in: letters.indices, using: &self)] }
  }
}

extension [Unicode.Scalar] {
  /// The text in UTF-8.
  var utf8: [UInt8] { [UInt8](String(String.UnicodeScalarView(self)).utf8) }
}
