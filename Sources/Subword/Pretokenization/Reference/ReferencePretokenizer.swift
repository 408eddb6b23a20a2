// Pretokenization as the definition reads.
//
//     scalars, each with its origin  ──▶  one step after the other  ──▶  pieces

/// Cuts a text by trying each scalar, and copies whatever it keeps.
///
/// Slow on purpose. This is what the steps mean here; `CompiledPretokenizer` answers to it.
struct ReferencePretokenizer {
  /// A scalar of a piece, and the stretch of the original that it stands for.
  struct Letter: Hashable {
    var scalar: Unicode.Scalar
    var origin: Range<Int>
  }

  /// Some scalars, and the stretch of the original that they were cut from.
  struct Piece: Hashable {
    var letters: [Letter]
    var stretch: Range<Int>
  }

  private let steps: [(step: Pretokenizer.Step, pattern: PatternNode)]

  init(_ pretokenizer: Pretokenizer) throws(PatternError) {
    var steps: [(step: Pretokenizer.Step, pattern: PatternNode)] = []
    for step in pretokenizer.steps { steps.append((step, try Self.pattern(of: step))) }
    self.steps = steps
  }

  /// The pattern that a step has inside, if any.
  private static func pattern(of step: Pretokenizer.Step) throws(PatternError) -> PatternNode {
    switch step {
    case .split(.literal(let text), _, _):
      .sequence(text.unicodeScalars.map { .scalar(ScalarSet($0)) })
    case .split(.regex(let expression), _, _): try PatternParser.parse(expression, .oniguruma)
    case .byteLevel: try PatternParser.parse(NamedPattern.gpt2, .oniguruma)
    case .whitespace: try PatternParser.parse(#"\w+|[^\w\s]+"#, .rust)
    default: .never
    }
  }

  /// The pieces of `text`. What stands for bytes is written by stand-ins, behind the last step too.
  func pieces(of text: [Unicode.Scalar]) -> [Piece] {
    var (letters, end): ([Letter], Int) = ([], 0)
    for scalar in text {
      letters.append(Letter(scalar: scalar, origin: end..<end + UTF8.width(scalar)))
      end += UTF8.width(scalar)
    }
    var pieces = text.isEmpty ? [] : [Piece(letters: letters, stretch: 0..<end)]
    for (step, pattern) in steps { pieces = pieces.flatMap { run(step, pattern, on: $0) } }
    return pieces
  }

  private func run(
    _ step: Pretokenizer.Step, _ pattern: PatternNode, on piece: Piece
  ) -> [Piece] {
    switch step {
    case .split(_, let behavior, let inverted):
      let marked = mark(pattern, in: piece).map { ($0, $1 != inverted) }
      return cut(piece, join(marked, behavior))
    case .byteLevel(let addsPrefixSpace, _, let usesPattern):
      let start = addsPrefixSpace ? prefixed(piece, with: " ") : piece
      let parts = usesPattern ? cut(start, join(mark(pattern, in: start), .isolated)) : [start]
      return parts.map(standIns)
    case .metaspace(let mark, let scheme, let cuts):
      var start = piece
      for index in start.letters.indices where start.letters[index].scalar == " " {
        start.letters[index].scalar = mark
      }
      let isFirst = scheme == .first && piece.stretch.lowerBound == 0
      if scheme == .always || isFirst { start = prefixed(start, with: mark) }
      return cuts ? cut(start, .mergedWithNext) { $0 == mark } : [start]
    case .whitespace:
      return cut(piece, join(mark(pattern, in: piece).map { ($0, !$1) }, .removed))
    case .whitespaceSplit: return cut(piece, .removed, ScalarSet.whiteSpace.contains)
    case .digits(let individually):
      return cut(piece, individually ? .isolated : .contiguous, Self.numbers.contains)
    case .punctuation(let behavior): return cut(piece, behavior, Self.isPunctuation)
    case .delimiter(let delimiter): return cut(piece, .removed) { $0 == delimiter }
    case .fixedLength(let length):
      let starts = stride(from: 0, to: piece.letters.count, by: length)
      return cut(piece, starts.map { $0..<min($0 + length, piece.letters.count) })
    case .unicodeScripts: return cut(piece, scripts(of: piece))
    case .bert:
      return cut(piece, .removed, ScalarSet.whiteSpace.contains).flatMap {
        cut($0, .isolated, Self.isPunctuation)
      }
    }
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    asciiPunctuation.contains(scalar) || punctuation.contains(scalar)
  }

  private static let asciiPunctuation = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".unicodeScalars)
  private static let punctuation = ScalarSet(.punctuation, version: .unicode8)
  private static let numbers = ScalarSet(.number, version: .unicode17)
  private static let scriptsOfUnicode9 = ScriptStage(.unicode9)
}

// MARK: - Cutting and rewriting one piece

extension ReferencePretokenizer {
  /// The parts of `piece` in `ranges` that aren't empty.
  private func cut(_ piece: Piece, _ ranges: [Range<Int>]) -> [Piece] {
    ranges.filter { !$0.isEmpty }.map { range in
      let letters = Array(piece.letters[range])
      let start = letters[0].origin.lowerBound
      let end = letters[letters.count - 1].origin.upperBound
      return Piece(letters: letters, stretch: start..<max(start, end))
    }
  }

  /// Cuts at each scalar that satisfies `condition`.
  private func cut(
    _ piece: Piece, _ behavior: Pretokenizer.Behavior, _ condition: (Unicode.Scalar) -> Bool
  ) -> [Piece] {
    let matches = piece.letters.indices.filter { condition(piece.letters[$0].scalar) }
    return cut(piece, join(withGaps(matches.map { $0..<$0 + 1 }, in: piece), behavior))
  }

  private func prefixed(_ piece: Piece, with mark: Unicode.Scalar) -> Piece {
    guard let first = piece.letters.first, first.scalar != mark else { return piece }
    let letter = Letter(scalar: mark, origin: first.origin)
    return Piece(letters: [letter] + piece.letters, stretch: piece.stretch)
  }

  private func standIns(_ piece: Piece) -> Piece {
    let letters = piece.letters.flatMap { letter in
      (UTF8.encode(letter.scalar).map(Array.init) ?? []).compactMap { byte in
        Unicode.Scalar(ByteAlphabet.standIns[Int(byte)]).map {
          Letter(scalar: $0, origin: letter.origin)
        }
      }
    }
    return Piece(letters: letters, stretch: piece.stretch)
  }
}

// MARK: - Matches, gaps, and what becomes of them

extension ReferencePretokenizer {
  private func mark(_ pattern: PatternNode, in piece: Piece) -> [(Range<Int>, Bool)] {
    let matcher = ReferencePatternMatcher(pattern: pattern, gaps: .kept)
    return withGaps(matcher.matches(in: piece.letters.map(\.scalar)), in: piece)
  }

  /// The matches, and between them the gaps, which aren't empty.
  private func withGaps(_ matches: [Range<Int>], in piece: Piece) -> [(Range<Int>, Bool)] {
    var (marked, gap): ([(Range<Int>, Bool)], Int) = ([], 0)
    for match in matches {
      if gap < match.lowerBound { marked.append((gap..<match.lowerBound, false)) }
      marked.append((match, true))
      gap = match.upperBound
    }
    if gap < piece.letters.count { marked.append((gap..<piece.letters.count, false)) }
    return marked
  }

  /// Joins a match with the gap or the matches beside it.
  private func join(
    _ marked: [(range: Range<Int>, isMatch: Bool)], _ behavior: Pretokenizer.Behavior
  ) -> [Range<Int>] {
    var joined: [Range<Int>] = []
    for (index, part) in marked.enumerated() {
      let previous = index > 0 && marked[index - 1].isMatch
      let belongs =
        switch behavior {
        case .removed, .isolated: false
        case .mergedWithPrevious: part.isMatch && !previous
        case .mergedWithNext: !part.isMatch && previous
        case .contiguous: part.isMatch == previous
        }
      if belongs, let last = joined.popLast() {
        joined.append(last.lowerBound..<part.range.upperBound)
      } else if behavior != .removed || !part.isMatch {
        joined.append(part.range)
      }
    }
    return joined
  }

  /// A part starts at each scalar with a script that isn't the one of the last such scalar.
  private func scripts(of piece: Piece) -> [Range<Int>] {
    var (starts, last): ([Int], UInt8?) = ([], nil)
    for (index, letter) in piece.letters.enumerated() {
      guard let script = Self.scriptsOfUnicode9.script(of: letter.scalar), script != last
      else { continue }
      starts.append(index)
      last = script
    }
    return zip(starts, starts.dropFirst() + [piece.letters.count]).map { $0..<$1 }
  }
}
