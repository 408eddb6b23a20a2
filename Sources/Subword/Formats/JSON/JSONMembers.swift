// Objects whose keys are known beforehand: which key is this, and was it there already?
//
//     keys of an object  ──▶  JSONMembers  ──▶  the caller's own enumeration of keys
//
// Vocabularies, with keys as data, don't come this way: they check for duplicates while they number
// their tokens.

/// Walks through objects that have known keys, and refuses a key that comes twice.
///
/// ```swift
/// enum Key: String, CaseIterable { case version, addedTokens = "added_tokens" }
///
/// var members = JSONMembers<Key>()
/// try members.enter(&json)
/// while let member = try members.next(&json) {
///   switch member {
///   case .known(.version): version = try json.readString()
///   case .known(.addedTokens): try readAddedTokens(&json)
///   case .unknown(let key): kept.append((key, try json.captureValue()))
///   }
/// }
/// ```
///
/// One value serves any number of objects, one at a time. Keys are compared as bytes, so two
/// spellings that Unicode calls equivalent are different keys.
package struct JSONMembers<Key: RawRepresentable<String> & CaseIterable> {
  /// A key of the object; its value is next to be read.
  package enum Member {
    case known(Key)
    case unknown([UInt8])
  }

  private let known: [(name: [UInt8], key: Key)]
  private var wasSeen: [Bool]
  private var unknownSeen: Set<[UInt8]> = []
  private var scratch: [UInt8] = []

  /// Ready for an object with the keys of `Key`, spelled as their raw values.
  package init() {
    known = Key.allCases.map { (name: Array($0.rawValue.utf8), key: $0) }
    wasSeen = Array(repeating: false, count: known.count)
  }

  /// Enters the object that comes next in `json`, and forgets the object before.
  package mutating func enter(_ json: inout JSONReader) throws(JSONError) {
    try json.enterObject()
    for index in wasSeen.indices { wasSeen[index] = false }
    unknownSeen.removeAll(keepingCapacity: true)
  }

  /// The next member of the object that was entered last, or `nil` behind the last member.
  ///
  /// - Throws: ``JSONError/duplicateKey(_:at:)`` too, with the offset of the second one.
  package mutating func next(_ json: inout JSONReader) throws(JSONError) -> Member? {
    scratch.removeAll(keepingCapacity: true)
    guard let place = try json.nextKey(unescapingInto: &scratch) else { return nil }
    let key =
      switch place {
      case .inPlace(let range): json.bytes[range]
      case .inScratch: scratch[...]
      }
    return try member(named: key, at: json.keyOffset)
  }

  private mutating func member(
    named key: ArraySlice<UInt8>, at offset: Int
  ) throws(JSONError) -> Member {
    guard let index = known.firstIndex(where: { $0.name[...] == key }) else {
      guard unknownSeen.insert(Array(key)).inserted else { throw duplicate(key, at: offset) }
      return .unknown(Array(key))
    }
    if wasSeen[index] { throw duplicate(key, at: offset) }
    wasSeen[index] = true
    return .known(known[index].key)
  }

  private func duplicate(_ key: ArraySlice<UInt8>, at offset: Int) -> JSONError {
    .duplicateKey(String(decoding: key, as: UTF8.self), at: offset)
  }
}
