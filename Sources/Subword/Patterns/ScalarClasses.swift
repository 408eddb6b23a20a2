// Code points that no set of a pattern tells apart are one class.
//
//     the sets of a pattern  ──▶  ScalarClasses: code point → class  ──▶  columns of PatternTables

import SubwordMemory

/// A partition of all code points by membership in some sets, as a table of two stages.
struct ScalarClasses: Sendable {
  /// How many classes there are, at most 255.
  let count: Int
  /// The class of code point c is `classes[pages[c / 128] + c % 128]`. Page 0 is ASCII, at 0.
  let classes: [UInt8]
  /// 8,704 starts in `classes`.
  let pages: [UInt32]
  /// By class, by set: whether the set holds the class.
  private let membership: [UInt64]

  /// The number of code points of a page.
  private static let pageSize: UInt32 = 128

  private init(classes: [UInt8], pages: [UInt32], membership: [UInt64]) {
    self.classes = classes
    self.pages = pages
    self.membership = membership
    count = membership.count
  }

  /// The partition in which class c is part of class `numbers[c]`.
  ///
  /// - Parameter kept: For each new class an old one whose membership stands for it.
  func merged(into numbers: [Int], keeping kept: [Int]) -> ScalarClasses {
    ScalarClasses(
      classes: classes.map { UInt8(numbers[Int($0)]) }, pages: pages,
      membership: kept.map { membership[$0] })
  }

  /// - Returns: `nil` for more than 64 sets or 255 classes.
  init?(_ sets: [ScalarSet]) {
    guard sets.count <= 64 else { return nil }
    let runs = Self.runs(sets)
    var signatures: [UInt64] = []
    var classOf: [UInt64: UInt8] = [:]
    for run in runs where classOf[run.signature] == nil {
      guard signatures.count < 255 else { return nil }
      classOf[run.signature] = UInt8(signatures.count)
      signatures.append(run.signature)
    }
    (classes, pages) = Self.table(runs.map { ($0.start, classOf[$0.signature] ?? 0) })
    membership = signatures
    count = signatures.count
  }

  /// Whether set number `set` holds the code points of class `number`.
  func contains(_ number: Int, inSet set: Int) -> Bool {
    membership[number] >> UInt64(set) & 1 == 1
  }

  /// Maximal runs of code points of equal membership, by their first code point.
  private static func runs(_ sets: [ScalarSet]) -> [(start: UInt32, signature: UInt64)] {
    var changes: [(scalar: UInt32, set: Int)] = [(0, -1)]
    for (number, set) in sets.enumerated() {
      for range in set.ranges {
        changes.append((range.lowerBound, number))
        changes.append((range.upperBound, number))
      }
    }
    changes.sort { $0.scalar < $1.scalar }
    var runs: [(start: UInt32, signature: UInt64)] = []
    var signature: UInt64 = 0
    for change in changes {
      if change.set >= 0 { signature ^= 1 << UInt64(change.set) }
      if let last = runs.last, last.start == change.scalar { runs.removeLast() }
      runs.append((change.scalar, signature))
    }
    return runs
  }

  /// The two stages. Of equal pages one is kept; nearly all pages lie within one run.
  private static func table(_ runs: [(start: UInt32, number: UInt8)]) -> ([UInt8], [UInt32]) {
    var classes: [UInt8] = []
    var pages: [UInt32] = []
    var uniform = [UInt32?](repeating: nil, count: 256)
    var run = 0
    for first in stride(from: UInt32(0), to: 0x110000, by: UInt32.Stride(pageSize)) {
      while run + 1 < runs.count && runs[run + 1].start <= first { run += 1 }
      let isUniform = run + 1 == runs.count || runs[run + 1].start >= first + pageSize
      if isUniform, let known = uniform[Int(runs[run].number)] {
        pages.append(known)
        continue
      }
      if isUniform { uniform[Int(runs[run].number)] = UInt32(classes.count) }
      pages.append(UInt32(classes.count))
      classes.append(contentsOf: page(first, runs[run...]))
    }
    return (classes, pages)
  }

  /// The classes of the code points from `first` on; the first of `runs` holds it.
  private static func page(
    _ first: UInt32, _ runs: ArraySlice<(start: UInt32, number: UInt8)>
  ) -> [UInt8] {
    var page: [UInt8] = []
    for index in runs.indices where page.count < Int(pageSize) {
      let next = index + 1 < runs.endIndex ? runs[index + 1].start : 0x110000
      let count = min(next, first + pageSize) - (first + UInt32(page.count))
      page.append(contentsOf: repeatElement(runs[index].number, count: Int(count)))
    }
    return page
  }
}

extension ScalarClasses {
  /// The class of the scalar that starts at `index` in valid UTF-8, and how many bytes it has.
  @inline(__always)
  func classAndLength(
    at index: Int, in text: borrowing Buffer<UInt8>
  ) -> (symbol: Int, length: Int) {
    let byte = text[index]
    return byte < 0x80
      ? (Int(classes[Int(byte)]), 1) : classAndLength(of: byte, at: index, in: text)
  }

  /// The same for a scalar of several bytes, the first of which is `byte`.
  @inline(__always)
  func classAndLength(
    of byte: UInt8, at index: Int, in text: borrowing Buffer<UInt8>
  ) -> (symbol: Int, length: Int) {
    let first = Int(byte)
    let second = Int(text[index &+ 1]) & 0x3F
    if first < 0xE0 { return (self.class((first & 0x1F) &<< 6 | second), 2) }
    let third = Int(text[index &+ 2]) & 0x3F
    if first < 0xF0 {
      return (self.class((first & 0xF) &<< 12 | second &<< 6 | third), 3)
    }
    let fourth = Int(text[index &+ 3]) & 0x3F
    return (self.class((first & 7) &<< 18 | second &<< 12 | third &<< 6 | fourth), 4)
  }

  @inline(__always)
  private func `class`(_ scalar: Int) -> Int {
    Int(classes[Int(pages[scalar &>> 7]) &+ scalar & 127])
  }

  /// The class of a code point.
  func `class`(of scalar: UInt32) -> Int {
    Int(classes[Int(pages[Int(scalar / Self.pageSize)]) + Int(scalar % Self.pageSize)])
  }
}
