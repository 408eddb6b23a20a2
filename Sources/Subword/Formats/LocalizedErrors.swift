// What programs show that ask errors for a `localizedDescription`: the same one line.

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ModelFileError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension FileError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension TokenEncodingError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension TokenDecodingError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension NormalizationError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension PatternError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}

extension ChatTemplateError: LocalizedError {
  /// The same as the description.
  public var errorDescription: String? { description }
}
