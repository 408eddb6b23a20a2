// What `tok train` says at the end.

import Subword
import SubwordTraining

struct TrainingSummary {
  /// The files that were written, the output first.
  let paths: [String]
  let trained: TrainedTokenizer
  let requested: Int
  /// Whether the user has set what can keep pairs from being merged.
  let isLimited: Bool
  let seconds: Double

  private var size: Int { trained.tokenizer.vocabulary.count }

  private var bytesPerToken: Double {
    Double(trained.corpusByteCount) / Double(max(trained.corpusTokenCount, 1))
  }

  func report(asJSON: Bool) throws(CommandFailure) {
    if size < requested {
      StandardError.write(
        """
        tok: warning: the corpus gives \(size) tokens, not \(requested); no pair is left to merge, \
        take a larger corpus\(isLimited ? ", or other limits," : "") for more
        """)
    }
    if asJSON { return try writeJSON() }
    let facts = [
      paths.joined(separator: ", "), "\(size) tokens",
      "\(Quantity.decimal(bytesPerToken, digits: 3)) bytes/token",
      Quantity.seconds(seconds), "\(Quantity.bytes(PeakMemory.byteCount)) of memory",
    ]
    StandardError.write(facts.joined(separator: "  "))
  }

  private func writeJSON() throws(CommandFailure) {
    var json = JSONWriter()
    json.beginObject()
    json.key("file")
    json.string(paths.first ?? "")
    json.key("files")
    json.beginArray()
    for path in paths { json.string(path) }
    json.endArray()
    for (name, value) in [
      ("tokens", size), ("corpus_bytes", trained.corpusByteCount),
      ("corpus_tokens", trained.corpusTokenCount), ("milliseconds", Int(seconds * 1000)),
      ("peak_memory_bytes", PeakMemory.byteCount),
    ] {
      json.key(name)
      json.integer(value)
    }
    json.endObject()
    json.lineFeed()
    var output = StandardOutput()
    output.bytes = json.bytes
    try output.flush()
  }
}
