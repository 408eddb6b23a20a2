// The groups of a pattern, and the references to them.

/// What the parser knows of groups so far.
struct PatternGroups {
  private(set) var count = 0
  private var closed: Set<Int> = []
  private var numbersOfName: [String: [Int]] = [:]
  private var firstNumericReference: Int?
  private var forwardReferences: [(number: Int, index: Int)] = []

  /// The number of a new group.
  mutating func open(named name: String? = nil) -> Int {
    count += 1
    if let name { numbersOfName[name, default: []].append(count) }
    return count
  }

  mutating func close(_ number: Int) { closed.insert(number) }

  /// A reference by number at place `index` of the pattern.
  mutating func reference(
    to number: Int, at index: Int, _ cursor: PatternCursor
  ) throws(PatternError) -> PatternNode {
    firstNumericReference = firstNumericReference ?? index
    return try reference(number, at: index, cursor)
  }

  mutating func reference(
    toName name: String, at index: Int, _ cursor: PatternCursor
  ) throws(PatternError) -> PatternNode {
    guard let numbers = numbersOfName[name] else {
      throw cursor.syntax("a reference to a group that isn't there", at: index)
    }
    guard numbers.count == 1 else {
      throw cursor.unsupported("a reference to several groups of one name", at: index)
    }
    return try reference(numbers[0], at: index, cursor)
  }

  private mutating func reference(
    _ number: Int, at index: Int, _ cursor: PatternCursor
  ) throws(PatternError) -> PatternNode {
    guard closed.contains(number) else {
      if number <= count { throw Self.incomplete(index, cursor) }
      forwardReferences.append((number, index))
      return .never
    }
    return .reference(number)
  }

  /// What can be said of references only when the whole pattern is read.
  func check(_ cursor: PatternCursor) throws(PatternError) {
    if let index = firstNumericReference, !numbersOfName.isEmpty {
      throw cursor.syntax("a reference by number beside groups with names", at: index)
    }
    guard let first = forwardReferences.first else { return }
    let isThere = first.number <= count
    throw isThere
      ? Self.incomplete(first.index, cursor)
      : cursor.syntax("a reference to a group that isn't there", at: first.index)
  }

  private static func incomplete(_ index: Int, _ cursor: PatternCursor) -> PatternError {
    cursor.unsupported("a reference to a group that isn't complete", at: index)
  }
}
