// The identifiers of many texts in one array.

/// The identifiers of texts, one text behind the other, and where each starts: rows of different
/// lengths without an array for each.
public struct EncodedRows: Hashable, Sendable {
  /// The identifiers of all texts.
  public private(set) var ids: [TokenID] = []
  /// Where the identifiers of each text start in ``ids``, and behind that the number of all: one more
  /// than there are texts.
  public private(set) var starts = [0]

  /// How many texts there are.
  public var count: Int { starts.count - 1 }

  /// The identifiers of the text at `index`, from 0 to less than ``count``.
  public subscript(index: Int) -> ArraySlice<TokenID> { ids[starts[index]..<starts[index + 1]] }

  /// Makes room for the rows of `others`.
  mutating func reserve(_ others: [EncodedRows]) {
    starts.reserveCapacity(others.reduce(starts.count) { $0 + $1.count })
    ids.reserveCapacity(others.reduce(ids.count) { $0 + $1.ids.count })
  }

  /// Adds a row that `body` appends to ``ids``.
  mutating func appendRow<Failure>(
    _ body: (inout [TokenID]) throws(Failure) -> Void
  ) throws(Failure) {
    try body(&ids)
    starts.append(ids.count)
  }

  mutating func append(contentsOf other: EncodedRows) {
    let distance = ids.count
    ids += other.ids
    starts += other.starts.dropFirst().map { $0 + distance }
  }
}
