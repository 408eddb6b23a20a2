import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("A cache of pretokens never changes what comes out")
struct PretokenCacheTests {
  /// Budgets and first sizes: two slots; some that grow and are emptied; what sessions have.
  static let sizes = [(0, 2), (1 << 9, 2), (1 << 14, 16), (1 << 20, 64), (64 << 20, 1 << 14)]

  @Test("whatever its size, on pretokens that come again and again", arguments: sizes)
  func everySize(budget: Int, slotCount: Int) throws {
    for seed in 0..<DrawnBPEModel.combinations {
      let model = try DrawnBPEModel(seed, seed: seed).model()
      let segmenter = ModelSegmenter.bpe(BPESegmenter(model, defersTables: seed.isMultiple(of: 2)))
      var numbers = SeededGenerator(seed: seed)
      var cache = PretokenCache(
        budget: budget, slotCount: slotCount, missesBeforeSeeding: numbers.number(1...20))
      for round in 0..<6 {
        let sample = PretokenSample(&numbers, longest: round == 5 ? 200 : 6)
        let found = sample.segmented(by: segmenter, &cache)
        #expect(found == sample.segmented(by: segmenter), "seed \(seed)")
      }
    }
  }

  @Test("where the text ends within sixteen bytes, and where it has none")
  func ends() throws {
    let model = try DrawnBPEModel(0, seed: 0).model()
    let segmenter = ModelSegmenter(.bpe(model))
    for length in 0...40 {
      let sample = PretokenSample(length: length)
      var cache = PretokenCache(budget: 1 << 24)
      for _ in 0..<2 {
        let found = sample.segmented(by: segmenter, &cache)
        #expect(found == sample.segmented(by: segmenter), "\(length) bytes")
      }
    }
  }

  @Test("and it finds pretokens again, instead of segmenting them")
  func findsAgain() throws {
    let model = try DrawnBPEModel(0, seed: 0).model()
    let other = try DrawnBPEModel(4, seed: 900).model()
    var numbers = SeededGenerator(seed: 1)
    let sample = PretokenSample(&numbers, longest: 40)
    var cache = PretokenCache(budget: 1 << 24)
    let first = sample.segmented(by: ModelSegmenter(.bpe(model)), &cache)
    // A cache belongs to one segmenter. That another's tokens don't come out shows that none is asked.
    let second = sample.segmented(by: ModelSegmenter(.bpe(other)), &cache)
    #expect(first == second)
    #expect(first != sample.segmented(by: ModelSegmenter(.bpe(other))))
  }
}

/// Pretokens, and the text that they are ranges of.
private struct PretokenSample: ~Copyable {
  private var text = Buffer<UInt8>()
  private var pretokens = Buffer<PretokenRange>()

  /// Some of up to `longest` letters.
  init(_ numbers: inout SeededGenerator, longest: Int) {
    for _ in 0..<numbers.number(1...700) {
      let start = text.count
      for letter in numbers.text(over: DrawnBPEModel.letters, upTo: longest) {
        text.append(contentsOf: Array(letter.utf8).span)
      }
      pretokens.append(PretokenRange(start, text.count))
    }
  }

  /// The whole of a text, and its end.
  init(length: Int) {
    for index in 0..<length { text.append(index % 3 == 0 ? 0x61 : 0x62) }
    if length > 0 { pretokens.append(PretokenRange(0, length)) }
    if length > 3 { pretokens.append(PretokenRange(length - 3, length)) }
  }

  func segmented(by segmenter: ModelSegmenter, _ cache: inout PretokenCache) -> [TokenID] {
    var ids = Buffer<TokenID>()
    cache.segment(pretokens, of: text, by: segmenter, into: &ids)
    return ids.array
  }

  func segmented(by segmenter: ModelSegmenter) -> [TokenID] {
    var ids: [TokenID] = []
    for pretoken in pretokens.array {
      segmenter.segment(text.array(pretoken.start..<pretoken.end).span, into: &ids)
    }
    return ids
  }
}
