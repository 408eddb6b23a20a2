// What encoding gives.

/// The identifiers of a text.
public struct Encoding: Hashable, Sendable {
  /// One identifier for each token, first to last.
  public var ids: [TokenID]

  /// An encoding of these identifiers.
  public init(ids: [TokenID]) { self.ids = ids }
}
