// What a file says that has no meaning for a tokenizer, kept to be written again.
//
//     a comment in a file  ──▶  KeptMember  ──▶  the same comment in the file that is written

/// A member of a file's model: a name, and its value as JSON.
package struct KeptMember: Hashable, Sendable {
  /// The key.
  package var name: String
  /// The value's JSON, as it stood in the file.
  package var json: [UInt8]

  package init(name: String, json: [UInt8]) {
    self.name = name
    self.json = json
  }

  /// Whether a key that isn't known says nothing that could change identifiers: one for people, or
  /// one that is marked as nobody else's business.
  package static func isHarmless(_ name: String) -> Bool {
    if let first = name.utf8.first, first == UInt8(ascii: "_") || first == UInt8(ascii: "$") {
      return true
    }
    if name.utf8.starts(with: "x-".utf8) { return true }
    return ["provenance", "comment", "comments", "description", "license", "metadata", "name"]
      .contains { $0.utf8.elementsEqual(name.utf8) }
  }
}
