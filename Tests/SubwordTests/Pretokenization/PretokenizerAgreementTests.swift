// The stages against the definition, and the ways of running them against each other.

import SubwordMemory
import TestSupport
import Testing

@testable import Subword

@Suite("A pretokenizer gives what its definition gives")
struct PretokenizerAgreementTests {
  @Test("on short texts", arguments: PretokenizerSamples.all.keys.sorted())
  func samples(name: String) throws {
    let agreement = try PretokenizerAgreement(#require(PretokenizerSamples.all[name]), name)
    try forEveryText(over: Array("a1- ".unicodeScalars), upTo: 4) { try agreement.check($0) }
    try forEveryText(over: Array("ア中▁\nḱ".unicodeScalars), upTo: 3) { try agreement.check($0) }
  }

  @Test("when it is a random sequence of steps, on random texts", arguments: 0..<16)
  func sequences(group: Int) throws {
    for seed in group * 25..<(group + 1) * 25 {
      var numbers = SeededGenerator(seed: seed)
      let steps = PretokenizerSamples.all.values.flatMap(\.steps).sorted { "\($0)" < "\($1)" }
      let pretokenizer = Pretokenizer(
        (0...numbers.number(1...3)).map { _ in numbers.element(of: steps) })
      let agreement = try PretokenizerAgreement(pretokenizer, "seed \(seed)")
      for _ in 0..<40 {
        try agreement.check(numbers.text(over: Self.letters, upTo: 24))
      }
    }
  }

  private static let letters =
    Array("aab11--   ▁▁'sĠÉ".unicodeScalars) + PatternSample.richAlphabet
}

/// One pretokenizer, run in every way that there is.
private struct PretokenizerAgreement {
  private let name: String
  private let pretokenizer: Pretokenizer
  private let definition: ReferencePretokenizer
  private let compiled: CompiledPretokenizer

  init(_ pretokenizer: Pretokenizer, _ name: String) throws {
    self.name = name
    definition = try ReferencePretokenizer(pretokenizer)
    self.pretokenizer = pretokenizer
    compiled = try CompiledPretokenizer(pretokenizer)
  }

  func check(_ text: [Unicode.Scalar]) throws {
    let expected = definition.pieces(of: text)
    let spells = pretokenizer.endsInBytes
    let tracked = try PieceList(compiled, text, tracksOrigins: true, spellsBytes: spells)
    let place = "\(name), \(pretokenizer.steps), on \(text)"
    #expect(tracked.pieces == expected.map { $0.letters.map(\.scalar).utf8 }, "\(place)")
    #expect(tracked.stretches == expected.map(\.stretch), "\(place)")
    #expect(tracked.origins == expected.map { $0.letters.map(\.origin) }, "\(place)")
    if !compiled.needsOrigins {
      let untracked = try PieceList(compiled, text, tracksOrigins: false, spellsBytes: spells)
      #expect(untracked.pieces == tracked.pieces, "\(place)")
    }
    if compiled.cutsInPlace {
      let ranges = try compiled.pretokens(of: text.utf8)
      #expect(ranges == tracked.stretches, "\(place)")
      #expect(try compiled.pretokens(of: text.utf8, limit: 1) == ranges, "\(place)")
    }
  }
}

/// What a pretokenizer makes of a text, as arrays.
private struct PieceList {
  private(set) var pieces: [[UInt8]] = []
  private(set) var stretches: [Range<Int>] = []
  /// For each scalar of a piece, or for each byte where stand-ins are spelled.
  private(set) var origins: [[Range<Int>]] = []

  init(
    _ pretokenizer: CompiledPretokenizer, _ scalars: [Unicode.Scalar], tracksOrigins: Bool,
    spellsBytes: Bool
  ) throws {
    var text = PretokenizedText(
      NormalizedText(scalars.utf8.span, tracksOrigins: tracksOrigins), originalOffset: 0)
    try pretokenizer.pretokenize(&text)
    for index in 0..<text.pieces.count {
      let piece = text.pieces[index]
      let bytes = text.bytes.array(piece.start..<piece.end)
      var spelling: [UInt8] = []
      ByteAlphabet.spell(bytes.span, into: &spelling)
      pieces.append(spellsBytes ? spelling : bytes)
      stretches.append(text.stretches[index].start..<text.stretches[index].end)
      guard tracksOrigins else { continue }
      let starts = bytes.indices.filter { spellsBytes || bytes[$0] & 0xC0 != 0x80 }
      origins.append(
        starts.map {
          let origin = text.origins[piece.start + $0]
          return Int(origin.start)..<Int(origin.end)
        })
    }
  }
}

@Suite("A compiled pretokenizer says what it needs")
struct PretokenizerDemandTests {
  @Test("and cuts in place unless a step writes into the text")
  func cutsInPlace() throws {
    let rewriting = PretokenizerSamples.all.filter { name, _ in
      ["metaspace", "prefix", "stand-ins", "t5", "marks", "falcon"].contains { name.hasPrefix($0) }
        || name.contains("-prefix")
    }
    for (name, pretokenizer) in PretokenizerSamples.all {
      let compiled = try CompiledPretokenizer(pretokenizer)
      #expect(compiled.cutsInPlace == (rewriting[name] == nil), "\(name)")
    }
  }

  @Test("and origins only where Metaspace asks behind another step")
  func needsOrigins() throws {
    let asking = ["metaspace-first-behind", "metaspace-twice", "stand-ins-first"]
    for (name, pretokenizer) in PretokenizerSamples.all {
      let compiled = try CompiledPretokenizer(pretokenizer)
      #expect(compiled.needsOrigins == asking.contains(name), "\(name)")
    }
  }

  @Test("and pretokens are bytes behind a last ByteLevel only")
  func endsInBytes() {
    #expect(PretokenizerSamples.sequences["llama3"]?.endsInBytes == true)
    #expect(PretokenizerSamples.sequences["falcon"]?.endsInBytes == false)
    #expect(!Pretokenizer.gpt2.endsInBytes && !Pretokenizer.whole.endsInBytes)
  }

  @Test(
    "and sequences of published tokenizers can be taken apart before spaces",
    arguments: ["byte-level", "llama3", "clip", "deepseek", "starcoder", "words", "bert"])
  func cutsBeforeSpaces(name: String) throws {
    let compiled = try CompiledPretokenizer(#require(PretokenizerSamples.all[name]))
    #expect(compiled.cutsBeforeSpaces)
    for seed in 0..<1_000 {
      var numbers = SeededGenerator(seed: seed)
      let letters = PatternSample.richAlphabet + Array("    a1-'s".unicodeScalars)
      let text = numbers.text(over: letters, upTo: 40).utf8
      var bytes = Buffer<UInt8>()
      bytes.append(contentsOf: text.span)
      guard let cut = bytes.firstSafeCut(in: 0..<text.count) else { continue }
      let apart =
        try compiled.pretokens(of: text, in: 0..<cut)
        + compiled.pretokens(of: text, in: cut..<text.count)
      #expect(try compiled.pretokens(of: text) == apart, "seed \(seed), cut at \(cut)")
    }
  }

  @Test("and pieces of no characters are refused", arguments: [0, -1])
  func pieceLength(length: Int) {
    #expect(throws: PatternError.pieceLength(length)) {
      try CompiledPretokenizer(Pretokenizer([.fixedLength(length)]))
    }
    #expect(
      PatternError.pieceLength(length).description
        == "FixedLength can't cut pieces of \(length) characters. Take a length of 1 or more.")
  }

  @Test("and where a text starts in the original decides about the first mark")
  func originalOffset() throws {
    let pretokenizer = try CompiledPretokenizer(
      Pretokenizer([.metaspace(replacement: "▁", prepends: .first, cuts: true)]))
    for (offset, first) in [(0, "▁a"), (1, "a")] {
      let source = NormalizedText(Array("a b".utf8).span, at: offset, tracksOrigins: false)
      var text = PretokenizedText(source, originalOffset: offset)
      try pretokenizer.pretokenize(&text)
      let pieces = text.pieces.array.map {
        String(decoding: text.bytes.array($0.start..<$0.end), as: UTF8.self)
      }
      #expect(pieces == [first, "▁b"])
    }
  }
}
