// Tokens that fill encodings up to one length.

/// Fills encodings that are too short.
public struct Padding: Hashable, Sendable {
  /// Up to which length.
  public enum Length: Hashable, Sendable {
    /// That of the longest of the batch (`BatchLongest`).
    case longest
    /// So many tokens (`Fixed`).
    case fixed(Int)
  }

  /// Up to which length.
  public var length: Length
  /// The length becomes a multiple of this.
  public var multiple: Int?
  /// Where the fill goes.
  public var side: Truncation.Side
  /// The identifier that fills.
  public var id: TokenID
  /// Its type identifier.
  public var typeID: Int
  /// Its spelling.
  public var token: String

  /// As Hugging Face's `tokenizers` unless said otherwise.
  public init(
    length: Length = .longest, multiple: Int? = nil, side: Truncation.Side = .right,
    id: TokenID = TokenID(rawValue: 0), typeID: Int = 0, token: String = "[PAD]"
  ) {
    self.length = length
    self.multiple = multiple
    self.side = side
    self.id = id
    self.typeID = typeID
    self.token = token
  }
}
