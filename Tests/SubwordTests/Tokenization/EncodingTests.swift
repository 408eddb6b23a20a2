import TestSupport
import Testing

@testable import Subword

@Suite("An encoding tells what is asked for, and nothing else")
struct EncodingDetailTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json") }

  @Test("each detail when it is in the set")
  func onRequest() throws {
    let all = try tokenizer.encode("the cat", with: .all(.bytes))
    #expect(tokenizer.encode("the cat") == Encoding(ids: all.ids))
    let words = try tokenizer.encode("the cat", with: .words)
    #expect(words.words == all.words && words.offsets == nil && words.tokens == nil)
    let offsets = try tokenizer.encode("the cat", with: .offsets(.utf16))
    #expect(offsets.offsets == all.offsets && offsets.words == nil && offsets.typeIDs == nil)
    let masks = try tokenizer.encode("the cat", with: [.specialTokensMask, .attentionMask])
    #expect(masks.specialTokensMask?.contains(true) == false)
    #expect(masks.attentionMask?.contains(false) == false)
    #expect(masks.sequences == nil && masks.windows == nil)
  }

  @Test("offsets in bytes, in UTF-16 and in scalars, which all cut the same stretch out")
  func units() throws {
    let text = "é e\u{301} 中文 😀🏳️‍🌈 ﬁ the cat"
    for unit in OffsetUnit.allCases {
      let encoding = try tokenizer.encode(text, with: [.offsets(unit), .words])
      let offsets = try #require(encoding.offsets)
      let ends = (
        bytes: text.utf8.count, utf16: text.utf16.count, scalars: text.unicodeScalars.count
      )
      let end = unit == .bytes ? ends.bytes : unit == .utf16 ? ends.utf16 : ends.scalars
      #expect(offsets.last?.upperBound == end)
      #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
    }
    let scalars = try #require(try tokenizer.encode(text, with: .offsets(.scalars)).offsets)
    let utf16 = try #require(try tokenizer.encode(text, with: .offsets(.utf16)).offsets)
    for (index, range) in scalars.enumerated() {
      let part = Array(text.unicodeScalars)[range]
      let units = Array(text.utf16)[utf16[index]]
      #expect(Array(String(String.UnicodeScalarView(part)).utf16) == Array(units))
    }
  }

  @Test("offsets in the text, also of bytes that spell what the text lacks")
  func suffixInBytes() throws {
    let bytes = (0...255).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return "\"<0x\(byte < 16 ? "0" : "")\(digits)>\":\(byte)"
    }
    let file = """
      {"model":{"type":"BPE","vocab":{\(bytes.joined(separator: ","))},"merges":[],
      "byte_fallback":true,"end_of_word_suffix":"</w>"},"pre_tokenizer":{"type":"WhitespaceSplit"}}
      """
    let tokenizer = try Tokenizer(Array(file.utf8), path: "t.json")
    for (text, end) in [("$ x", 3), ("é x", 3), ("é 中", 3)] {
      let encoding = try tokenizer.encode(text, with: .offsets(.scalars))
      let offsets = try #require(encoding.offsets)
      #expect(offsets.allSatisfy { $0.upperBound <= end }, "\(text): \(offsets)")
      #expect(offsets.suffix(4) == [3..<3, 3..<3, 3..<3, 3..<3], "</w>")
    }
  }

  @Test("where a place, a token and a word meet")
  func maps() throws {
    let encoding = try tokenizer.encode(
      "the cat", pairedWith: "a dog", with: [.words, .offsets(.bytes), .sequences])
    #expect(encoding.sequenceCount == 2)
    for index in encoding.ids.indices {
      let sequence = try #require(encoding.sequence(ofToken: index))
      let offsets = try #require(encoding.offsets(ofToken: index))
      let word = try #require(encoding.word(ofToken: index))
      #expect(encoding.sequences?[index] == sequence)
      #expect(encoding.token(at: offsets.lowerBound, in: sequence) == index)
      #expect(encoding.word(at: offsets.lowerBound, in: sequence) == word)
      #expect(encoding.tokens(ofWord: word, in: sequence)?.contains(index) == true)
      #expect(encoding.offsets(ofWord: word, in: sequence)?.contains(offsets.lowerBound) == true)
    }
    #expect(encoding.sequence(ofToken: encoding.ids.count) == nil)
    #expect(encoding.token(at: 100) == nil && encoding.tokens(ofWord: 9) == nil)
    #expect(tokenizer.encode("the").word(at: 0) == nil, "nobody asked for words")
  }

  @Test("the same identifiers by both ways, on random text", arguments: 0..<4)
  func bothWays(round: Int) throws {
    let files = ["hf-byte-level-1k.json", "hf-byte-fallback-856.json", "hf-split-700.json"]
    for file in files {
      let tokenizer = try TokenizerFixtures.tokenizer(file)
      for seed in round * 300..<round * 300 + 300 {
        var numbers = SeededGenerator(seed: seed)
        let scalars = numbers.text(over: PatternSample.richAlphabet, upTo: 60)
        let text = String(String.UnicodeScalarView(scalars))
        let found = try tokenizer.encode(text, with: .all(.bytes))
        #expect(found.ids == tokenizer.encode(text).ids, "\(file), seed \(seed): \(text)")
        let ends = found.offsets?.map(\.upperBound) ?? []
        #expect(zip(ends, ends.dropFirst()).allSatisfy(<=), "\(file), seed \(seed): \(text)")
      }
    }
  }
}

@Suite("Special tokens are what the author of a text may write")
struct SpecialTokenPolicyTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json") }

  @Test("those that are allowed, and no others")
  func allowing() throws {
    let text = "<|endoftext|>a<|im_start|>"
    var options = EncodingOptions(specialTokens: .allowing(["<|im_start|>"]))
    let ids = try tokenizer.encode(text, options: options).ids
    #expect(!ids.contains(0) && ids.last == 1)
    options.specialTokens = .allowing(["<|im_start|>"], others: .error)
    #expect(throws: TokenEncodingError.specialTokenInText("<|endoftext|>", byteOffset: 0)) {
      try tokenizer.encode(text, options: options)
    }
    options.specialTokens = .allowing(["<|no|>"])
    let error = TokenEncodingError.notSpecialToken("<|no|>")
    #expect(throws: error) { try tokenizer.encode("", options: options) }
    #expect(
      "\(error)" == "the tokenizer has no special token <|no|>; allow only those that it has")
  }

  @Test("in trusted spans only, and none made across a border")
  func spans() throws {
    let spans: [TextSpan] = [
      .trusted("<|im_start|>"), .untrusted("a<|endoftext|>"), .trusted("<|end"),
      .untrusted("oftext|>"), .trusted("b<|endoftext|>"),
    ]
    let encoding = try tokenizer.encode(spans: spans, with: .offsets(.bytes))
    #expect(encoding.ids.filter { $0.index < 2 } == [1, 0])
    #expect(encoding.ids == (try tokenizer.encode(spans: spans).ids))
    let text = spans.map(\.text).joined()
    #expect(tokenizer.decode(encoding.ids) == text)
    #expect(encoding.offsets?.last?.upperBound == text.utf8.count)
    let parsed = try tokenizer.encode(
      spans: [.untrusted("<|im_start|>")], options: EncodingOptions(specialTokens: .parse))
    #expect(!parsed.ids.contains(1), "untrusted text stays text, whatever the options say")
    #expect(throws: TokenEncodingError.specialTokenInText("<|im_start|>", byteOffset: 1)) {
      try tokenizer.encode(
        spans: [.trusted("a"), .untrusted("<|im_start|>")],
        options: EncodingOptions(specialTokens: .error))
    }
  }

  @Test("and a border cuts a text as an added token does: both sides are as alone")
  func borders() throws {
    for seed in 0..<300 {
      var numbers = SeededGenerator(seed: seed)
      let parts = (0..<3).map { _ in
        String(
          String.UnicodeScalarView(numbers.text(over: PatternSample.richAlphabet, upTo: 8)))
      }
      let ids = try tokenizer.encode(spans: parts.map { .untrusted($0) }).ids
      #expect(ids == parts.flatMap { tokenizer.encode($0).ids }, "seed \(seed): \(parts)")
    }
  }
}

@Suite("Lengths are what the caller says")
struct EncodingLengthTests {
  let tokenizer: Tokenizer

  init() throws { tokenizer = try TokenizerFixtures.tokenizer("hf-byte-level-1k.json") }

  @Test("windows join to the whole, from either side, with any stride")
  func windows() throws {
    let text = "one two three four five six seven eight nine ten"
    let whole = tokenizer.encode(text).ids
    for side in Truncation.Side.allCases {
      for length in 1...whole.count + 1 {
        for stride in 0..<length {
          let rule = Truncation(maximumLength: length, stride: stride, side: side)
          let options = EncodingOptions(truncation: .custom(rule))
          let encoding = try tokenizer.encode(text, with: .windows, options: options)
          var parts = [encoding.ids] + (encoding.windows ?? []).map(\.ids)
          #expect(parts.allSatisfy { $0.count <= length })
          #expect(try tokenizer.encode(text, options: options).ids == encoding.ids)
          if side == .left { parts = parts.reversed() }
          #expect(joined(parts, stride: stride, side) == whole, "\(side) \(length) \(stride)")
        }
      }
    }
  }

  /// The parts without what they have in common.
  private func joined(
    _ parts: [[TokenID]], stride: Int, _ side: Truncation.Side
  ) -> [TokenID] {
    parts.indices.flatMap { index in
      side == .right
        ? parts[index].dropFirst(index == 0 ? 0 : stride)
        : parts[index].dropLast(index == parts.count - 1 ? 0 : stride)
    }
  }

  @Test("all of a batch alike")
  func batch() throws {
    let options = EncodingOptions(
      padding: .custom(Padding(multiple: 4, side: .left, id: 7)))
    let batch: [EncodingInput] = ["the", "one two three four five", .text("a", pairedWith: "b")]
    let encodings = try tokenizer.encode(batch: batch, with: .attentionMask, options: options)
    let lengths = Set(encodings.map(\.ids.count))
    #expect(lengths.count == 1 && (lengths.first ?? 1) % 4 == 0)
    for (input, encoding) in zip(batch, encodings) {
      let alone = try tokenizer.encode(input).ids
      #expect(Array(encoding.ids.suffix(alone.count)) == alone)
      #expect(encoding.ids.dropLast(alone.count).allSatisfy { $0 == 7 })
      #expect(encoding.attentionMask?.filter { $0 }.count == alone.count)
    }
    #expect(try tokenizer.encode(batch: []).isEmpty)
  }

  @Test(
    "or an error, in one line",
    arguments: [
      (
        Truncation(maximumLength: 2, strategy: .onlySecond), nil,
        "the second of two texts is asked for, and there is one only; give two"
      ),
      (
        Truncation(maximumLength: 2, strategy: .onlyFirst), "one two three four",
        """
        the first text would have to lose 9 tokens, and has no more; raise the maximum length, or \
        truncate the longest text first
        """
      ),
      (
        Truncation(maximumLength: 2, stride: 2), nil,
        """
        windows of 2 tokens can't have 2 tokens in common; take a stride below 2, or raise the \
        maximum length
        """
      ),
    ])
  func errors(rule: Truncation, second: String?, message: String) throws {
    let options = EncodingOptions(truncation: .custom(rule))
    do {
      let encoding = try tokenizer.encode("a b c d", pairedWith: second, options: options)
      Issue.record("gave \(encoding.ids)")
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test(
    "and refused where a number is negative, also for texts that are short enough",
    arguments: [
      (EncodingOptions(truncation: .custom(Truncation(maximumLength: -1))), "truncation's length"),
      (EncodingOptions(truncation: .custom(Truncation(stride: -1))), "truncation's stride"),
      (EncodingOptions(padding: .custom(Padding(length: .fixed(-1)))), "padding's length"),
      (EncodingOptions(padding: .custom(Padding(multiple: -1))), "padding's multiple"),
      (EncodingOptions(padding: .custom(Padding(typeID: -1))), "padding's type"),
    ])
  func negative(options: EncodingOptions, what: String) throws {
    let error = TokenEncodingError.negativeNumber(-1, of: what)
    #expect("\(error)" == "the \(what) is -1; take 0 or more")
    #expect(throws: error) { try tokenizer.encode("a", options: options) }
    #expect(throws: error) { try tokenizer.encode(batch: ["a", "b c"], options: options) }
  }

  @Test("and never takes memory out of proportion")
  func proportion() throws {
    let padding = EncodingOptions(padding: .custom(Padding(length: .fixed(1 << 40))))
    #expect(throws: TokenEncodingError.paddingTooLong(length: 1 << 40, limit: 1 << 20)) {
      try tokenizer.encode("a", options: padding)
    }
    let multiple = EncodingOptions(padding: .custom(Padding(multiple: .max)))
    #expect(throws: TokenEncodingError.self) { try tokenizer.encode("a b", options: multiple) }
    let rule = Truncation(maximumLength: 200, stride: 99)
    let windows = EncodingOptions(truncation: .custom(rule))
    let long = String(repeating: "a b ", count: 20_000)
    #expect(throws: TokenEncodingError.tooManyWindows) {
      try tokenizer.encode(long, pairedWith: long, with: .windows, options: windows)
    }
    #expect(try tokenizer.encode(long, pairedWith: long, options: windows).ids.count == 200)
  }

  @Test("nor when windows are filled")
  func filledWindows() throws {
    let options = EncodingOptions(
      truncation: .custom(Truncation(maximumLength: 2)),
      padding: .custom(Padding(length: .fixed(1 << 20))))
    #expect(throws: TokenEncodingError.tooManyWindows) {
      try tokenizer.encode(
        String(repeating: "a b ", count: 1_000), with: .windows, options: options)
    }
    #expect(throws: TokenEncodingError.tooManyWindows) {
      try tokenizer.encode(
        batch: [.text(String(repeating: "a b ", count: 1_000))], with: .windows,
        options: options)
    }
  }

  @Test("nor when each token of a window has its details, which take many times as much")
  func detailedWindows() throws {
    func windows(hasDetails: Bool) throws -> Int {
      var draft = DraftEncoding(hasDetails: hasDetails)
      for _ in 0..<1_000 { draft.append(1, TokenDetail()) }
      var bound = WindowBound(bytes: 10_000)
      try draft.truncate(
        to: 100, by: Truncation(maximumLength: 100), keepsWindows: true, &bound)
      return draft.windows.count
    }
    #expect(try windows(hasDetails: false) == 9)
    #expect(throws: TokenEncodingError.tooManyWindows) { try windows(hasDetails: true) }
  }

  @Test("nor when a post-processor adds tokens, or repeats a text")
  func addedTokens() throws {
    func count(_ steps: [PostProcessor.Step], of text: Int, bound: Int) throws -> Int {
      var draft = DraftEncoding(hasDetails: false)
      for _ in 0..<text { draft.append(1, TokenDetail()) }
      var bound = WindowBound(bytes: bound * draft.bytesPerToken)
      return try PostProcessor(steps).process([draft], addsSpecialTokens: true, &bound).count
    }
    let special = EncodingTemplate.Special(
      name: "s", ids: Array(repeating: 0, count: 10), tokens: Array(repeating: "s", count: 10))
    let text = EncodingTemplate.Piece.sequence(isSecond: false, typeID: 0)
    func template(_ pieces: [EncodingTemplate.Piece]) -> PostProcessor.Step {
      .template(EncodingTemplate(single: pieces, pair: [], specialTokens: [special]))
    }
    let marked = template([text, .special("s", typeID: 0), .special("s", typeID: 0)])
    #expect(try count([marked], of: 50, bound: 20) == 70)
    #expect(throws: TokenEncodingError.tooManyAdded) { try count([marked], of: 50, bound: 19) }
    let doubled = template([text, text])
    #expect(try count([doubled], of: 50, bound: 50) == 100)
    #expect(throws: TokenEncodingError.tooManyAdded) { try count([doubled], of: 50, bound: 49) }
    let mark = PostProcessor.SpecialToken("s", id: 0)
    let around = PostProcessor.Step.bert(separator: mark, classifier: mark)
    #expect(try count([around, around], of: 1, bound: 4) == 5)
    #expect(throws: TokenEncodingError.tooManyAdded) {
      try count([around, around], of: 1, bound: 3)
    }
    #expect(
      "\(TokenEncodingError.tooManyAdded)" == """
        the post-processor adds too many tokens; take one that repeats the text less, or leave \
        special tokens out
        """)
  }
}
