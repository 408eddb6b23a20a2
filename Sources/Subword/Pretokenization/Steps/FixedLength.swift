// `FixedLength`: pieces of so many characters; the last may have fewer.

import SubwordMemory

struct FixedLengthStage: CuttingStage {
  private let length: Int

  init(_ length: Int) throws(PatternError) {
    guard length > 0 else { throw .pieceLength(length) }
    self.length = length
  }

  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var position = start
    while position < end && parts.count < limit {
      let first = position
      var count = 0
      while position < end && count < length {
        position = min(position + UTF8Scalar.width(text[position]), end)
        count += 1
      }
      parts.append(PretokenRange(first, position))
    }
    return position
  }
}
