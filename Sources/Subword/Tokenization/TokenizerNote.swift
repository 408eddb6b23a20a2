// What a file says that changes no identifier.

/// A part of a file that is kept so that it can be written again.
package struct TokenizerNote: Hashable, Sendable {
  /// What the file calls it.
  package let name: String
  /// Its value as JSON.
  package let json: [UInt8]

  package init(_ name: String, json: [UInt8]) {
    self.name = name
    self.json = json
  }
}
