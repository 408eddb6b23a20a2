// Tokens by a single scalar or byte.

/// A token for some scalars, two steps away: a page for each 256 scalars of which one has a token.
struct ScalarTable: Sendable {
  /// Where the page of each 256 scalars starts in `tokens`; the page at 0 is empty.
  private var pages = [UInt32](repeating: 0, count: 0x1100)
  private var tokens = [UInt32](repeating: Self.none, count: 256)

  /// No identifier: those are below 2³¹.
  private static let none = UInt32.max

  /// All tokens of the table.
  var all: [TokenID] {
    tokens.lazy.filter { $0 != Self.none }.map { TokenID(rawValue: $0) }
  }

  /// The token of `scalar`, which may be a byte as well.
  subscript(scalar: UInt32) -> TokenID? {
    @inline(__always)
    get {
      let page = Int(scalar >> 8)
      guard page < pages.count else { return nil }
      let token = tokens[Int(pages[page]) + Int(scalar & 0xFF)]
      return token == Self.none ? nil : TokenID(rawValue: token)
    }
    set {
      let page = Int(scalar >> 8)
      guard page < pages.count else { return }
      if pages[page] == 0 {
        pages[page] = UInt32(truncatingIfNeeded: tokens.count)
        tokens += [UInt32](repeating: Self.none, count: 256)
      }
      tokens[Int(pages[page]) + Int(scalar & 0xFF)] = newValue?.rawValue ?? Self.none
    }
  }
}
