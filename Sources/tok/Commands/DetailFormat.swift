// `--format json` with what was asked for beside identifiers.

import Subword

/// A JSON object for each text.
struct DetailFormat: Sendable {
  func append(_ encoding: Encoding, to bytes: inout [UInt8]) {
    var json = JSONWriter(appendingTo: bytes)
    bytes = []
    json.beginObject()
    json.list("ids", encoding.ids) { $0.integer($1.index) }
    json.list("pieces", encoding.tokens) { $0.string($1) }
    json.list("offsets", encoding.offsets) { json, range in
      json.beginArray()
      json.integer(range.lowerBound)
      json.integer(range.upperBound)
      json.endArray()
    }
    json.list("words", encoding.words) { json, word in
      if let word { json.integer(word) } else { json.null() }
    }
    json.list("types", encoding.typeIDs) { $0.integer($1) }
    json.list("special", encoding.specialTokensMask) { $0.integer($1 ? 1 : 0) }
    json.list("attention", encoding.attentionMask) { $0.integer($1 ? 1 : 0) }
    json.endObject()
    json.lineFeed()
    bytes = json.bytes
  }
}

extension JSONWriter {
  /// A member that is a list; none if it wasn't asked for.
  fileprivate mutating func list<Element>(
    _ key: String, _ elements: [Element]?, _ write: (inout JSONWriter, Element) -> Void
  ) {
    guard let elements else { return }
    self.key(key)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }
}
