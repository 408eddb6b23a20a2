// Pieces that a text is split at before anything is merged.

/// Finds which of some strings starts at a place of a text.
struct PrefixMatcher: Sendable {
  /// From a node in the high half and a byte in the low half to the next node; the root is 0.
  private var edges: [UInt64: UInt32] = [:]
  /// By node: which string ends there.
  private var ends: [TokenID?] = [nil]
  /// Whether a string starts with this byte.
  private var startsString = [Bool](repeating: false, count: 256)

  /// Of more strings that start at one place the longer ones aren't seen, as in sentencepiece.
  private static let mostMatches = 64

  init(_ strings: some Sequence<(bytes: ArraySlice<UInt8>, id: TokenID)>) {
    for (bytes, id) in strings where !bytes.isEmpty { insert(bytes, id) }
  }

  private mutating func insert(_ bytes: ArraySlice<UInt8>, _ id: TokenID) {
    var node: UInt32 = 0
    for byte in bytes {
      let edge = UInt64(node) << 32 | UInt64(byte)
      if let next = edges[edge] {
        node = next
      } else {
        node = UInt32(truncatingIfNeeded: ends.count)
        edges[edge] = node
        ends.append(nil)
      }
    }
    ends[Int(node)] = id
    if let first = bytes.first { startsString[Int(first)] = true }
  }

  /// The longest string that starts at `index`, and its length.
  @inline(__always)
  func match(_ text: Span<UInt8>, at index: Int) -> (id: TokenID, length: Int)? {
    startsString[Int(text[index])] ? longest(text, at: index) : nil
  }

  @inline(never)
  private func longest(_ text: Span<UInt8>, at start: Int) -> (id: TokenID, length: Int)? {
    var longest: (id: TokenID, length: Int)?
    var (node, matches): (UInt32, Int) = (0, 0)
    for index in start..<text.count {
      guard let next = edges[UInt64(node) << 32 | UInt64(text[index])] else { break }
      node = next
      guard let id = ends[Int(node)] else { continue }
      longest = (id, index + 1 - start)
      matches += 1
      if matches == Self.mostMatches { break }
    }
    return longest
  }
}
