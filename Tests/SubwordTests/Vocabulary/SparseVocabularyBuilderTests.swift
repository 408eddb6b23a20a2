import TestSupport
import Testing

@testable import Subword

@Suite("A vocabulary whose tokens come with their identifiers")
struct SparseVocabularyBuilderTests {
  @Test("may have holes and any order")
  func holes() throws {
    let vocabulary = try build([("b", 7), ("a", 0), ("", 3), ("ab", 9)])
    #expect(vocabulary.count == 4)
    #expect(vocabulary.identifierBound == 10)
    #expect(vocabulary.hasHoles)
    #expect(Array(vocabulary.identifiers) == [0, 3, 7, 9])
    for (token, id) in [("a", 0), ("b", 7), ("", 3), ("ab", 9)] as [(String, TokenID)] {
      #expect(vocabulary.id(of: token.utf8) == id, "\(token)")
      #expect(vocabulary.bytes(of: id).map(Array.init) == Array(token.utf8), "\(id)")
    }
    for hole in [1, 2, 4, 5, 6, 8, 10, 1 << 31 - 1] {
      #expect(vocabulary.bytes(of: TokenID(hole)) == nil, "\(hole)")
    }
    #expect(vocabulary.range(of: 1).isEmpty)
  }

  @Test("is the one that is built in order, if they are in order")
  func dense() throws {
    let sparse = try build([("a", 0), ("b", 1), ("ab", 2)])
    #expect(!sparse.hasHoles)
    #expect(sparse.identifierBound == sparse.count)
    let dense = try #require(Vocabulary(["a", "b", "ab"].map(\.utf8)))
    #expect(Array(sparse.identifiers) == Array(dense.identifiers))
    #expect(sparse.allBytes == dense.allBytes)
  }

  @Test("may be empty")
  func empty() throws {
    let vocabulary = try build([])
    #expect(vocabulary.count == 0 && vocabulary.identifierBound == 0)
    #expect(vocabulary.id(of: "a".utf8) == nil && vocabulary.bytes(of: 0) == nil)
  }

  @Test("finds every one of many tokens in random order")
  func many() throws {
    var numbers = SeededGenerator(seed: 3)
    let tokens = (0..<5_000).map { ("token \($0)", $0 * 3 + 1) }.shuffled(using: &numbers)
    let vocabulary = try build(tokens)
    for (token, id) in tokens {
      if vocabulary.id(of: token.utf8) != TokenID(id) { Issue.record("\(token)") }
      if vocabulary.bytes(of: TokenID(id)) != ArraySlice(token.utf8) { Issue.record("\(id)") }
    }
  }

  @Test("may hold tokens that their bytes don't find")
  func unreachable() throws {
    var builder = SparseVocabularyBuilder(expecting: 2)
    for (id, isReachable) in [(5, true), (2, false)] {
      builder.bytes += Array("<s>".utf8)
      try builder.endToken(id, isReachable: isReachable)
    }
    let vocabulary = try builder.build()
    #expect(vocabulary.id(of: "<s>".utf8) == 5)
    #expect(vocabulary.bytes(of: 2).map(Array.init) == Array("<s>".utf8))
  }

  @Test("says which two tokens are the same, or have the same identifier")
  func duplicates() {
    #expect(throws: VocabularyError.duplicateToken(first: 1, second: 3)) {
      try build([("a", 0), ("b", 1), ("c", 2), ("b", 9)])
    }
    #expect(throws: VocabularyError.duplicateIdentifier(4, first: 0, second: 2)) {
      try build([("a", 4), ("b", 1), ("c", 4)])
    }
  }

  @Test("refuses identifiers out of proportion, before it asks for memory")
  func proportion() throws {
    let limit = 16 * 2 + 65_536
    #expect(try build([("a", 0), ("b", limit - 1)]).identifierBound == limit)
    #expect(throws: VocabularyError.identifierOutOfRange(limit, limit: limit)) {
      try build([("a", 0), ("b", limit)])
    }
    #expect(throws: VocabularyError.identifierOutOfRange(1 << 31 - 1, limit: 16 + 65_536)) {
      try build([("a", 1 << 31 - 1)])
    }
    for id in [-1, 1 << 31, 1 << 32, Int.max, Int.min] {
      #expect(throws: VocabularyError.identifierOutOfRange(id, limit: 1 << 31)) {
        try build([("a", id)])
      }
    }
  }

  @Test("refuses tokens of more than 64 KiB")
  func longTokens() throws {
    let longest = String(repeating: "a", count: 65_536)
    #expect(try build([(longest, 0), ("b", 1)]).count == 2)
    #expect(throws: VocabularyError.tokenTooLong(65_537)) { try build([(longest + "a", 0)]) }
  }

  @discardableResult
  private func build(_ tokens: [(token: String, id: Int)]) throws -> Vocabulary {
    var builder = SparseVocabularyBuilder(expecting: 0)
    for (token, id) in tokens {
      builder.bytes += Array(token.utf8)
      try builder.endToken(id)
    }
    #expect(builder.count == tokens.count)
    return try builder.build()
  }
}
