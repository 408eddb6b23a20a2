import Subword
import Testing

@Suite("Known keys are told from others, and each may come once")
struct JSONMembersTests {
  enum Key: String, CaseIterable {
    case version
    case addedTokens = "added_tokens"
    case accented = "\u{E9}"
  }

  /// The members of each object of an array of objects: the known key or the unknown one's bytes.
  private func names(in text: String) throws(JSONError) -> [[String]] {
    var json = JSONReader(Array(text.utf8))
    var members = JSONMembers<Key>()
    var found: [[String]] = []
    try json.enterArray()
    while try json.nextElement() {
      found.append([])
      try members.enter(&json)
      while let member = try members.next(&json) {
        switch member {
        case .known(let key): found[found.count - 1].append("known \(key)")
        case .unknown(let key): found[found.count - 1].append(String(decoding: key, as: UTF8.self))
        }
        try json.skipValue()
      }
    }
    try json.finish()
    return found
  }

  @Test("in any order, also with escapes, and anew for each object")
  func telling() throws {
    let text = #"[{"other":1,"added_tokens":[],"\u0076ersion":{"version":1}},{},{"version":2}]"#
    let expected = [["other", "known addedTokens", "known version"], [], ["known version"]]
    #expect(try names(in: text) == expected)
  }

  @Test("by their bytes, not by canonical equivalence")
  func bytes() throws {
    let text = "[{\"\u{E9}\":1,\"e\u{301}\":2}]"
    #expect(try names(in: text).first?.first == "known accented")
    #expect(try names(in: text).first?.count == 2)
  }

  @Test(
    "or the second is an error",
    arguments: [
      (#"[{"version":1,"version":2}]"#, "version", 14),
      (#"[{"version":1, "\u0076ersion":2}]"#, "version", 15),
      (#"[{"x":1},{"x":1,"y":2,"x":3}]"#, "x", 22),
    ])
  func duplicates(text: String, key: String, offset: Int) {
    let error = #expect(throws: JSONError.duplicateKey(key, at: offset)) { try names(in: text) }
    #expect(
      error?.description
        == "byte \(offset): the key \"\(key)\" appears twice in one object. Remove one of the two.")
  }
}
