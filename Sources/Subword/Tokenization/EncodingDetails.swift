// What an encoding may tell beside its identifiers.

/// What offsets count in.
public enum OffsetUnit: String, Hashable, Sendable, CaseIterable {
  /// Bytes of UTF-8, as `String.utf8` counts.
  case bytes
  /// UTF-16's code units, as `String.utf16`, `NSRange` and JavaScript count.
  case utf16
  /// Unicode scalars, as `String.unicodeScalars` and Python count.
  case scalars
}

/// What an ``Encoding`` tells beside its identifiers. Nothing is worked out that isn't asked for.
///
/// ```swift
/// try tokenizer.encode("The cat sat.", with: [.offsets(.utf16), .words])
/// ```
public struct EncodingDetails: OptionSet, Hashable, Sendable {
  /// The bits of the set.
  public let rawValue: UInt16

  /// The set of these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// ``Encoding/typeIDs``.
  public static let typeIDs = EncodingDetails(rawValue: 1 << 0)
  /// ``Encoding/specialTokensMask``.
  public static let specialTokensMask = EncodingDetails(rawValue: 1 << 1)
  /// ``Encoding/attentionMask``.
  public static let attentionMask = EncodingDetails(rawValue: 1 << 2)
  /// ``Encoding/words``.
  public static let words = EncodingDetails(rawValue: 1 << 3)
  /// ``Encoding/sequences``.
  public static let sequences = EncodingDetails(rawValue: 1 << 4)
  /// ``Encoding/tokens``.
  public static let tokens = EncodingDetails(rawValue: 1 << 5)
  /// ``Encoding/windows``.
  public static let windows = EncodingDetails(rawValue: 1 << 6)
  private static let byteOffsets = EncodingDetails(rawValue: 1 << 7)
  private static let utf16Offsets = EncodingDetails(rawValue: 1 << 8)
  private static let scalarOffsets = EncodingDetails(rawValue: 1 << 9)

  /// ``Encoding/offsets``, counted in `unit`. Of several units in one set the first counts, in the
  /// order of ``OffsetUnit``.
  public static func offsets(_ unit: OffsetUnit) -> EncodingDetails {
    switch unit {
    case .bytes: byteOffsets
    case .utf16: utf16Offsets
    case .scalars: scalarOffsets
    }
  }

  /// All there is.
  public static func all(_ unit: OffsetUnit) -> EncodingDetails {
    [
      .typeIDs, .specialTokensMask, .attentionMask, .words, .sequences, .tokens, .windows,
      .offsets(unit),
    ]
  }

  /// What offsets count in; `nil` when nobody asks for them.
  public var offsetUnit: OffsetUnit? {
    OffsetUnit.allCases.first { contains(.offsets($0)) }
  }

  /// Whether something is asked for that stands beside each token.
  var describesTokens: Bool { !isSubset(of: .windows) }
}
