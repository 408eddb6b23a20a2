// The table against a dictionary, on pretokens that are hard to tell apart.

import Subword
import SubwordMemory
import TestSupport
import Testing

@testable import SubwordTraining

@Suite("The table of pretokens counts as a dictionary does, and sorts by bytes")
struct PretokenTableTests {
  @Test("on every string of up to two bytes, and of up to five of 0, 1, 255")
  func shortStrings() {
    let bytes = (0...255).map { [UInt8($0)] }
    expectSame(bytes + bytes.flatMap { first in bytes.map { first + $0 } } + bytes)
    var strings: [[UInt8]] = [[]]
    var all: [[UInt8]] = []
    for _ in 1...5 {
      strings = strings.flatMap { string in [0, 1, 255].map { string + [$0] } }
      all += strings
    }
    expectSame(all + all.reversed())
  }

  @Test("on random strings of 1 to 40 bytes", arguments: 1...5)
  func random(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = generator.element(of: [
      [0], [0, 1], [97, 98, 99], [0, 127, 128, 255],
    ])
    let strings = (0..<100_000).map { _ in
      (0..<generator.number(1...40)).map { _ in generator.element(of: alphabet) }
    }
    expectSame(strings, "seed \(seed)")
  }

  @Test("on strings that differ in the last byte only, and in the first only")
  func oneByteDiffers() {
    var strings: [[UInt8]] = []
    for length in 0...40 {
      let same = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      for byte: UInt8 in 0...255 { strings += [same + [byte], [byte] + same] }
    }
    expectSame(strings + strings.prefix(1_000))
  }

  @Test("on strings of which each is the start of the next, of zeros too")
  func prefixes() {
    let long = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    let zeros = [UInt8](repeating: 0, count: 300)
    expectSame((1...300).flatMap { [Array(long.prefix($0)), Array(zeros.prefix($0))] })
  }

  @Test("on strings of up to 100,000 bytes that differ late")
  func longStrings() {
    var generator = SeededGenerator(seed: 3)
    let long = (0..<100_000).map { _ in UInt8(generator.number(0...255)) }
    var strings: [[UInt8]] = []
    for length in [14, 15, 16, 17, 255, 256, 257, 65_535, 65_536, 99_999, 100_000] {
      var changed = Array(long.prefix(length))
      strings.append(changed)
      changed[length - 1] ^= 1
      strings.append(changed)
      changed[length / 2] ^= 0x80
      strings += [changed, changed]
    }
    expectSame(strings)
  }

  @Test("while it grows to 300,000 entries of 1 to 20 bytes")
  func growth() {
    var generator = SeededGenerator(seed: 5)
    let strings = (0..<300_000).map { number in
      Array(String(number, radix: 36).utf8)
        + [UInt8](repeating: 46, count: generator.number(0...15))
    }
    expectSame(strings + strings.prefix(50_000))
  }

  @Test(
    "with counts of up to 64 bits, and says when one exceeds them", arguments: [2, 15, 16, 100])
  func countsOfTimes(length: Int) {
    var table = PretokenTable()
    let text = Self.text([[UInt8](repeating: 97, count: length)])
    let range = PretokenRange(0, length)
    for times: UInt64 in [3_000_000_000, 5_000_000_000_000_000_000, 1 << 63] {
      let fits = table.add(range, of: text, times: times)
      #expect(fits)
    }
    table.add([range], of: text)
    let expected: UInt64 = 5_000_000_003_000_000_001 + (1 << 63)
    let counts = table.sorted().counts
    #expect(counts == [expected])
    let fitsMost = table.add(range, of: text, times: .max - expected)
    let fitsOneMore = table.add(range, of: text, times: 1)
    #expect(fitsMost && !fitsOneMore)
  }

  @Test("again after it was emptied")
  func emptied() {
    var table = PretokenTable()
    let text = Self.text([Array("abc".utf8), Array("a long one, of the arena".utf8)])
    table.add([PretokenRange(0, 3), PretokenRange(3, 27)], of: text)
    let before = table.sorted().count
    table.removeAll()
    let after = table.sorted().count
    #expect(before == 2 && after == 0)
    table.add([PretokenRange(0, 2)], of: text)
    let again = table.sorted().dictionary
    #expect(again == [Array("ab".utf8): 1])
  }

  private func expectSame(
    _ strings: [[UInt8]], _ comment: String = "", at place: SourceLocation = #_sourceLocation
  ) {
    let text = Self.text(strings)
    var table = PretokenTable()
    var expected: [[UInt8]: UInt64] = [:]
    var start = 0
    var pretokens: [PretokenRange] = []
    for string in strings {
      pretokens.append(PretokenRange(start, start + string.count))
      expected[string, default: 0] += 1
      start += string.count
    }
    table.add(pretokens, of: text)
    let count = table.count
    #expect(count == expected.count, "\(comment)", sourceLocation: place)
    let sorted = table.sorted()
    let ordered = expected.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    #expect(sorted.count == ordered.count, "\(comment)", sourceLocation: place)
    for (index, entry) in ordered.enumerated() where index < sorted.count {
      let (pretoken, count) = sorted[index]
      guard pretoken.elementsEqual(entry.key) && count == entry.value else {
        let found = "found \(pretoken.prefix(40)) × \(count)"
        Issue.record(
          "\(comment) at \(index): expected \(entry.key.prefix(40)) × \(entry.value), \(found)",
          sourceLocation: place)
        return
      }
    }
  }

  /// The strings one behind the other, with what the table wants to be able to read behind them.
  private static func text(_ strings: [[UInt8]]) -> Buffer<UInt8> {
    var text = Buffer<UInt8>()
    for string in strings { text.append(contentsOf: string.span) }
    // Not zeros: what lies behind a pretoken must not matter.
    text.resize(to: text.count + PretokenTable.slack, filling: 0xAA)
    return text
  }
}

extension PretokenTable {
  /// Counts one more of each of `pretokens`.
  fileprivate mutating func add(_ pretokens: [PretokenRange], of text: borrowing Buffer<UInt8>) {
    var buffer = Buffer<PretokenRange>()
    buffer.append(contentsOf: pretokens.span)
    add(buffer, of: text)
  }
}
