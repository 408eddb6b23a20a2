// A worker for benchmarks that run several tokenizers side by side.
//
//     "go" ──▶  one round of a workload  ──▶  {"wall":…,"user":…,"sys":…,"bytes":…,"calls":…,"rss":…}
//     "go!" ─▶  the same, with a digest of the identifiers, so that peers can be compared
//
// The first line it writes is {"ready":true,"load":…,"rss":…}: what loading the tokenizer took.

import ArgumentParser
import Subword

@main
struct EncodingWorker: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "tok-bench")

  @Option(help: "The tokenizer's file.")
  var tokenizer: String

  @Option(help: "The text; in mode chat texts with a NUL behind each.")
  var file: String

  @Option(help: "How many megabytes of it make a round.")
  var mb = 8.0

  @Option(help: "What a round is: file, fresh, docs, lines, chat, short, decode or load.")
  var mode = Workload.Mode.file

  @Option(help: "How many threads may work.")
  var threads = 1

  func run() throws {
    let start = Measurement.now
    var workload = try Workload(
      mode, tokenizer: tokenizer, file: file, bytes: Int(mb * 1e6), threads: threads)
    let seconds = Measurement.now - start - workload.secondsOfReading
    print(#"{"ready":true,"load":\#(seconds),"rss":\#(Measurement.peakMemory)}"#)
    flush()
    while let line = readLine() {
      let before = Measurement()
      let (bytes, ids) = try workload.round()
      var answer = Measurement().record(since: before, bytes: bytes, calls: workload.callCount)
      if line.hasPrefix("go!") && mode != .load {
        answer += #","tokens":\#(ids.count),"digest":"\#(BLAKE2b.digest(of: ids))""#
      }
      print("{\(answer)}")
      flush()
    }
  }

  private func flush() { Measurement.flushOutput() }
}
