// Whether two tokenizers give the same identifiers: on texts that tell tokenizers apart, on every pair
// of ASCII characters, on every token by itself, where merges touch, on added tokens beside text, on
// strings of tokens drawn by chance, and on what normalizers of two kinds take apart.
//
//     Conversion  ──▶  TokenizerComparison  ──▶  written, or refused

/// The outcome of a comparison.
package struct TokenizerComparison {
  /// How many texts were compared.
  package private(set) var count = 0
  /// The first text that the two encode differently.
  package private(set) var difference: String?

  /// How many texts are drawn by chance.
  private static let drawn = 4000

  /// How many added tokens stand beside text.
  private static let placed = 100

  /// Compares on some 20,000 texts, and one for each token.
  package init(_ left: Tokenizer, _ right: Tokenizer) {
    var leftSession = TokenizerSession(left)
    var rightSession = TokenizerSession(right)
    var texts = Self.knownTexts
    for first in UInt8(0)..<128 {
      for second in UInt8(0)..<128 {
        texts.append(String(decoding: [first, second], as: UTF8.self))
      }
    }
    var chance = MergeChance(seed: 0)  // two runs compare the same texts
    for _ in 0..<Self.drawn { texts.append(Self.draw(from: left.vocabulary, by: &chance)) }
    for token in left.addedTokens.all.prefix(Self.placed)
      + right.addedTokens.all.prefix(Self.placed)
    {
      texts += Self.texts(with: token.content)
    }
    texts += Self.texts(whereMergesTouch: left)
    if left.normalizer != right.normalizer { texts += Self.clusters }
    for text in texts { compare(on: text, &leftSession, &rightSession) }
    for id in left.vocabulary.identifiers where difference == nil {
      guard let text = String(validating: left.vocabulary.bytes(of: id) ?? [], as: UTF8.self) else {
        continue
      }
      compare(on: text, &leftSession, &rightSession)
    }
  }

  /// Compares on a text, and on what a normalizer may have made its word marks of.
  private mutating func compare(
    on text: String, _ left: inout TokenizerSession, _ right: inout TokenizerSession
  ) {
    let spaced = text.replacing("\u{2581}", with: " ")
    let texts = spaced.utf8.elementsEqual(text.utf8) ? [text] : [text, spaced]
    for text in texts where difference == nil {
      count += 1
      if !Self.agree(on: text, &left, &right) { difference = text }
    }
  }

  /// Characters that compatibility forms are of, each with a mark behind it: some normalizers look up
  /// both together, others one after the other.
  private static let clusters: [String] = {
    let ranges: [ClosedRange<UInt32>] = [
      0xA0...0x33FF, 0xF900...0xFFEF, 0x1D400...0x1F2FF, 0x2F800...0x2FA1F,
    ]
    return ranges.joined().compactMap { Unicode.Scalar($0).map { "\($0)\u{301}" } }
  }()

  private static func texts(with token: String) -> [String] {
    ["\(token)a", "a\(token)", "a \(token) a", "\(token)\(token)", " \(token) \(token)  a"]
  }

  private static func agree(
    on text: String, _ left: inout TokenizerSession, _ right: inout TokenizerSession
  ) -> Bool {
    let bytes = Array(text.utf8)
    for policy in [SpecialTokenPolicy.text, .parse] {
      var (first, second): ([TokenID], [TokenID]) = ([], [])
      // Lengths are no matter of the text.
      let options = EncodingOptions(specialTokens: policy, truncation: .none, padding: .none)
      var failures = 0
      do { try left.encode(bytes.span, options: options, into: &first) } catch { failures += 1 }
      do { try right.encode(bytes.span, options: options, into: &second) } catch { failures += 1 }
      if failures == 1 || failures == 0 && first != second { return false }
    }
    return true
  }

  /// How many texts there are where merges touch, at most.
  private static let touching = 40_000
  /// How many partners of a token are tried on each side.
  private static let partners = 3

  /// Three tokens of which the first two merge, and the last two: which merge comes first decides.
  private static func texts(whereMergesTouch tokenizer: Tokenizer) -> [String] {
    guard let model = tokenizer.segmentation.bpe else { return [] }
    var (before, behind): ([TokenID: [TokenID]], [TokenID: [TokenID]]) = ([:], [:])
    for merge in model.merges {
      if before[merge.right, default: []].count < partners {
        before[merge.right, default: []].append(merge.left)
      }
      if behind[merge.left, default: []].count < partners {
        behind[merge.left, default: []].append(merge.right)
      }
    }
    var texts: [String] = []
    for middle in before.keys.sorted() {
      for first in before[middle] ?? [] {
        for last in behind[middle] ?? [] where texts.count < touching {
          let bytes = [first, middle, last].flatMap { model.vocabulary.bytes(of: $0) ?? [] }
          texts.append(String(decoding: bytes, as: UTF8.self))
        }
      }
    }
    return texts
  }

  /// Up to eight tokens side by side; what isn't UTF-8 becomes U+FFFD.
  private static func draw(from vocabulary: Vocabulary, by chance: inout MergeChance) -> String {
    var bytes: [UInt8] = []
    for _ in 0...chance.next() % 8 {
      let id = Int(chance.next() % UInt64(max(vocabulary.identifierBound, 1)))
      bytes += vocabulary.bytes(of: TokenID(id)) ?? []
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let knownTexts = [
    "", " ", "  ", "   ", "\n", "\n\n", " \n", "\n ", "\t", "\r\n", "a", " a", "a ", "  a  b  ",
    "Hello, world!", "don't DON'T I'll we've 'tis", "\u{2019}s", "123456789", "1 22 333 4444",
    "3.14159", "a\u{301}", "é", "\u{E9}", "\u{212B}", "\u{FB01}", "\u{3000}x", "x\u{A0}y",
    "\u{FEFF}x", "\u{200B}", "日本語の文章。", "안녕하세요", "Привет, мир", "שלום עולם", "مرحبا",
    "นี่คือข้อความ", "हिन्दी", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}", "\0",
    "\u{7F}", "\u{85}", "\u{2028}", "İstanbul ıI", "ſtraße", "ﷺ", "▁", "▁▁a", "Ġ", "<0x0A>",
    "<unk>", "<s>a</s>", "<|endoftext|>", "<|endoftext|> x", "[INST] x [/INST]",
    "if (x) {\n    y;\n}\n",
    "\tfor i in range(10):\n\t\tprint(i)", "https://example.com/a?b=c#d", "ALLCAPSword CamelCase",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ".:.:.:.:.:", "======----------________", "\u{FFFD}", "\u{10FFFF}", "x  \n  ", "x \n\n y",
  ]
}
