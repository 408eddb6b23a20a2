// What training gives: a tokenizer, and what there is to say about it.
//
//     BPEVocabularizer  ──▶  TrainedTokenizer  ──▶  a file

public import Subword

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A tokenizer that was just trained.
public struct TrainedTokenizer: Sendable {
  /// The tokenizer, ready to use.
  public let tokenizer: Tokenizer
  /// How many bytes of pretokens the corpus has.
  public let corpusByteCount: Int
  /// How many tokens these are.
  public let corpusTokenCount: Int

  init(
    _ model: BPEModel, _ tokenCount: Int, _ options: BPEVocabularizer, _ counts: PretokenCounts,
    digest: [UInt8]
  ) throws(VocabularizationError) {
    corpusTokenCount = tokenCount
    corpusByteCount = counts.totalByteCount
    do {
      tokenizer = try Tokenizer(
        normalizer: counts.normalizer, pretokenizer: counts.pretokenizer, model: model,
        detokenizer: Self.detokenizer(model, counts.pretokenizer),
        provenance: Provenance(options, counts, digest: digest).json, cutter: counts.cutter)
    } catch {
      throw .unusable(error)
    }
  }

  private static func detokenizer(_ model: BPEModel, _ pretokenizer: Pretokenizer) -> Detokenizer {
    switch model.units {
    case .bytes: .byteLevel
    case .characters(byteFallback: true): Detokenizer([.byteFallback, .fuse])
    case .characters(byteFallback: false):
      pretokenizer == .whitespace || pretokenizer == .whitespaceSplit
        ? Detokenizer([]) : Detokenizer([.fuse])
    }
  }

  /// Writes the tokenizer to a file: the old one or the new one stands there, never half of it.
  public func write(to url: URL, as format: ModelFormat) throws(ModelFileError) {
    try tokenizer.write(to: url, as: format)
  }
}
