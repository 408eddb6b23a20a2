// What is done to text around a vocab.json and a merges.txt, which don't say it themselves.
//
//     tokenizer_config.json's `tokenizer_class`  ──▶  PairPipeline  ──▶  pretokenizer, decoder, …
//
// These are the pipelines that transformers builds for the classes.

/// The parts around a pair of files.
struct PairPipeline {
  var normalizer: Normalizer?
  var pretokenizer: Pretokenizer
  var postProcessor: PostProcessor

  /// The pipeline of the class that a config names; GPT-2's without a config.
  init(_ config: TokenizerConfig?, _ file: SourceFile) throws(ModelFileError) {
    let addsPrefixSpace = config?.addsPrefixSpace ?? false
    let byteLevel = Pretokenizer([
      .byteLevel(addsPrefixSpace: addsPrefixSpace, trimsOffsets: true, usesPattern: true)
    ])
    let untrimmed = PostProcessor([
      .byteLevel(addsPrefixSpace: true, trimsOffsets: false, usesPattern: true)
    ])
    switch config?.className ?? "GPT2" {
    case "GPT2", "CodeGen", "PreTrained":
      (pretokenizer, postProcessor) = (byteLevel, untrimmed)
    case "Qwen2":
      normalizer = Normalizer([.nfc])
      pretokenizer = Pretokenizer(
        Pretokenizer.qwen2.steps
          + [
            .byteLevel(addsPrefixSpace: addsPrefixSpace, trimsOffsets: true, usesPattern: false)
          ])
      postProcessor = untrimmed
    case let name:
      throw .unsupported(
        part: "vocab.json with the tokenizer_class \"\(excerpt(name))\" and without tokenizer.json",
        at: file.location(0))
    }
  }
}
