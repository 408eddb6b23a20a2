// The bound on memory that a caller sets, and what of it is taken.

/// Memory that may be in use at once.
struct MemoryBudget {
  /// All of it, in bytes.
  let bound: Int
  /// What is taken for as long as the budget is used.
  private(set) var taken = 0

  init(_ bound: Int) { self.bound = bound }

  /// What is left of it.
  var rest: Int { max(0, bound - taken) }

  /// Takes `bytes` for good.
  mutating func take(_ bytes: Int) throws(VocabularizationError) {
    try check(bytes)
    taken += bytes
  }

  /// Checks that there is room for `bytes` more.
  @inline(__always)
  func check(_ bytes: Int) throws(VocabularizationError) {
    if bytes > rest { throw .memoryExceeded(needed: taken + bytes, bound: bound) }
  }
}
