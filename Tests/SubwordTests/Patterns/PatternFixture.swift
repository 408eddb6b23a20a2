// The lists of patterns in Fixtures/patterns, with what the reference makes of them.

import TestSupport

@testable import Subword

/// A pattern of a list.
struct PatternFixture: CustomStringConvertible, Sendable {
  let name: String
  let pattern: String
  /// What the reference made of it: kind of texts, number of pretokens and digest.
  let digests: [(texts: Substring, row: String)]
  private let letters: [Substring: [Unicode.Scalar]]

  var description: String { name }

  /// The patterns in the file called `list`; none when it can't be read, which a test would tell.
  static func all(_ list: String) -> [PatternFixture] {
    do {
      let rows = try fields("patterns/\(list)-pretokens.txt", 3)
      let letters = Dictionary(uniqueKeysWithValues: rows.prefix(2).map { ($0[0], scalars($0[1])) })
      return try fields("patterns/\(list).txt", 1).map { fields in
        PatternFixture(
          name: String(fields[0]), pattern: String(fields[1]),
          digests: rows.dropFirst(2).filter { $0[0] == fields[0] }.map { ($0[1], String($0[2])) },
          letters: letters)
      }
    } catch {
      return []
    }
  }

  private static func fields(_ path: String, _ splits: Int) throws -> [[Substring]] {
    try Fixtures.lines(path).map { $0.split(separator: "\t", maxSplits: min(splits, 2)) }
  }

  private static func scalars(_ field: Substring) -> [Unicode.Scalar] {
    field.split(separator: " ").compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
  }

  /// The letters that random texts of a kind are drawn from.
  func alphabet(of texts: Substring) -> [Unicode.Scalar] { letters[texts] ?? [] }

  /// One scalar of each class that the pattern tells apart.
  func representatives() throws -> [Unicode.Scalar] {
    let node = try PatternParser.parse(pattern, .oniguruma)
    let sets = node.nodes { if case .scalar = $0 { true } else { false } }
      .compactMap { if case .scalar(let set) = $0 { set } else { nil } }
    var classes: [[Bool]: Unicode.Scalar] = [:]
    let candidates = Set(
      sets.flatMap(\.ranges).flatMap { [$0.lowerBound, $0.upperBound - 1, $0.upperBound] })
    for scalar in candidates.sorted().compactMap(Unicode.Scalar.init) {
      let membership = sets.map { $0.contains(scalar) }
      let isReadable = scalar == "a" || scalar == " "
      if classes[membership] == nil || isReadable { classes[membership] = scalar }
    }
    return classes.values.sorted()
  }
}
