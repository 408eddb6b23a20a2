// Tokens that are looked for in a text before it is cut.
//
//     text  ──▶  AddedTokens  ──▶  stretches of text │ added token │ text …

import SubwordMemory

/// Finds the spellings of added tokens: the leftmost, and of those that start there the longest.
package struct AddedTokens: Sendable {
  package let all: [AddedToken]
  /// Spellings by their first byte, the longest first.
  private let byFirstByte: [[(spelling: [UInt8], token: AddedToken)]]

  package init(_ tokens: [AddedToken]) {
    all = tokens
    var lists = [[(spelling: [UInt8], token: AddedToken)]](repeating: [], count: 256)
    for token in tokens {
      let spelling = Array(token.content.utf8)
      guard let first = spelling.first else { continue }
      lists[Int(first)].append((spelling, token))
    }
    byFirstByte = lists.map { $0.sorted { $0.spelling.count > $1.spelling.count } }
  }

  /// The first added token in `text` from `start` on and before `end`.
  ///
  /// - Parameter includingSpecial: Whether special tokens are looked for too.
  func first(
    in text: borrowing Buffer<UInt8>, from start: Int, to end: Int, includingSpecial: Bool
  ) -> (range: Range<Int>, token: AddedToken)? {
    if all.isEmpty { return nil }
    for index in start..<end {
      for (spelling, token) in byFirstByte[Int(text[index])]
      where includingSpecial || !token.isSpecial {
        if text.holds(spelling, at: index, before: end) {
          return (index..<index + spelling.count, token)
        }
      }
    }
    return nil
  }
}

extension Buffer<UInt8> {
  fileprivate func holds(_ bytes: [UInt8], at start: Int, before end: Int) -> Bool {
    guard start + bytes.count <= end else { return false }
    for (offset, byte) in bytes.enumerated() where self[start + offset] != byte { return false }
    return true
  }
}
