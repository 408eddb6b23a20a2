import Foundation
import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("Temporary timing") struct TimingTemp {
  @Test("of in place cuts") func time() throws {
    let text = try TestData.bytes("corpora/english.txt").prefix(8_000_000)
    var bytes = Buffer<UInt8>()
    bytes.append(contentsOf: Array(text).span)
    let end = bytes.count
    bytes.resize(to: end + 64, filling: 0)
    for name in ["byte-level", "llama3", "starcoder", "words", "deepseek", "whitespace", "bert", "digits", "punctuation-merged_with_next", "split-word-merged_with_previous", "scripts", "fixed-length-3"] {
      let c = try CompiledPretokenizer(#require(PretokenizerSamples.all[name]))
      var best = Double.infinity
      var n = 0
      for _ in 0..<3 {
        let t = Date()
        n = 0
        var p = 0
        var out = Buffer<PretokenRange>(capacity: 1024)
        while p < end {
          out.removeAll()
          p = try c.cut(bytes, from: p, to: end, limit: 1024, into: &out)
          n += out.count
        }
        best = min(best, Date().timeIntervalSince(t))
      }
      print("TIMING", name, n, Int(Double(end) / best / 1e6), "MB/s", c.cutsBeforeSpaces)
    }
  }
}
