// `ByteLevel`: a space in front, GPT-2's pattern, and a character for each byte.
//
// Behind the last step nothing reads the text but a segmenter whose units are bytes: there the bytes
// stay as they are, and their stand-ins are left out. Anywhere else they are written, as what comes
// next may look at them.

import SubwordMemory

extension CuttingStages {
  /// The part of `ByteLevel` that cuts.
  static func gpt2(_ unicode: UnicodeProfile) throws(PatternError) -> any CuttingStage {
    try split(.regex(NamedPattern.gpt2), .isolated, inverted: false, unicode)
  }
}

/// The part of `ByteLevel` that rewrites pieces: the space in front of those that start with none.
struct PrefixSpaceStage: RewritingStage {
  func pretokenize(_ text: inout PretokenizedText) throws(PatternError) {
    text.rewrite { source, number, result in
      let piece = source.pieces[number]
      if source.bytes[piece.start] != 0x20 { result.append(" ", for: piece.start, of: source) }
      result.append(source, piece.start..<piece.end)
    }
  }
}

/// The part of `ByteLevel` that writes each byte's stand-in.
struct StandInStage: RewritingStage {
  func pretokenize(_ text: inout PretokenizedText) throws(PatternError) {
    text.rewrite { source, number, result in
      let piece = source.pieces[number]
      for place in piece.start..<piece.end {
        let standIn = ByteAlphabet.standIns[Int(source.bytes[place])]
        if let scalar = Unicode.Scalar(standIn) { result.append(scalar, for: place, of: source) }
      }
    }
  }
}
