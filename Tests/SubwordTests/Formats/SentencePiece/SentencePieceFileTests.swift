import Testing

@testable import Subword

@Suite("A .model is read as sentencepiece reads it")
struct SentencePieceFileTests {
  private func ids(_ text: String, _ model: SmallSentencePiece) throws -> [TokenID] {
    try Tokenizer(model.bytes, path: "m").encode(text).ids
  }

  @Test("with a space in front, spaces in a row as one, and none at the ends")
  func spaces() throws {
    let model = SmallSentencePiece()
    #expect(try ids("ab", model) == [5])
    #expect(try ids("  ab   a ", model) == [5, 3])
    #expect(try ids("   ", model) == [])
    #expect(try ids("", model) == [])
    #expect(try ids("xy", model) == [6, 0])
    #expect(try ids("a<sep>b", model) == [3, 9, 8])
  }

  @Test("with spaces as they are, if it says so")
  func keptSpaces() throws {
    var model = SmallSentencePiece()
    model.normalizer = { part in
      part.number(3, 0)
      part.number(4, 0)
    }
    #expect(try ids(" ab  a", model) == [5, 6, 3])
    #expect(try ids("ab", model) == [4])
  }

  @Test("with the space behind, if it says so")
  func suffix() throws {
    var model = SmallSentencePiece()
    model.trainer = { part in
      part.number(3, 2)
      part.number(24, 1)
    }
    #expect(try ids("ab", model) == [4, 6])
  }

  @Test("and knows the tokens around a text")
  func marks() throws {
    let tokenizer = try Tokenizer(SmallSentencePiece().bytes, path: "m")
    let encoding = try tokenizer.encode("ab", options: EncodingOptions(addsSpecialTokens: true))
    #expect(encoding.ids == [1, 5, 2])
    #expect(
      tokenizer.specialTokenNames?.bos == "<s>" && tokenizer.specialTokenNames?.unk == "<unk>")
    #expect(tokenizer.decode([1, 5, 3, 0, 2]) == "ab a ⁇ ")
  }

  static let refusals: [(name: String, model: @Sendable () -> [UInt8], message: String)] = [
    (
      "unigram", { SmallSentencePiece(trainer: { $0.number(3, 1) }).bytes },
      "m (byte 0): the model unigram isn't supported; take a tokenizer without it"
    ),
    (
      "no unknown piece",
      {
        var model = SmallSentencePiece()
        model.pieces.removeFirst()
        return model.bytes
      },
      "m (byte 0): the part the unknown piece is missing; take the file from its source again"
    ),
    (
      "two unknown pieces",
      { SmallSentencePiece(pieces: [("<unk>", 0, 2), ("<u>", 0, 2)]).bytes },
      "m (byte 16): a second piece is the unknown one; take the file from its source again"
    ),
    (
      "a score that is none",
      { SmallSentencePiece(pieces: [("<unk>", 0, 2), ("a", .nan, 1)]).bytes },
      "m (byte 16): the score of a piece is no number; take the file from its source again"
    ),
    (
      "a piece twice",
      { SmallSentencePiece(pieces: [("<unk>", 0, 2), ("a", 0, 1), ("a", 0, 1)]).bytes },
      "m (byte 26): the token \"a\" stands twice in the vocabulary; take one out"
    ),
    (
      "byte fallback without bytes",
      {
        var model = SmallSentencePiece()
        model.trainer = { part in
          part.number(3, 2)
          part.number(35, 1)
        }
        return model.bytes
      },
      "m (byte 0): the part the byte piece <0x00> is missing; take the file from its source again"
    ),
    (
      "a field of the normalizer that isn't known",
      { SmallSentencePiece(pieces: [("<unk>", 0, 2)], normalizer: { $0.number(9, 1) }).bytes },
      "m (byte 22): the normalizer has the field 9, which isn't known; take a file without it"
    ),
  ]

  @Test("or refused where it is wrong", arguments: refusals.indices)
  func refusal(index: Int) {
    let (name, model, message) = Self.refusals[index]
    do {
      _ = try Tokenizer(model(), path: "m")
      Issue.record("\(name) was taken")
    } catch {
      #expect("\(error)" == message, "\(name)")
    }
  }

  @Test("or refused when a piece is longer than sentencepiece 0.2.3 takes, by one byte")
  func longPieces() throws {
    for (count, isTaken) in [(7_999, true), (8_000, false)] {
      var model = SmallSentencePiece()
      model.pieces.append((String(repeating: "a", count: count), -9, 1))
      do {
        _ = try Tokenizer(model.bytes, path: "m")
        #expect(isTaken)
      } catch {
        #expect(
          "\(error)"
            == "m (byte 131): a piece has 8000 bytes; the limit is 7999; take it out")
        #expect(!isTaken)
      }
    }
  }

  @Test("or refused when looking up all parts of its pieces would take too long")
  func manyLongPieces() throws {
    // The squares of 1 to n sum up to n(n + 1)(2n + 1) / 6, which exceeds 2²⁸ from n = 930 on.
    var model = SmallSentencePiece()
    model.pieces =
      [("<unk>", 0, 2)] + (1...929).map { (String(repeating: "a", count: $0), -1, 1) }
    #expect(try ids("aaa", model).count > 0)
    let place = model.bytes.count - SmallSentencePiece(pieces: []).bytes.count
    model.pieces.append((String(repeating: "a", count: 930), -1, 1))
    do {
      _ = try Tokenizer(model.bytes, path: "m")
      Issue.record("was taken")
    } catch {
      #expect(
        "\(error)" == """
          m (byte \(place)): up to here the squares of the lengths of pieces sum up to more than \
          268435456 bytes; take long pieces out
          """)
    }
  }

  @Test("and its own tests are run")
  func selfTest() throws {
    var model = SmallSentencePiece()
    for (expected, passes) in [("▁ab ▁a", true), ("▁a b ▁a", false)] {
      model.rest = { message in
        var sample = ProtobufMessage()
        sample.text(1, "ab a")
        sample.text(2, expected)
        var samples = ProtobufMessage()
        samples.bytes(1, sample.bytes)
        message.bytes(4, samples.bytes)
      }
      let bytes = model.bytes
      #expect(((try? Tokenizer(bytes, path: "m")) != nil) == passes)
    }
  }
}
