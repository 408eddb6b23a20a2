// A SentencePiece model as one of merges, as far as that can be.
//
//     pieces and scores  ──▶  SentencePieceMerges  ──▶  merges by rank, Hugging Face's pipeline
//
// SentencePiece joins two neighbours wherever they spell a piece; merges say which two. So each way to
// cut a piece into two pieces is a merge, and the score of the piece is its rank. That isn't the same
// for every model (equal scores, unused pieces, pieces of characters that are no pieces), which is why
// whoever writes the result compares the two.
//
// Source: `generate_merges` and `LlamaConverter` of transformers' convert_slow_tokenizer.py.

/// Turns one tokenizer of pieces and scores into one of merges.
struct SentencePieceMerges {
  private let tokenizer: Tokenizer
  private let model: SentencePieceBPEModel

  init(_ tokenizer: Tokenizer, _ model: SentencePieceBPEModel) {
    self.tokenizer = tokenizer
    self.model = model
  }

  /// The tokenizer with merges.
  ///
  /// - Throws: `notExpressible` for what no such pipeline does.
  func converted(for path: String) throws(ModelFileError) -> Tokenizer {
    if model.types.contains(.unused) {
      throw .notExpressible(
        "unused pieces", format: ModelFormat.tokenizerJSON.name, path: path)
    }
    let bpe = BPEModel(
      vocabulary: model.vocabulary, merges: merges,
      units: .characters(byteFallback: model.fallsBackToBytes), unknown: model.unknown,
      options: BPEModel.Options(fusesUnknown: true), addedTokens: model.addedTokens + userDefined)
    do {
      return try Tokenizer(
        normalizer: normalizer, pretokenizer: tokenizer.pretokenizer, model: bpe,
        postProcessor: tokenizer.postProcessor,
        detokenizer: Detokenizer(tokenizer.detokenizer.stepsOfHuggingFace),
        truncation: tokenizer.truncation, padding: tokenizer.padding,
        specialTokenNames: tokenizer.specialTokenNames, provenance: tokenizer.provenance)
    } catch {
      throw .unusable(error, path: path)
    }
  }

  /// The pieces that the user has defined, as Hugging Face adds them.
  private var userDefined: [AddedToken] {
    model.vocabulary.identifiers.filter { model.types[$0.index] == .userDefined }.map { id in
      AddedToken(
        id: id, content: String(decoding: model.vocabulary.bytes(of: id) ?? [], as: UTF8.self),
        isSpecial: false)
    }
  }

  private var normalizer: Normalizer? {
    tokenizer.normalizer.map { normalizer in
      Normalizer(
        normalizer.steps.flatMap { step -> [Normalizer.Step] in
          if case .sentencePiece(let rules) = step { rules.nearestSteps } else { [step] }
        })
    }
  }

  // MARK: Merges

  private struct Candidate {
    let merge: BPEModel.Merge
    let score: Float
    /// How many characters the left part has.
    let length: Int
    let count: Int
  }

  /// Every cut of every piece by falling score; of equal ones the longest left part first.
  private var merges: [BPEModel.Merge] {
    var candidates: [Candidate] = []
    for id in model.vocabulary.identifiers where model.types[id.index] == .normal {
      let cuts = cuts(of: id)
      candidates += cuts.sorted {
        ($0.merge.left, $0.merge.right) < ($1.merge.left, $1.merge.right)
      }
    }
    // Swift's sort is stable, as Python's.
    return candidates.sorted { left, right in
      (left.score, left.length, left.count) > (right.score, right.length, right.count)
    }.map(\.merge)
  }

  private func cuts(of id: TokenID) -> [Candidate] {
    guard let piece = model.vocabulary.bytes(of: id) else { return [] }
    let count = piece.count { !UTF8.isContinuation($0) }
    var (cuts, length): ([Candidate], Int) = ([], 0)
    for place in piece.indices.dropFirst() where !UTF8.isContinuation(piece[place]) {
      length += 1
      guard let left = part(piece[..<place]), let right = part(piece[place...]) else { continue }
      cuts.append(
        Candidate(
          merge: BPEModel.Merge(left: left, right: right, result: id),
          score: model.scores[id.index], length: length, count: count - length))
    }
    return cuts
  }

  /// The piece that a part of a piece is; marks and bytes are no text.
  private func part(_ bytes: ArraySlice<UInt8>) -> TokenID? {
    guard let id = model.vocabulary.id(of: bytes.span), model.types[id.index] == .normal else {
      return nil
    }
    return id
  }
}
