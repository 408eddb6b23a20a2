// Reads the identifiers of one line.

import Subword

enum IdentifierLine {
  /// A number as a line has it.
  private struct Number {
    /// `nil` for one of more digits than 63 bits hold, which is in no vocabulary either.
    let value: Int?
    let range: Range<Int>
  }

  /// The identifiers on a line: decimal numbers with blanks between, or a JSON list.
  ///
  /// - Parameters:
  ///   - unknown: What becomes of those that `vocabulary` lacks.
  ///   - place: Where `line` starts.
  static func parse(
    _ line: [UInt8], asJSON: Bool, in vocabulary: Vocabulary, unknown: UnknownIdentifierPolicy,
    at place: FileLocation
  ) throws(CommandFailure) -> [TokenID] {
    var ids: [TokenID] = []
    for number in try asJSON ? list(line, at: place) : numbers(line, at: place) {
      let id = number.value.flatMap { UInt32(exactly: $0) }.map { TokenID(rawValue: $0) }
      if let id, vocabulary.has(id) {
        ids.append(id)
      } else if unknown == .error {
        throw unknownIdentifier(number, of: line, in: vocabulary, at: place)
      }
    }
    return ids
  }

  private static func unknownIdentifier(
    _ number: Number, of line: [UInt8], in vocabulary: Vocabulary, at place: FileLocation
  ) -> CommandFailure {
    let last = vocabulary.identifierBound - 1
    let value = number.value ?? .max
    let gap = value >= 0 && value < last ? "which has a hole there" : "which ends at \(last)"
    let digits = excerpt(String(decoding: line[number.range], as: UTF8.self))
    return .data(
      """
      \(place.moved(by: number.range.lowerBound)): the identifier \(digits) isn't in the vocabulary, \
      \(gap); take the tokenizer that gave it
      """)
  }

  private static func numbers(
    _ line: [UInt8], at place: FileLocation
  ) throws(CommandFailure) -> [Number] {
    var numbers: [Number] = []
    for word in line.split(whereSeparator: isBlank) {
      guard word.allSatisfy({ (0x30...0x39).contains($0) }) else {
        let text = shown(String(decoding: word.prefix(40), as: UTF8.self))
        throw .data(
          """
          \(place.moved(by: word.startIndex)): "\(text)" is no identifier; give numbers with spaces \
          between
          """)
      }
      let value = Int(String(decoding: word, as: UTF8.self))
      numbers.append(Number(value: value, range: word.indices))
    }
    return numbers
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0D
  }

  /// A blank line has none, as `tok encode` takes it for an empty text.
  private static func list(
    _ line: [UInt8], at place: FileLocation
  ) throws(CommandFailure) -> [Number] {
    if line.allSatisfy(isBlank) { return [] }
    var json = JSONReader(line)
    var numbers: [Number] = []
    do {
      try json.enterArray()
      while try json.nextElement() {
        _ = try json.peek()
        let start = json.position
        numbers.append(Number(value: try json.readInteger(), range: start..<json.position))
      }
      try json.finish()
      return numbers
    } catch {
      let reason = clause(error.reason, else: "give a list such as [464, 3797]")
      throw .data("\(place.moved(by: error.offset)): \(reason)")
    }
  }
}
