// What the steps of a detokenizer mean: a list of tokens becomes a list of tokens.
//
// Source: the decoders of Hugging Face's `tokenizers` 0.23, and sentencepiece's `Decode`.

/// Does all steps on the whole list, one after the other, as the definition reads.
///
/// Slow on purpose. The stages of ``CompiledDetokenizer`` answer to it.
struct ReferenceDetokenizer {
  /// A token as its file spells it.
  typealias Token = [Unicode.Scalar]

  let steps: [Detokenizer.Step]
  /// The matches of a step's regular expression in a token, as ranges of its scalars.
  var matches: (_ pattern: String, _ token: Token) -> [Range<Int>] = { _, _ in [] }

  /// The text of `tokens`.
  func text(of tokens: [Token]) -> Token {
    if steps.isEmpty { return Token(tokens.joined(separator: Token(" "))) }
    return Token(steps.reduce(tokens) { tokens, step in self.tokens(tokens, by: step) }.joined())
  }

  private func tokens(_ tokens: [Token], by step: Detokenizer.Step) -> [Token] {
    switch step {
    case .byteLevel: [decoded(tokens.flatMap(bytes))]
    case .byteFallback: withoutByteTokens(tokens)
    case .metaspace(let mark, let prepends, _):
      tokens.enumerated().map { number, token in
        token.flatMap { scalar -> Token in
          guard scalar == mark else { return [scalar] }
          return number == 0 && prepends != .never ? [] : [" "]
        }
      }
    case .wordPiece(let prefix, let cleansUp):
      tokens.enumerated().map { number, token in
        let text = number == 0 ? token : joinable(token, Token(prefix))
        return cleansUp ? cleaned(text) : text
      }
    case .bpe(let suffix):
      tokens.enumerated().map { number, token in
        token.replacing(Token(suffix), by: number == tokens.count - 1 ? [] : [" "])
      }
    case .ctc(let padding, let delimiter, let cleansUp):
      withoutRepetitions(tokens).map { token in
        let text = token.replacing(Token(padding), by: [])
        return cleansUp ? cleaned(text).replacing(Token(delimiter), by: [" "]) : text
      }.filter { !$0.isEmpty }
    case .fuse: [Token(tokens.joined())]
    case .strip(let content, let start, let stop):
      tokens.map { stripped($0, content, start, stop) }
    case .replace(let pattern, let content):
      tokens.map { $0.isEmpty ? $0 : replaced($0, pattern, by: Token(content)) }
    case .sentencePiece(let decoding): [text(of: tokens, decoding)]
    }
  }

  // MARK: Bytes

  /// The bytes that a token's stand-ins stand for, or those of the token itself.
  private func bytes(_ token: Token) -> [UInt8] {
    let bytes = token.compactMap { scalar in
      ByteAlphabet.standIns.firstIndex { UInt32($0) == scalar.value }.map { UInt8($0) }
    }
    return bytes.count == token.count ? bytes : Array(String(token).utf8)
  }

  private func decoded(_ bytes: [UInt8]) -> Token { Token(String(decoding: bytes, as: UTF8.self)) }

  private func withoutByteTokens(_ tokens: [Token]) -> [Token] {
    var (result, run): ([Token], [UInt8]) = ([], [])
    func endRun() {
      let isText = String(validating: run, as: UTF8.self) != nil
      if !run.isEmpty { result += isText ? [decoded(run)] : run.map { _ in ["\u{FFFD}"] } }
      run = []
    }
    for token in tokens {
      if let byte = ByteFallback.byte(of: String(token).utf8) {
        run.append(byte)
      } else {
        endRun()
        result.append(token)
      }
    }
    endRun()
    return result
  }

  // MARK: Tokens

  /// A token behind another: without the prefix, or with a space.
  private func joinable(_ token: Token, _ prefix: Token) -> Token {
    token.starts(with: prefix) ? Token(token.dropFirst(prefix.count)) : [" "] + token
  }

  private func cleaned(_ text: Token) -> Token {
    CleanUp.Rules.ofDecoders.replacements.reduce(text) { text, rule in
      text.replacing(Token(rule.text), by: Token(rule.content))
    }
  }

  private func withoutRepetitions(_ tokens: [Token]) -> [Token] {
    tokens.indices.filter { $0 == 0 || tokens[$0] != tokens[$0 - 1] }.map { tokens[$0] }
  }

  /// Where what goes at the start and what goes at the end overlap the original stops with a panic;
  /// here nothing is left of such a token.
  private func stripped(_ token: Token, _ content: Unicode.Scalar, _ start: Int, _ stop: Int)
    -> Token
  {
    let first = token.prefix(start).prefix { $0 == content }.count
    let last = token.suffix(stop).reversed().prefix { $0 == content }.count
    return Token(token.dropFirst(first).dropLast(last))
  }

  private func replaced(_ token: Token, _ pattern: TextPattern, by content: Token) -> Token {
    switch pattern {
    case .literal(let literal): return token.replacing(Token(literal), by: content)
    case .regex(let regex):
      var (result, start): (Token, Int) = ([], 0)
      for match in matches(regex, token) {
        result += token[start..<match.lowerBound] + content
        start = match.upperBound
      }
      return result + token[start...]
    }
  }

  // MARK: sentencepiece

  private func text(of pieces: [Token], _ decoding: SentencePieceDecoding) -> Token {
    var (text, run): (Token, [UInt8]) = ([], [])
    var isAtStart = true
    var hasRemovedSpace = false
    for piece in pieces {
      if decoding.hasBytes, let byte = ByteFallback.byte(of: String(piece).utf8) {
        run.append(byte)
        continue
      }
      text += characters(of: run)
      run = []
      if hasRemovedSpace || !text.isEmpty { isAtStart = false }
      var rest = piece[...]
      if isAtStart && decoding.leadingSpaces != .kept && rest.first == "▁" {
        rest.removeFirst()
        hasRemovedSpace = decoding.leadingSpaces == .oneRemoved
      }
      text += Token(rest).replacing(["▁"], by: [" "])
    }
    return text + characters(of: run)
  }

  /// One character after the other; a byte that starts none is U+FFFD.
  private func characters(of bytes: [UInt8]) -> Token {
    var (text, rest): (Token, ArraySlice<UInt8>) = ([], bytes[...])
    while !rest.isEmpty {
      let character = (1...4).lazy.map { rest.prefix($0) }
        .first { String(validating: $0, as: UTF8.self) != nil }
      text += character.map { decoded(Array($0)) } ?? ["\u{FFFD}"]
      rest = rest.dropFirst(character?.count ?? 1)
    }
    return text
  }
}

extension [Unicode.Scalar] {
  init(_ text: String) { self = Array(text.unicodeScalars) }

  /// `content` for each occurrence; the empty literal occurs around every scalar.
  func replacing(_ literal: [Unicode.Scalar], by content: [Unicode.Scalar]) -> [Unicode.Scalar] {
    if literal.isEmpty { return content + flatMap { [$0] + content } }
    var (result, index): ([Unicode.Scalar], Int) = ([], 0)
    while index < count {
      if self[index...].starts(with: literal) {
        result += content
        index += literal.count
      } else {
        result.append(self[index])
        index += 1
      }
    }
    return result
  }
}

extension String {
  fileprivate init(_ scalars: [Unicode.Scalar]) {
    self.init(String.UnicodeScalarView(scalars))
  }
}
