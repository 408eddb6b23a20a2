import TestSupport
import Testing

@testable import Subword

@Suite("SentencePiece's BPE")
struct SentencePieceBPESegmenterTests {
  typealias Piece = (String, Float, SentencePieceBPEModel.PieceType)

  static let unknown: Piece = ("<unk>", 0, .unknown)

  @Test("takes unused pieces apart to a depth of a hundred, as sentencepiece 0.2.3 does")
  func deepPieces() throws {
    let chain: [Piece] = (2...150).map { (String(repeating: "a", count: $0), Float($0), .unused) }
    let pieces: [Piece] = [Self.unknown, ("a", 0, .normal), ("b", 0, .normal)] + chain
    for (length, expected) in [
      (5, Array(repeating: 1, count: 5)),
      (102, Array(repeating: 1, count: 102)),
      (103, [3] + Array(repeating: 1, count: 101)),
      (150, [50] + Array(repeating: 1, count: 101)),
      (160, [50] + Array(repeating: 1, count: 111)),
    ] as [(Int, [Int])] {
      let text = String(repeating: "a", count: length)
      #expect(try ids(pieces, text) == expected.map { TokenID($0) }, "\(length)")
    }
  }

  @Test("sees 64 user-defined pieces that start at a place, as sentencepiece 0.2.3 does")
  func manyUserDefinedPieces() throws {
    let runs: [Piece] = (2...100).map { (String(repeating: "a", count: $0), 0, .userDefined) }
    for (length, expected) in [
      (63, [63]), (65, [65]), (66, [65, 1]), (100, [65, 35]), (130, [65, 65]),
    ] as [(Int, [TokenID])] {
      let text = String(repeating: "a", count: length)
      #expect(try ids([Self.unknown, ("a", 0, .normal)] + runs, text) == expected, "\(length)")
    }
  }

  @Test("joins characters that are no pieces, but spell one together")
  func charactersWithoutPieces() throws {
    let pieces: [Piece] = [Self.unknown, ("ab", -1, .normal), ("abc", -2, .normal)]
    #expect(try ids(pieces, "ab") == [1])
    #expect(try ids(pieces, "abc") == [2])
    #expect(try ids(pieces, "cab") == [0, 1])
    #expect(try ids(pieces, "ba") == [0])
  }

  @Test("makes no piece of a mark, whatever the text says")
  func marks() throws {
    let pieces: [Piece] = [
      Self.unknown, ("<s>", 0, .control), ("<", 0, .normal), ("s", 0, .normal), (">", 0, .control),
    ]
    #expect(try ids(pieces, "<s>") == [2, 3, 0])
    #expect(try ids(pieces, "<unk>") == [2, 0])
  }

  @Test("orders scores by their bits: 0 before -0, and what is no number has its place")
  func scores() {
    let falling: [Float] = [
      .infinity, 2, .leastNonzeroMagnitude, 0, -0.0, -.leastNonzeroMagnitude, -2, -.infinity, -.nan,
    ]
    let ranks = falling.map(SymbolTable.rank)
    #expect(ranks == ranks.sorted() && Set(ranks).count == ranks.count)
    #expect(SymbolTable.rank(.nan) < SymbolTable.rank(.infinity))
  }

  @Test("of a megabyte takes no longer a byte than of less")
  func longText() throws {
    let pieces: [Piece] = [
      Self.unknown, ("a", 0, .normal), ("aa", -1, .normal), ("aaaa", -2, .normal),
    ]
    let text = String(repeating: "a", count: 1 << 20)
    #expect(try ids(pieces, text) == Array(repeating: 3, count: 1 << 18))
  }

  @Test("of hundreds of the longest pieces looks at no cut that leaves a half as long as no piece")
  func longPieces() throws {
    let long: [Piece] = (0..<400).map { number in
      let name = String(number)
      let rest = String(repeating: "a", count: SentencePieceBPEModel.longestPiece - name.count)
      return (name + rest, -1, .normal)
    }
    let pieces: [Piece] = [Self.unknown, ("a", 0, .normal), ("aa", -1, .normal)] + long
    #expect(try ids(pieces, "aaaaa") == [2, 2, 1])
  }

  @Test("finds user-defined pieces in linear time, also where one nearly starts at every place")
  func nearlyUserDefined() throws {
    let long = String(repeating: "a", count: SentencePieceBPEModel.longestPiece - 1) + "b"
    let pieces: [Piece] = [Self.unknown, ("a", 0, .normal), (long, 0, .userDefined)]
    let text = String(repeating: "a", count: 400_000)
    #expect(try ids(pieces, text) == Array(repeating: 1, count: 400_000))
    let expected = Array(repeating: 1, count: 400_001 - long.utf8.count) + [2, 1]
    #expect(try ids(pieces, text + "ba") == expected.map { TokenID($0) })
  }

  private func ids(_ pieces: [Piece], _ text: String) throws -> [TokenID] {
    let vocabulary = try #require(Vocabulary(pieces.map { $0.0.utf8 }))
    let model = SentencePieceBPEModel(
      vocabulary: vocabulary, scores: pieces.map { $0.1 }, types: pieces.map { $0.2 })
    var ids: [TokenID] = []
    ModelSegmenter(.sentencePieceBPE(model)).segment(Array(text.utf8).span, into: &ids)
    return ids
  }
}
