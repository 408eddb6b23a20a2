// The version of this package, as files and `tok --version` give it.

/// The version of this package.
public enum SubwordVersion {
  /// Major, minor, patch: `0.1.0`.
  public static let current = "0.1.0"
}
