// One text from one line of JSONL.

/// Reads texts from lines of JSON.
package enum JSONRecord {
  /// The text of a line: the line's string, or with a field that field of the line's object.
  ///
  /// - Returns: `nil` for an empty line.
  /// - Throws: `JSONError` with its offset in the line, also when the field is missing.
  package static func text(
    of line: [UInt8], field: String?
  ) throws(JSONError) -> [UInt8]? {
    if line.allSatisfy({ $0 == 0x20 || (0x9...0xD).contains($0) }) { return nil }
    var json = JSONReader(line)
    var text: [UInt8] = []
    if let field {
      try read(field, of: &json, into: &text)
    } else {
      try json.readString(appendingTo: &text)
    }
    try json.finish()
    return text
  }

  private static func read(
    _ field: String, of json: inout JSONReader, into text: inout [UInt8]
  ) throws(JSONError) {
    var isFound = false
    var key: [UInt8] = []
    try json.enterObject()
    while try json.nextKey(appendingTo: &key) {
      if !isFound && key.elementsEqual(field.utf8) {
        try json.readString(appendingTo: &text)
        isFound = true
      } else {
        try json.skipValue()
      }
      key.removeAll(keepingCapacity: true)
    }
    if !isFound { throw .missingKey(field, at: 0) }
  }
}
