// The longest token that a text starts with.
//
//     tokens  ──▶  TokenTrie  ──▶  BacktrackingMerger

import SubwordMemory

/// Tokens as a tree of bytes, its edges in one table with open addressing.
struct TokenTrie: Sendable {
  /// An edge: the node it comes from and its byte above, the node it leads to in the low 24 bits.
  private var edges: [UInt64]
  private var edgeCount = 0
  /// The token that ends at each node; `none` for none.
  private var tokenOfNode: [UInt32] = [none]
  /// By token: the longest shorter one that it starts with, or `none`.
  private var prefixOfToken: [UInt32]

  private static let none = UInt32.max
  private static let empty = UInt64.max
  /// Nodes have 24 bits.
  private static let mostNodes = 1 << 24

  /// - Returns: `nil` for tokens that are too many.
  init?(_ tokens: some Sequence<TokenID>, of vocabulary: Vocabulary) {
    edges = [UInt64](repeating: Self.empty, count: 1 << 12)
    prefixOfToken = [UInt32](repeating: Self.none, count: vocabulary.identifierBound)
    for token in tokens {
      guard let bytes = vocabulary.bytes(of: token) else { continue }
      if tokenOfNode.count + bytes.count >= Self.mostNodes { return nil }
      var node = 0
      for byte in bytes { node = insert(byte, at: node) }
      tokenOfNode[node] = token.rawValue
    }
    for token in tokenOfNode where token != Self.none {
      prefixOfToken[Int(token)] = longestPrefix(
        vocabulary.bytes(of: TokenID(rawValue: token)) ?? [])
    }
  }

  /// The longest token that `text` starts with at `start`.
  @inline(__always)
  func longestMatch(in text: Span<UInt8>, from start: Int) -> TokenID? {
    let (edges, tokens) = (self.edges.span, tokenOfNode.span)
    var (node, longest) = (0, Self.none)
    var place = start
    while place < text.count {
      let next = Self.next(node, text[place], edges)
      if next == 0 { break }
      node = next
      if tokens[node] != Self.none { longest = tokens[node] }
      place &+= 1
    }
    return longest == Self.none ? nil : TokenID(rawValue: longest)
  }

  /// The longest shorter token that a token starts with.
  @inline(__always)
  func prefix(of token: TokenID) -> TokenID? {
    let prefix = prefixOfToken[token.index]
    return prefix == Self.none ? nil : TokenID(rawValue: prefix)
  }

  // MARK: Edges

  /// Where an edge leads; 0, the root, for none.
  @inline(__always)
  private static func next(_ node: Int, _ byte: UInt8, _ edges: Span<UInt64>) -> Int {
    let key = key(node, byte)
    var slot = Self.slot(of: key, in: edges.count)
    // ENDS: at most half of the slots are taken.
    while edges[slot] != empty {
      if edges[slot] &>> 24 == key { return Int(truncatingIfNeeded: edges[slot] & 0xFF_FFFF) }
      slot = (slot &+ 1) & (edges.count &- 1)
    }
    return 0
  }

  @inline(__always)
  private static func key(_ node: Int, _ byte: UInt8) -> UInt64 {
    UInt64(truncatingIfNeeded: node) &<< 8 | UInt64(byte)
  }

  @inline(__always)
  private static func slot(of key: UInt64, in count: Int) -> Int {
    Int(truncatingIfNeeded: mix(key &+ 1)) & (count &- 1)
  }

  /// The node behind an edge, which is made where it isn't there.
  private mutating func insert(_ byte: UInt8, at node: Int) -> Int {
    let next = Self.next(node, byte, edges.span)
    if next != 0 { return next }
    if (edgeCount + 1) * 2 > edges.count { grow() }
    tokenOfNode.append(Self.none)
    add(Self.key(node, byte) << 24 | UInt64(tokenOfNode.count - 1))
    edgeCount += 1
    return tokenOfNode.count - 1
  }

  private mutating func add(_ edge: UInt64) {
    var slot = Self.slot(of: edge >> 24, in: edges.count)
    while edges[slot] != Self.empty { slot = (slot + 1) & (edges.count - 1) }
    edges[slot] = edge
  }

  private mutating func grow() {
    let old = edges
    edges = [UInt64](repeating: Self.empty, count: old.count * 2)
    for edge in old where edge != Self.empty { add(edge) }
  }

  private func longestPrefix(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var (node, prefix) = (0, Self.none)
    for byte in bytes.dropLast() {
      node = Self.next(node, byte, edges.span)
      if tokenOfNode[node] != Self.none { prefix = tokenOfNode[node] }
    }
    return prefix
  }
}
