// A token and the part of the pretoken that it stands for.
//
//     Segmenter  ──▶  [TokenID]          who wants identifiers only
//                └─▶  [SegmentedToken]   who wants to know where they come from, too
//
// Segmenters are written once over `SegmentationUnit`, and the compiler makes both forms of them.

/// A token within its pretoken.
public struct SegmentedToken: Hashable, Sendable, BitwiseCopyable {
  /// The token's identifier.
  public let id: TokenID
  /// The first byte that it stands for, counted from the start of the pretoken.
  public let start: UInt32
  /// The byte behind the last one that it stands for.
  public let end: UInt32

  /// A token that stands for the bytes from `start` to `end`.
  public init(id: TokenID, start: UInt32, end: UInt32) {
    self.id = id
    self.start = start
    self.end = end
  }
}

/// What a pretoken is made of while it is segmented: a token, with or without its place.
protocol SegmentationUnit: BitwiseCopyable {
  /// The token that stands for the bytes from `start` to `end`.
  init(_ id: TokenID, from start: Int, to end: Int)

  var id: TokenID { get }

  /// What this unit and the one behind it become.
  func joined(with next: Self, as id: TokenID) -> Self
}

extension TokenID: SegmentationUnit {
  @inline(__always)
  init(_ id: TokenID, from start: Int, to end: Int) { self = id }

  @inline(__always)
  var id: TokenID { self }

  @inline(__always)
  func joined(with next: TokenID, as id: TokenID) -> TokenID { id }
}

extension SegmentedToken: SegmentationUnit {
  @inline(__always)
  init(_ id: TokenID, from start: Int, to end: Int) {
    self.init(
      id: id, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  @inline(__always)
  func joined(with next: SegmentedToken, as id: TokenID) -> SegmentedToken {
    SegmentedToken(id: id, start: start, end: next.end)
  }
}
