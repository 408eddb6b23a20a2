// The algebra of scalar sets, against Swift's own `Set` of numbers.

import TestSupport
import Testing

@testable import Subword

@Suite("A scalar set agrees with a plain set of scalars")
struct ScalarSetTests {
  /// Eight scalars around every edge there is: the first, both sides of the surrogates, the last.
  static let edges: [UInt32] = [0, 1, 0xD7FE, 0xD7FF, 0xE000, 0xE001, 0x10_FFFE, 0x10_FFFF]

  static func subset(_ mask: Int) -> Set<UInt32> {
    Set(edges.indices.filter { mask >> $0 & 1 == 1 }.map { edges[$0] })
  }

  @Test("on every pair of subsets of eight scalars at the edges")
  func exhaustively() {
    let sets = (0..<256).map { ScalarSet(Self.subset($0)) }
    for left in 0..<256 {
      for right in 0..<256 {
        let (a, b) = (Self.subset(left), Self.subset(right))
        let (x, y) = (sets[left], sets[right])
        let agree =
          x.union(y) == ScalarSet(a.union(b))
          && x.intersection(y) == ScalarSet(a.intersection(b))
          && x.subtracting(y) == ScalarSet(a.subtracting(b))
          && (x == y) == (a == b)
        #expect(agree, "on \(a.sorted()) and \(b.sorted())")
      }
    }
  }

  @Test("on the members of every subset of eight scalars, and of its complement")
  func membersAndComplements() {
    for mask in 0..<256 {
      let plain = Self.subset(mask)
      let set = ScalarSet(plain)
      let complement = set.complement
      #expect(Set(set.ranges.joined()) == plain)
      #expect(set.count == plain.count && set.isEmpty == plain.isEmpty)
      #expect(complement.count == 0x10F800 - plain.count, "on \(plain.sorted())")
      #expect(complement.complement == set, "on \(plain.sorted())")
      for scalar in Self.edges {
        #expect(set.contains(scalar) == plain.contains(scalar), "\(scalar) in \(plain.sorted())")
        #expect(complement.contains(scalar) != plain.contains(scalar))
      }
    }
  }

  @Test("on drawn ranges over a thousand scalars", arguments: [1, 2, 3, 4, 5])
  func drawn(seed: Int) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (a, b) = (Self.drawnRanges(&random), Self.drawnRanges(&random))
      let (x, y) = (ScalarSet(a), ScalarSet(b))
      let (p, q) = (Set(a.joined()), Set(b.joined()))
      let place = "seed \(seed): \(a), \(b)"
      #expect(Set(x.union(y).ranges.joined()) == p.union(q), "\(place)")
      #expect(Set(x.intersection(y).ranges.joined()) == p.intersection(q), "\(place)")
      #expect(Set(x.subtracting(y).ranges.joined()) == p.subtracting(q), "\(place)")
      #expect(Self.isCanonical(x.union(y)), "\(place)")
      let found = (0..<1000).filter { x.contains(UInt32($0)) }
      #expect(found == p.sorted().map(Int.init), "seed \(seed): \(a)")
    }
  }

  @Test("and drops surrogates and whatever lies behind the last scalar")
  func notScalars() {
    #expect(ScalarSet([0xD800..<0xE000, 0x11_0000..<UInt32.max]) == .none)
    #expect(ScalarSet([0..<UInt32.max]) == .all)
    #expect(ScalarSet.all.count == 0x10F800)
    #expect(!ScalarSet.all.contains(0xD800) && !ScalarSet.all.contains(0x11_0000))
    #expect(!ScalarSet.all.contains(UInt32.max))
  }

  static func isCanonical(_ set: ScalarSet) -> Bool {
    set.ranges.allSatisfy { !$0.isEmpty }
      && zip(set.ranges, set.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
  }

  static func drawnRanges(_ random: inout SeededGenerator) -> [Range<UInt32>] {
    (0..<random.next() % 12).map { _ in
      let start = UInt32(random.next() % 950)
      return start..<start + UInt32(random.next() % 50)
    }
  }
}

extension ScalarSet {
  init(_ members: Set<UInt32>) { self.init(members.map { $0..<$0 + 1 }) }
}
