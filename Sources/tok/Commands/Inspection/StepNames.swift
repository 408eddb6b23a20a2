// The steps of a pipeline in a few words each: the names of tokenizer.json, and what is set.

import Subword

extension TextPattern {
  /// The pattern itself, or whose it is.
  var summary: String {
    switch self {
    case .literal(let text): return "\"\(visible(text))\""
    case .regex(let pattern):
      let known = Pretokenizer.named
        .filter { $0.pretokenizer.steps == [.split(self, .isolated, inverted: false)] }
        .map(\.name)
      return known.isEmpty
        ? "/\(shortened(pattern))/" : "the pattern of \(known.joined(separator: " and "))"
    }
  }
}

extension Normalizer.Step {
  /// Its name in tokenizer.json, and what is set otherwise than usual.
  var summary: String {
    switch self {
    case .nfc: "NFC"
    case .nfd: "NFD"
    case .nfkc: "NFKC"
    case .nfkd: "NFKD"
    case .lowercase: "Lowercase"
    case .strip(let left, let right):
      left && right
        ? "Strip" : left ? "Strip at the start" : right ? "Strip at the end" : "Strip nothing"
    case .stripAccents: "StripAccents"
    case .nmt: "Nmt"
    case .precompiled(let charsmap): "Precompiled, a table of \(Quantity.bytes(charsmap.count))"
    case .replace(let pattern, let content): "Replace \(pattern.summary) by \"\(visible(content))\""
    case .prepend(let text): "Prepend \"\(visible(text))\""
    case .byteLevel: "ByteLevel: stand-ins for bytes"
    case .bert(let cleans, let spaces, let strips, let lowercases):
      named(
        "BertNormalizer",
        [
          cleans ? "cleans text" : nil, spaces ? "spaces around ideographs" : nil,
          strips ?? lowercases ? "no accents" : nil, lowercases ? "lower case" : nil,
        ])
    case .sentencePiece(let normalization): normalization.summary
    @unknown default: "\(self)"
    }
  }
}

extension SentencePieceNormalization {
  /// What is set, in the order in which it is done.
  fileprivate var summary: String {
    let space: String? =
      switch dummySpace {
      case .prefix: "a space in front"
      case .suffix: "a space behind"
      case .none: nil
      }
    return named(
      "sentencepiece's own",
      [
        charsmap.isEmpty ? "no table" : "a table of \(Quantity.bytes(charsmap.count))",
        userDefined.isEmpty
          ? nil : "but for \(Quantity.count(userDefined.count, "piece", "pieces"))",
        removesExtraSpaces ? "no extra spaces" : nil, space, marksSpaces ? "▁ for spaces" : nil,
      ])
  }
}

extension Pretokenizer.Step {
  /// Its name in tokenizer.json, and what is set otherwise than usual.
  var summary: String {
    switch self {
    case .split(let pattern, let behavior, let inverted):
      named("Split by \(pattern.summary)", [behavior.summary, inverted ? "inverted" : nil])
    case .byteLevel(let addsPrefixSpace, _, let usesPattern):
      named(
        "ByteLevel",
        [
          addsPrefixSpace ? "a space in front" : nil, usesPattern ? "GPT-2's pattern" : nil,
        ])
    case .metaspace(let mark, let prepends, let cuts):
      named(
        "Metaspace \(mark)",
        [
          prepends == .always
            ? "always in front" : prepends == .first ? "in front of the text" : nil,
          cuts ? nil : "without cuts",
        ])
    case .whitespace: "Whitespace"
    case .whitespaceSplit: "WhitespaceSplit"
    case .digits(let individually): individually ? "Digits, one by one" : "Digits"
    case .punctuation(let behavior): named("Punctuation", [behavior.summary])
    case .delimiter(let scalar): "CharDelimiterSplit at \"\(visible(String(scalar)))\""
    case .fixedLength(let length): "FixedLength \(length)"
    case .unicodeScripts: "UnicodeScripts"
    case .bert: "BertPreTokenizer"
    @unknown default: "\(self)"
    }
  }
}

extension Pretokenizer.Behavior {
  fileprivate var summary: String {
    switch self {
    case .removed: "removed"
    case .isolated: "isolated"
    case .mergedWithPrevious: "merged with what is before"
    case .mergedWithNext: "merged with what is behind"
    case .contiguous: "contiguous"
    }
  }
}

extension PostProcessor.Step {
  /// What it makes of one text and of two, or its name.
  var summaries: [String] {
    switch self {
    case .template(let template): forms(text(template.single), text(template.pair))
    case .bert(let separator, let classifier):
      forms(
        "\(classifier.content) A \(separator.content)",
        "\(classifier.content) A \(separator.content) B \(separator.content)")
    case .roberta(let separator, let classifier, _, _):
      forms(
        "\(classifier.content) A \(separator.content)",
        "\(classifier.content) A \(separator.content) \(separator.content) B \(separator.content)")
    case .byteLevel(_, let trimsOffsets, _):
      [trimsOffsets ? "ByteLevel, spaces out of offsets" : "ByteLevel, which changes nothing"]
    @unknown default: ["\(self)"]
    }
  }

  private func forms(_ single: String, _ pair: String) -> [String] {
    ["one text   \(single)", "two texts  \(pair)"]
  }

  private func text(_ pieces: [EncodingTemplate.Piece]) -> String {
    pieces.map { piece in
      switch piece {
      case .sequence(let isSecond, _): isSecond ? "B" : "A"
      case .special(let name, _): name
      }
    }.joined(separator: " ")
  }
}

extension Detokenizer.Step {
  /// Its name in tokenizer.json, and what is set otherwise than usual.
  var summary: String {
    switch self {
    case .byteLevel: "ByteLevel"
    case .byteFallback: "ByteFallback"
    case .metaspace(let mark, let prepends, _):
      named("Metaspace \(mark)", [prepends == .never ? nil : "none in front"])
    case .wordPiece(let prefix, let cleansUp):
      named("WordPiece \(prefix)", [cleansUp ? "cleans up" : nil])
    case .bpe(let suffix): "BPEDecoder \(visible(suffix))"
    case .ctc(let pad, let delimiter, let cleansUp):
      named("CTC \(pad) \(delimiter)", [cleansUp ? "cleans up" : nil])
    case .fuse: "Fuse"
    case .strip(let content, let start, let stop):
      "Strip \"\(visible(String(content)))\", \(start) at the start, \(stop) at the end"
    case .replace(let pattern, let content): "Replace \(pattern.summary) by \"\(visible(content))\""
    case .sentencePiece(let decoding):
      named(
        "sentencepiece",
        [
          decoding.leadingSpaces == .kept ? nil : "no space in front",
          decoding.hasBytes ? "byte pieces" : nil,
        ])
    @unknown default: "\(self)"
    }
  }
}

private func named(_ name: String, _ details: [String?]) -> String {
  let details = details.compactMap(\.self)
  return details.isEmpty ? name : "\(name), \(details.joined(separator: ", "))"
}

/// The text in quotes; what is one character many times over is shortened: `"-" × 64`.
func quoted(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > 8, let first = scalars.first, scalars.allSatisfy({ $0 == first }) else {
    return "\"\(visible(text))\""
  }
  return "\"\(visible(String(first)))\" × \(scalars.count)"
}

extension StringProtocol {
  /// How many columns of a terminal it takes: ideographs and the like have two.
  var columns: Int {
    unicodeScalars.reduce(0) { columns, scalar in
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
        0x20000...0x3FFFD:
        columns + 2
      default: columns + 1
      }
    }
  }
}

/// The text with what can't be seen written out.
func visible(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    let category = scalar.properties.generalCategory
    let isHidden =
      [.control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse]
      .contains(category) || (category == .spaceSeparator && scalar != " ")
      || [.nonspacingMark, .enclosingMark].contains(category)
    if isHidden {
      result +=
        scalar == "\n"
        ? "\\n"
        : scalar == "\t"
          ? "\\t"
          : scalar == "\r"
            ? "\\r"
            : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func shortened(_ pattern: String) -> String {
  let scalars = pattern.unicodeScalars
  return scalars.count <= 160 ? visible(pattern) : visible(String(scalars.prefix(159))) + "…"
}
