// One text from one line of JSONL.

/// Reads texts from lines of JSON.
package enum JSONRecord {
  /// The text of a line: the line's string, or with a field that field of the line's object.
  ///
  /// - Returns: `nil` for a line of white space.
  /// - Throws: `JSONError` with its offset in the line, also when the field is missing or there twice:
  ///   parsers don't agree which of the two counts.
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
      if key.elementsEqual(field.utf8) {
        if isFound { throw .duplicateKey(field, at: json.keyOffset) }
        try json.readString(appendingTo: &text)
        isFound = true
      } else {
        try json.skipValue()
      }
      key.removeAll(keepingCapacity: true)
    }
    if !isFound { throw .missingKey(field, at: 0) }
  }

  /// What is wrong with a line, and the mend that fits, in the words of a message.
  package static func reason(_ error: JSONError, field: String?) -> String {
    clause(error.reason, else: mend(error, field: field))
  }

  private static func mend(_ error: JSONError, field: String?) -> String {
    switch error {
    case .missingKey: "name a field that each record has with --field"
    case .wrongKind(.object, .string, _) where field == nil:
      "name the field that holds the text with --field"
    case .wrongKind(_, .object, _): "with --field each line has to be an object"
    case .wrongKind(_, .string, _) where field != nil: "the field has to be a string in each record"
    case .wrongKind: "each line has to be a JSON string, or an object with --field"
    default: "each line has to be JSON by itself"
    }
  }
}
