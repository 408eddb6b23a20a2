// The identifier of a token.

/// What a model sees of a token: a number from 0 up.
public struct TokenID: Hashable, Sendable, Comparable, RawRepresentable, BitwiseCopyable {
  /// The number.
  public let rawValue: UInt32

  /// The identifier of this number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  @inlinable
  package init(_ index: Int) { rawValue = UInt32(truncatingIfNeeded: index) }

  @inlinable
  package var index: Int { Int(rawValue) }

  /// The order of the numbers.
  @inlinable
  public static func < (left: TokenID, right: TokenID) -> Bool { left.rawValue < right.rawValue }
}

extension TokenID: CustomStringConvertible {
  /// The number in decimal digits.
  public var description: String { String(rawValue) }
}

extension TokenID: ExpressibleByIntegerLiteral {
  /// A number in the source.
  public init(integerLiteral value: UInt32) { rawValue = value }
}
