// Where pretokens end, as the boundary machine says it: two bits for each byte of text.
//
//     BoundaryScanner  ──▶  BoundaryCodes  ──▶  pretokens

import SubwordMemory

/// For each byte of some stretches of text: whether a pretoken ends one scalar in front of it (the
/// low bit), and whether one ends in front of it (the high bit).
struct BoundaryCodes: ~Copyable {
  /// How many bytes of text a word of codes stands for.
  static let blockSize = 32

  /// By block; all zero at first.
  private var blocks: Buffer<UInt64>

  /// Codes for four lanes that take so many bytes together.
  init(bytes count: Int) { blocks = Buffer(repeating: 0, count: count / Self.blockSize + 8) }

  /// The code of a byte, in the two lowest bits.
  static func code(here: Bool, before: Bool) -> UInt32 { (here ? 2 : 0) | (before ? 1 : 0) }

  /// Adds what the codes of a block say.
  @inline(__always)
  mutating func add(_ code: UInt64, at block: Int) { blocks[block] |= code }

  /// Says that a pretoken ends in front of the byte at `place`, which the lane takes.
  mutating func add(boundaryAt place: Int, of lane: BoundaryLane) {
    let (block, index) = (place - lane.start).quotientAndRemainder(dividingBy: Self.blockSize)
    blocks[lane.firstBlock + block] |= 2 << UInt64(2 * index)
  }

  /// The last boundary that a lane has found; its start when there is none.
  func lastBoundary(of lane: BoundaryLane, in text: borrowing Buffer<UInt8>) -> Int {
    var block = lane.block - 1
    while block >= lane.firstBlock && blocks[block] == 0 { block -= 1 }
    guard block >= lane.firstBlock else { return lane.start }
    let bit = 63 - blocks[block].leadingZeroBitCount
    let base = lane.start + (block - lane.firstBlock) * Self.blockSize
    return Self.place(of: bit, base, in: text)
  }

  /// Appends the pretokens that end in a lane.
  ///
  /// - Parameter start: Where the first one starts; afterwards, where the next one does.
  func appendPretokens(
    of lane: BoundaryLane, startingAt start: inout Int, of text: borrowing Buffer<UInt8>,
    to pretokens: inout Buffer<PretokenRange>
  ) {
    var base = lane.start
    for block in lane.firstBlock..<lane.block {
      var code = blocks[block]
      pretokens.grow(to: pretokens.count &+ code.nonzeroBitCount)
      while code != 0 {
        let place = Self.place(of: code.trailingZeroBitCount, base, in: text)
        pretokens.append(PretokenRange(start, place))
        start = place
        code &= code &- 1
      }
      base &+= Self.blockSize
    }
    if let place = lane.placeBeyond {
      pretokens.append(PretokenRange(start, place))
      start = place
    }
  }

  /// The place that a bit stands for: bits 2i and 2i + 1 for one scalar in front of byte i, and for
  /// byte i.
  @inline(__always)
  private static func place(of bit: Int, _ base: Int, in text: borrowing Buffer<UInt8>) -> Int {
    var place = base &+ (bit &+ 1) &>> 1 &- 1
    while place >= 0 && text[place] & 0xC0 == 0x80 { place &-= 1 }
    return place
  }
}
