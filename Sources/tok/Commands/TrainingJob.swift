// The options of `tok train`, checked before the work starts, and the work.

import Subword
import SubwordTraining

/// A training that can start.
struct TrainingJob {
  let inputs: [String]
  private let output: String
  private var format = ModelFormat.tokenizerJSON
  private let corpus: Corpus
  private let pretokenizer: Pretokenizer
  private let normalizer: Normalizer?
  private let vocabularizer: BPEVocabularizer
  private let threads: Int
  private let memory: Int

  init(_ command: TrainCommand) throws(CommandFailure) {
    inputs = try InputArguments.files(command.inputs)
    if command.model != "bpe" {
      throw .usage("--model \(command.model): is not supported yet; take bpe")
    }
    corpus = Corpus(
      files: inputs, format: try command.text.format(), invalid: try command.text.policy())
    pretokenizer = try command.text.pretokenizer()
    normalizer = try command.text.parsedNormalizer()
    vocabularizer = try Self.vocabularizer(command)
    if corpus.invalid == .bytes && vocabularizer.alphabet != .bytes {
      throw .usage("--invalid bytes: needs a byte-level vocabulary; take replace or error")
    }
    threads = try Machine.threads(command.threads)
    memory = try Self.memory(command.memory)
    output = command.output ?? Self.defaultOutput(for: inputs[0])
    try checkInputs()
    try checkOutput(isDefault: command.output == nil, force: command.force)
    format = try Self.format(of: output)
    for path in try rehearsedPaths() { try check(path) }
    warnOfRepetitions()
  }

  private static func vocabularizer(
    _ command: TrainCommand
  ) throws(CommandFailure) -> BPEVocabularizer {
    let limit = BPEVocabularizer.largestVocabulary
    guard (1...limit).contains(command.vocab) else {
      throw .usage("--vocab \(command.vocab): is out of range; take 1 to \(limit)")
    }
    guard command.minFrequency >= 0 else {
      throw .usage("--min-frequency \(command.minFrequency): is out of range; take at least 0")
    }
    if let length = command.maxTokenLength, length < 1 {
      throw .usage("--max-token-length \(length): is out of range; take at least 1")
    }
    let alphabet = try command.alphabet.alphabet()
    var specials = command.specials
    let unknown = command.alphabet.unknown
    if let unknown, !specials.contains(where: { $0.utf8.elementsEqual(unknown.utf8) }) {
      specials.insert(unknown, at: 0)
    }
    try check(specials, size: command.vocab, alphabet)
    return BPEVocabularizer(
      vocabularySize: command.vocab, alphabet: alphabet, minimumFrequency: command.minFrequency,
      specialTokens: specials, unknownToken: unknown, maximumTokenLength: command.maxTokenLength)
  }

  /// What would otherwise show only after the corpus was counted.
  private static func check(
    _ specials: [String], size: Int, _ alphabet: BPEVocabularizer.Alphabet
  ) throws(CommandFailure) {
    var seen: Set<[UInt8]> = []
    for special in specials where special.isEmpty || !seen.insert(Array(special.utf8)).inserted {
      throw failure(.badSpecialToken(special))
    }
    let needed = specials.count + (alphabet == .bytes ? 256 : 0)
    if size < needed { throw failure(.vocabularyTooSmall(asked: size, needed: needed)) }
  }

  private static func memory(_ asked: String?) throws(CommandFailure) -> Int {
    guard let asked else { return Machine.halfOfMemory }
    guard let bytes = Quantity.parse(asked), bytes >= 16_000_000 else {
      throw .usage("--memory \(asked): is no size of at least 16MB; take one such as 512MB or 2GB")
    }
    return bytes
  }

  /// The first input's name without its folder and its last extension.
  private static func defaultOutput(for input: String) -> String {
    if input == "-" { return "corpus.tokenizer.json" }
    let name = SystemCalls.name(of: input)
    let stem = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name
    return "\(stem.isEmpty ? name : stem).tokenizer.json"
  }

  // MARK: Checks

  /// The format that the name of the output asks for; without an extension the usual one.
  private static func format(of output: String) throws(CommandFailure) -> ModelFormat {
    if let format = ModelFormat(path: output) { return format }
    let hasExtension = SystemCalls.name(of: output).utf8.dropFirst().contains(UInt8(ascii: "."))
    guard !hasExtension || SystemCalls.status(of: output)?.kind == .other else {
      throw .usage("--output \(shown(output)): \(ModelFormat.unknownName)")
    }
    return .tokenizerJSON
  }

  /// Trains on next to nothing, to see whether the format can hold what these options give, and in which
  /// files.
  private func rehearsedPaths() throws(CommandFailure) -> [String] {
    if format == .tokenizerJSON { return [output] }
    var small = vocabularizer
    small.vocabularySize = vocabularizer.specialTokens.count + 512
    do {
      let counts = try PretokenCounts(
        of: Corpus(["a"]), pretokenizer: pretokenizer, normalizer: normalizer)
      let tokenizer = try small.vocabularize(counts).tokenizer
      let conversion = try Conversion(tokenizer, as: format, to: output)
      if let loss = conversion.losses.first(where: \.changesIdentifiers) {
        throw CommandFailure.usage(
          "--output \(shown(output)): \(loss.part) would be lost; end the name in .json")
      }
      return conversion.paths
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as ModelFileError {
      throw .usage("--output \(error)")
    } catch let error as VocabularizationError {
      throw Self.failure(error)
    } catch {
      throw .data("\(error)")
    }
  }

  /// Opens every input once, so that a wrong name shows at once and not after hours.
  ///
  /// Not a pipe: whoever writes to it would take that for all of the reading.
  private func checkInputs() throws(CommandFailure) {
    for input in inputs where status(of: input)?.kind != .other && input != "-" {
      do { _ = try InputFile(input) } catch { throw .data(error) }
    }
  }

  private func checkOutput(isDefault: Bool, force: Bool) throws(CommandFailure) {
    if output.isEmpty { throw .usage("--output: is empty; name a file") }
    if output == "-" { throw .usage("--output -: a vocabulary goes into a file; name one") }
    if isDefault && !force && SystemCalls.status(of: output) != nil {
      throw .data(
        "\(shown(output)): exists; replace it with --force or choose another name with --output")
    }
    try check(output)
  }

  /// Checks that a file can be written, and is none that is read.
  private func check(_ path: String) throws(CommandFailure) {
    if let found = SystemCalls.status(of: path), found.kind == .regular,
      inputs.contains(where: { status(of: $0)?.identity == found.identity })
    {
      throw .data("\(shown(path)): is one of the inputs; choose another name with --output")
    }
    do { try AtomicFile.check(path) } catch { throw .data(error) }
  }

  /// Says which files, unless they are empty, are named more than once: each time counts, which may be meant.
  private func warnOfRepetitions() {
    let files = inputs.map { input in
      let status = status(of: input)
      return status?.kind == .regular && status?.size != 0 ? status?.identity : nil
    }
    var counts = Dictionary(files.compactMap(\.self).map { ($0, 1) }, uniquingKeysWith: +)
    for (input, file) in zip(inputs, files) {
      // A file is named once here, by the name that came first.
      guard let file, let count = counts.removeValue(forKey: file), count > 1 else { continue }
      let times = count == 2 ? "twice" : "\(count) times"
      StandardError.write("tok: warning: \(shown(input)): is named \(times), and counts \(times)")
    }
  }

  private func status(of input: String) -> FileStatus? {
    input == "-" ? SystemCalls.status(of: 0) : SystemCalls.status(of: input)
  }

  // MARK: Work

  func train() throws(CommandFailure) -> TrainedTokenizer {
    do {
      let counts = try count()
      let bar = ProgressBar("merging", total: vocabularizer.vocabularySize, unit: .tokens)
      let trained = try vocabularizer.vocabularize(
        counts, threads: threads, memory: memory, progress: { bar.update($0) })
      bar.finish(trained.tokenizer.vocabulary.count)
      return trained
    } catch {
      throw Self.failure(error)
    }
  }

  /// What is wrong with the options can show as late as when the corpus is known.
  private static func failure(_ error: VocabularizationError) -> CommandFailure {
    switch error {
    case .vocabularyTooSmall, .vocabularyTooLarge, .badSpecialToken: .usage(error.description)
    default: .data(error)
    }
  }

  private func count() throws(VocabularizationError) -> PretokenCounts {
    let bar = ProgressBar("counting", total: totalSize, unit: .bytes)
    let counts = try PretokenCounts(
      of: corpus, pretokenizer: pretokenizer, normalizer: normalizer, threads: threads,
      memory: memory, progress: { bar.update($0) })
    bar.finish(counts.corpusByteCount)
    if counts.replacedParts > 0 {
      let parts = counts.replacedParts == 1 ? "1 part" : "\(counts.replacedParts) parts"
      StandardError.write(
        "tok: warning: \(parts) not UTF-8 replaced by U+FFFD; --invalid error says where")
    }
    return counts
  }

  /// The size of all inputs, where it is known.
  private var totalSize: Int? {
    var total = 0
    for input in inputs {
      guard input != "-", let status = status(of: input), status.kind == .regular else {
        return nil
      }
      let (sum, overflows) = total.addingReportingOverflow(status.size)
      if overflows { return nil }
      total = sum
    }
    return total
  }

  /// - Returns: The files that were written, the output first.
  func write(_ trained: TrainedTokenizer) throws(CommandFailure) -> [String] {
    do { return try trained.tokenizer.write(toFile: output, as: format) } catch {
      throw .data(error)
    }
  }
}
