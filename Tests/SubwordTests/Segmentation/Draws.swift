// Models and texts as Scripts/segmentation_digests.py draws them, draw by draw.

import TestSupport

@testable import Subword

/// Numbers that Python draws as well.
struct Draws {
  private var numbers: SeededGenerator

  init(seed: Int) { numbers = SeededGenerator(seed: seed) }

  mutating func below(_ bound: Int) -> Int { Int(numbers.next() % UInt64(bound)) }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// The 40 texts for the model that was drawn from `seed`.
  static func texts(seed: Int) -> [[UInt8]] {
    var draws = Draws(seed: seed + 1_000_000)
    let letters = (DrawnBPEModel.letters + ["z"]).map { Array($0.utf8) }
    return (0..<40).map { number in
      let length = number % 10 == 9 ? 30 + draws.below(20) : draws.below(8)
      return (0..<length).flatMap { _ in draws.element(of: letters) }
    }
  }
}

/// A BPE model with the options that are the digits of a number.
struct DrawnBPEModel {
  static let letters = ["a", "b", "é", "中", "😀"]
  static let combinations = 4 * 3 * 2 * 2 * 3 * 3

  private let number: Int
  private let prefix: [UInt8]
  private let suffix: [UInt8]
  /// As files spell them.
  private var tokens: [[UInt8]] = []
  private var ids: [[UInt8]: Int] = [:]
  private var merges: [(left: Int, right: Int, result: Int)] = []
  private var unknown: Int?
  private var step = 1

  private var isOfBytes: Bool { number % 4 == 0 || number % 4 == 3 }
  private var fallsBack: Bool { number % 4 >= 2 }

  init(_ number: Int, seed: Int) {
    self.number = number
    prefix = Array(["", "##", "b"][number / 48 % 3].utf8)
    suffix = Array(["", "</w>", "a"][number / 144 % 3].utf8)
    var draws = Draws(seed: seed)
    addUnits(&draws)
    if number / 4 % 3 == 2 { drawUnknown(&draws) }
    drawMerges(&draws)
    step = 1 + draws.below(2)
  }

  private mutating func add(_ token: [UInt8]) -> Int {
    if let id = ids[token] { return id }
    tokens.append(token)
    ids[token] = tokens.count - 1
    return tokens.count - 1
  }

  private mutating func addUnits(_ draws: inout Draws) {
    for unit in units {
      for place in 0..<4 {
        let token = (place & 1 > 0 ? prefix : []) + unit + (place & 2 > 0 ? suffix : [])
        if number / 4 % 3 == 0 || draws.below(4) > 0 { _ = add(token) }
      }
    }
    guard fallsBack else { return }
    for byte in Array("#/<>abw".utf8) + Array(0x80...0xF0) where draws.below(40) > 0 {
      _ = add(Array(ByteFallback.spelling(of: byte).utf8))
    }
  }

  private var units: [[UInt8]] {
    let letters = Self.letters.map { Array($0.utf8) }
    guard isOfBytes else { return letters }
    return Set(letters.joined()).sorted().map { byte in
      var spelling: [UInt8] = []
      ByteAlphabet.spell([byte].span, into: &spelling)
      return spelling
    }
  }

  private mutating func drawUnknown(_ draws: inout Draws) {
    unknown = draws.below(tokens.count)
    if draws.below(3) > 0 { unknown = add(Array("[UNK]".utf8)) }
  }

  private mutating func drawMerges(_ draws: inout Draws) {
    for _ in 0..<8 + draws.below(60) {
      let (left, right) = (draws.below(tokens.count), draws.below(tokens.count))
      let start = tokens[right].prefix(prefix.count)
      guard start.count == prefix.count, start.allSatisfy({ $0 < 0x80 }) else { continue }
      let joined = tokens[left] + tokens[right].dropFirst(prefix.count)
      guard joined.count <= 24 else { continue }
      let result = add(joined)
      merges.append((left, right, result))
      if draws.below(4) == 0 { merges.append((left, right, result)) }
    }
    for index in (1..<max(merges.count, 1)).reversed() {
      merges.swapAt(index, draws.below(index + 1))
    }
  }

  func model(dropout: Double? = nil) throws -> BPEModel {
    var builder = SparseVocabularyBuilder(expecting: tokens.count)
    for (index, token) in tokens.enumerated() {
      let isRead = isOfBytes && ByteAlphabet.read(token.span, into: &builder.bytes)
      if !isRead { builder.bytes += token }
      try builder.endToken(index * step)
    }
    return BPEModel(
      vocabulary: try builder.build(),
      merges: merges.map {
        .init(left: id($0.left), right: id($0.right), result: id($0.result))
      },
      units: isOfBytes ? .bytes : .characters(byteFallback: fallsBack),
      unknown: unknown.map(id),
      options: .init(
        fusesUnknown: number / 12 % 2 == 1, ignoresMerges: number / 24 % 2 == 1,
        continuingPrefix: String(decoding: prefix, as: UTF8.self),
        endOfWordSuffix: String(decoding: suffix, as: UTF8.self), dropout: dropout,
        spellsMissingBytes: isOfBytes && fallsBack),
      addedTokens: [])
  }

  private func id(_ index: Int) -> TokenID { TokenID(index * step) }
}

/// A SentencePiece model with the options that are the bits of a number.
struct DrawnPieces {
  static let combinations = 16
  static let scores: [Float] = [0.0, -0.0, -1.0, -2.0, -3.0, -1.5, 2.0, 0.5]
  static let types: [SentencePieceBPEModel.PieceType] =
    Array(repeating: .normal, count: 6) + Array(repeating: .unused, count: 3)
    + [.userDefined, .control]

  private let number: Int
  private var pieces: [[UInt8]] = []
  private var scores: [Float] = []
  private var types: [SentencePieceBPEModel.PieceType] = []

  init(_ number: Int, seed: Int) {
    self.number = number
    var draws = Draws(seed: seed)
    add("<unk>", 0, .unknown)
    if number % 2 == 1 {
      for byte in UInt8.min...UInt8.max { add(ByteFallback.spelling(of: byte), 0, .byte) }
    }
    for _ in 0..<6 + draws.below(40) {
      let length = 1 + draws.below(5)
      let piece = (0..<length).map { _ in DrawnBPEModel.letters[draws.below(3)] }.joined()
      let score = draws.element(of: Self.scores)
      add(piece, score, allowed(draws.element(of: Self.types)))
    }
  }

  private mutating func add(
    _ piece: String, _ score: Float, _ type: SentencePieceBPEModel.PieceType
  ) {
    let piece = Array(piece.utf8)
    guard !pieces.contains(piece) else { return }
    pieces.append(piece)
    scores.append(score)
    types.append(type)
  }

  private func allowed(
    _ type: SentencePieceBPEModel.PieceType
  ) -> SentencePieceBPEModel.PieceType {
    switch type {
    case .unused: number & 2 > 0 ? type : .normal
    case .userDefined: number & 4 > 0 ? type : .normal
    case .control: number & 8 > 0 ? type : .normal
    case .normal, .unknown, .byte: type
    }
  }

  func model() throws -> SentencePieceBPEModel {
    var builder = SparseVocabularyBuilder(expecting: pieces.count)
    for (id, piece) in pieces.enumerated() {
      builder.bytes += piece
      try builder.endToken(id)
    }
    return SentencePieceBPEModel(
      vocabulary: try builder.build(), scores: scores, types: types,
      fallsBackToBytes: number & 1 > 0)
  }
}
