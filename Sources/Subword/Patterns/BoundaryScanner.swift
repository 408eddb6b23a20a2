// The boundary machine at speed: four places of a text at once, without a branch for a byte.
//
//     text  ──▶  symbols, one a byte  ──▶  rows of a table  ──▶  two bits a byte: boundary codes
//                                                                     │
//                                              pretokens ◀── BoundaryCodes
//
// A step of the machine waits for the step before it, some six cycles. A text can be taken apart
// where a pretoken is sure to end, so four lanes run through four parts of it in turn, and the
// waiting of one is the work of the others. `PatternTables` says what is left to the automaton, and
// `ReferencePatternMatcher` what is right.

import SubwordMemory

/// Runs a ``BoundaryTransducer`` over text.
///
/// A row of the table has a column for each ASCII byte, one for each class at the first byte of a
/// longer scalar, and the last for a byte to pass over, which changes nothing.
struct BoundaryScanner: Sendable {
  /// By standing, by column: the row to go on in, shifted by 8, and what the step says in the two
  /// highest bits. Row 0 is that of the detours, which is never left.
  private let steps: [UInt32]
  private let scalarClasses: ScalarClasses

  fileprivate static let start: UInt32 = 1 << 8
  fileprivate static let detour: UInt32 = 0

  private static let rowBits: UInt32 = 0x3FFF_FF00
  private static let codeBits: UInt32 = 0xC000_0000
  private static let columnCount = 256
  private static let firstClass = 128
  private static let passedOver = 255

  /// - Returns: `nil` for a pattern that has no machine, or too many classes for a row.
  init?(_ automaton: PatternAutomaton) {
    let classes = automaton.classes
    guard classes.count < Self.passedOver - Self.firstClass,
      let machine = BoundaryTransducer(automaton)
    else { return nil }
    var steps = [UInt32](repeating: Self.detour, count: Self.columnCount)
    for (standing, row) in machine.steps.enumerated() {
      let entries = row.map { Self.entry($0.next, $0.output) }
      steps += (0..<Self.firstClass).map { entries[classes.class(of: UInt32($0))] }
      steps += entries
      let free = Self.passedOver - Self.firstClass - entries.count
      steps += [UInt32](repeating: Self.detour, count: free)
      steps.append(UInt32(standing + 1) << 8)
    }
    self.steps = steps
    scalarClasses = classes
  }

  private static func entry(_ next: Int, _ output: BoundaryTransducer.Output) -> UInt32 {
    switch output {
    case .detour: detour
    case .boundaries(let here, let before):
      UInt32(next + 1) << 8 | BoundaryCodes.code(here: here, before: before) << 30
    }
  }

  /// Takes the next blocks of four lanes, until one of them comes to a detour or has no whole block
  /// left.
  func run(
    _ lanes: inout InlineArray<4, BoundaryLane>, over text: borrowing Buffer<UInt8>,
    into codes: inout BoundaryCodes
  ) {
    let table = steps.span
    var (l0, l1, l2, l3) = (lanes[0], lanes[1], lanes[2], lanes[3])
    for _ in 0..<min(min(l0.wholeBlocks, l1.wholeBlocks), min(l2.wholeBlocks, l3.wholeBlocks)) {
      var (c0, c1, c2, c3): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      for offset in stride(from: 0, to: BoundaryCodes.blockSize, by: 8) {
        var s0 = symbols(at: l0.position &+ offset, of: text)
        var s1 = symbols(at: l1.position &+ offset, of: text)
        var s2 = symbols(at: l2.position &+ offset, of: text)
        var s3 = symbols(at: l3.position &+ offset, of: text)
        for _ in 0..<8 {
          Self.step(table, &l0.row, &s0, &c0)
          Self.step(table, &l1.row, &s1, &c1)
          Self.step(table, &l2.row, &s2, &c2)
          Self.step(table, &l3.row, &s3, &c3)
        }
      }
      codes.add(c0, at: l0.advance())
      codes.add(c1, at: l1.advance())
      codes.add(c2, at: l2.advance())
      codes.add(c3, at: l3.advance())
      if l0.isInDetour || l1.isInDetour || l2.isInDetour || l3.isInDetour { break }
    }
    (lanes[0], lanes[1], lanes[2], lanes[3]) = (l0, l1, l2, l3)
  }

  /// Takes the next blocks of a lane, until it comes to a detour or has no whole block left.
  func run(
    _ lane: inout BoundaryLane, over text: borrowing Buffer<UInt8>, into codes: inout BoundaryCodes
  ) {
    let table = steps.span
    for _ in 0..<lane.wholeBlocks where !lane.isInDetour {
      var code: UInt64 = 0
      for offset in stride(from: 0, to: BoundaryCodes.blockSize, by: 8) {
        var symbols = symbols(at: lane.position &+ offset, of: text)
        for _ in 0..<8 { Self.step(table, &lane.row, &symbols, &code) }
      }
      codes.add(code, at: lane.advance())
    }
  }

  /// Takes the next block of a lane, but not its first `skipped` bytes nor what lies behind its end.
  func runBlock(
    of lane: inout BoundaryLane, skipping skipped: Int, over text: borrowing Buffer<UInt8>,
    into codes: inout BoundaryCodes
  ) {
    var code: UInt64 = 0
    let count = min(lane.end - lane.position, BoundaryCodes.blockSize)
    for index in skipped..<max(count, skipped) {
      let entry = steps[Int(lane.row) | Int(symbol(at: lane.position + index, of: text))]
      code |= UInt64(entry >> 30) << UInt64(2 * index)
      lane.row = entry & Self.rowBits
    }
    codes.add(code, at: lane.advance())
  }

  /// Takes the symbol in the lowest byte.
  @inline(__always)
  private static func step(
    _ table: Span<UInt32>, _ row: inout UInt32, _ symbols: inout UInt64, _ code: inout UInt64
  ) {
    // SAFETY: a row is one of those that `init` wrote, each of which has 256 columns.
    // MEASURED: see "four lanes" in the performance log.
    let column = UInt32(truncatingIfNeeded: symbols & 0xFF)
    let entry = unsafe table[unchecked: Int(truncatingIfNeeded: row | column)]
    symbols &>>= 8
    code = code &>> 2 | UInt64(entry & Self.codeBits) &<< 32
    row = entry & Self.rowBits
  }

  /// The symbols of the eight bytes from `offset` on: ASCII bytes as they are.
  @inline(__always)
  private func symbols(at offset: Int, of text: borrowing Buffer<UInt8>) -> UInt64 {
    let word = text.word(at: offset)
    return word & 0x8080_8080_8080_8080 == 0 ? word : symbols(of: word, at: offset, of: text)
  }

  private func symbols(
    of word: UInt64, at offset: Int, of text: borrowing Buffer<UInt8>
  ) -> UInt64 {
    let high = word & 0x8080_8080_8080_8080
    var symbols = word | (high &>> 7) &* 0xFF
    var leads = high & word &<< 1
    while leads != 0 {
      let shift = UInt64(truncatingIfNeeded: leads.trailingZeroBitCount &- 7)
      let index = offset &+ Int(truncatingIfNeeded: shift &>> 3)
      symbols ^= UInt64(255 ^ symbol(ofLong: text[index], at: index, of: text)) &<< shift
      leads &= leads &- 1
    }
    return symbols
  }

  @inline(__always)
  private func symbol(at index: Int, of text: borrowing Buffer<UInt8>) -> UInt8 {
    let byte = text[index]
    if byte < 0x80 { return byte }
    return byte < 0xC0 ? UInt8(Self.passedOver) : symbol(ofLong: byte, at: index, of: text)
  }

  /// The symbol at the first byte of a scalar of several.
  @inline(__always)
  private func symbol(
    ofLong byte: UInt8, at index: Int, of text: borrowing Buffer<UInt8>
  ) -> UInt8 {
    let number = scalarClasses.classAndLength(of: byte, at: index, in: text).symbol
    return UInt8(truncatingIfNeeded: Self.firstClass &+ number)
  }
}

/// Where one run of the machine is.
struct BoundaryLane: BitwiseCopyable {
  /// Where the lane starts: the text in front of it is cut there.
  let start: Int
  /// Where the bytes end that the lane takes.
  let end: Int
  /// Where its codes begin in ``BoundaryCodes``.
  let firstBlock: Int
  /// Which of its blocks is taken next.
  private var taken = 0
  /// Where a pretoken ends at or behind the lane's end, once that is known.
  private(set) var placeBeyond: Int?
  fileprivate var row = BoundaryScanner.start

  init(from start: Int, to end: Int, codesAt firstBlock: Int) {
    self.start = start
    self.end = end
    self.firstBlock = firstBlock
  }

  /// The first byte of the next block.
  @inline(__always)
  var position: Int { start &+ taken &* BoundaryCodes.blockSize }

  /// The code that belongs to the next block.
  @inline(__always)
  var block: Int { firstBlock &+ taken }

  /// How many blocks lie wholly in front of the end.
  @inline(__always)
  var wholeBlocks: Int { isDone ? 0 : (end &- position) / BoundaryCodes.blockSize }

  /// The first block behind its codes.
  var blockAfterLast: Int { firstBlock + (end - start) / BoundaryCodes.blockSize + 1 }

  @inline(__always)
  var isDone: Bool { position >= end || placeBeyond != nil }

  @inline(__always)
  var isInDetour: Bool { row == BoundaryScanner.detour }

  /// Goes on to the next block.
  ///
  /// - Returns: Where the code of the one that was taken belongs.
  @inline(__always)
  fileprivate mutating func advance() -> Int {
    taken &+= 1
    return block &- 1
  }

  /// Takes nothing more: the pretoken that starts behind its last boundary ends at `place`.
  mutating func finish(at place: Int) {
    placeBeyond = place
    row = BoundaryScanner.start
  }

  /// Starts afresh at `place`, in whichever block that is.
  ///
  /// - Returns: How many bytes of the next block come before it.
  mutating func restart(at place: Int) -> Int {
    taken = (place - start) / BoundaryCodes.blockSize
    row = BoundaryScanner.start
    return place - position
  }
}
