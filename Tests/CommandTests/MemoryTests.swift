import Foundation
import TestSupport
import Testing

@Suite(
  "--memory bounds what training holds: the right result, or an error that says what is needed",
  .enabled(if: Machine.hasTime, "needs /usr/bin/time to see the peak of memory"))
struct MemoryTests {
  let workshop: Workshop

  /// Texts that are hard to hold, each some megabytes large.
  static let kinds = ["words", "ideographs", "one letter", "bytes", "records"]

  init() throws { workshop = try Workshop() }

  private struct Run {
    let outcome: Outcome
    /// The most memory that the process has had.
    let peak: Int
  }

  private func train(_ arguments: String) throws -> Run {
    let outcome = try workshop.run(
      "/usr/bin/time -o time -f %M tok train \(arguments) --vocab 400 -o out.json")
    let last = (workshop.read("time")?.text ?? "").split(separator: "\n").last
    return Run(outcome: outcome, peak: try #require(last.flatMap { Int($0) }) * 1024)
  }

  @Test("on texts that are hard to hold, on one thread or several", arguments: kinds)
  func peak(kind: String) throws {
    try workshop.write(Self.text(kind), to: "corpus")
    try workshop.write("low lower lowest", to: "small")
    let baseline = try train("small").peak
    let options = "corpus --input-format \(kind == "records" ? "jsonl" : "text")"
    try #require(try train("\(options) --memory 8GB").outcome.status == 0)
    let expected = workshop.read("out.json")
    for (memory, threads) in [(16, 8), (50, 2), (200, 1)] {
      _ = try workshop.run("rm out.json")
      let run = try train("\(options) --memory \(memory)MB --threads \(threads)")
      let allowed = baseline + memory * 1_200_000 + 32_000_000
      #expect(run.peak <= allowed, "\(memory) MB, \(threads) threads: \(run.outcome)")
      let refusal =
        /tok: (the corpus: its distinct pretokens need \d+ MB so far, more|corpus: has no .*, too many).* MB allowed; (take|raise) --memory.*\n/
      if run.outcome.status == 0 {
        #expect(workshop.read("out.json") == expected, "\(memory) MB, \(threads) threads")
      } else {
        #expect(run.outcome.status == 1, "\(memory) MB, \(threads) threads: \(run.outcome)")
        let last = run.outcome.error.split(separator: "\n").last ?? ""
        #expect("\(last)\n".wholeMatch(of: refusal) != nil, "\(run.outcome)")
      }
    }
  }

  @Test("with tables that leave memory some eighty times, and no more than 40 files open")
  func manySpills() throws {
    guard Machine.can("prlimit --nofile=40 true") && Machine.hasProcFileSystem else {
      try Test.cancel("needs prlimit, and /proc to see what is open already")
    }
    try workshop.write(Self.text("few words"), to: "corpus")
    _ = try train("corpus --memory 8GB --threads 1")
    let expected = workshop.read("out.json")
    let outcome = try workshop.run(
      """
      last=$(ls /proc/self/fd | sort -n | tail -n 1)
      prlimit --nofile=$((last + 40)) \
      tok train corpus --vocab 400 --memory 16MB --threads 2 -o o.json
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(workshop.read("o.json") == expected)
  }

  private static func text(_ kind: String) -> [UInt8] {
    var generator = SeededGenerator(seed: 3)
    func word(_ length: Int) -> [UInt8] {
      [0x20] + (0..<length).map { _ in UInt8.random(in: 0x61...0x7A, using: &generator) }
    }
    switch kind {
    case "words": return (0..<400_000).flatMap { _ in word(7) }
    case "few words":
      // Nearly as many distinct ones as a table holds with 16 MB, in another order each time.
      var words = Set((0..<58_000).map { _ in word(4) }).sorted { $0.lexicographicallyPrecedes($1) }
      return (0..<70).flatMap { _ in
        words.shuffle(using: &generator)
        return words.flatMap { $0 }
      }
    case "ideographs":
      return (0..<2_000_000).flatMap { _ -> [UInt8] in
        let scalar = UInt32.random(in: 0x4E00...0x5FFF, using: &generator)
        return [
          UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 63), UInt8(0x80 | scalar & 63),
        ]
      }
    case "one letter": return Array(repeating: 0x61, count: 6 << 20)
    case "bytes": return (0..<6 << 20).map { _ in UInt8.random(in: 0...255, using: &generator) }
    default:
      return (0..<40).flatMap { _ in
        Array("\"".utf8) + (0..<25_000).flatMap { _ in word(5) } + Array("\"\n".utf8)
      }
    }
  }
}
