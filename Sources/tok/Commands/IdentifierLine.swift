// Reads the identifiers of one line.

import Subword

enum IdentifierLine {
  /// The identifiers on a line: decimal numbers with blanks between, or a JSON list.
  ///
  /// - Parameter unknown: What becomes of those that `vocabulary` lacks.
  static func parse(
    _ line: [UInt8], asJSON: Bool, in vocabulary: Vocabulary, unknown: UnknownIdentifierPolicy,
    at place: FileLocation
  ) throws(CommandFailure) -> [TokenID] {
    var ids: [TokenID] = []
    for number in try asJSON ? list(line, at: place) : numbers(line, at: place) {
      if let id = UInt32(exactly: number).map({ TokenID(rawValue: $0) }), vocabulary.has(id) {
        ids.append(id)
      } else if unknown == .error {
        throw unknownIdentifier(number, in: vocabulary, at: place)
      }
    }
    return ids
  }

  private static func unknownIdentifier(
    _ number: Int, in vocabulary: Vocabulary, at place: FileLocation
  ) -> CommandFailure {
    let last = vocabulary.identifierBound - 1
    let gap = number >= 0 && number < last ? "which has a hole there" : "which ends at \(last)"
    return .data(
      """
      \(place): the identifier \(number) isn't in the vocabulary, \(gap); take the tokenizer that \
      gave it
      """)
  }

  private static func numbers(
    _ line: [UInt8], at place: FileLocation
  ) throws(CommandFailure) -> [Int] {
    var numbers: [Int] = []
    for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      guard word.allSatisfy({ (0x30...0x39).contains($0) }) else {
        let text = shown(String(decoding: word.prefix(40), as: UTF8.self))
        throw .data("\(place): \"\(text)\" is no identifier; give numbers with spaces between")
      }
      // One of more digits than 63 bits hold is in no vocabulary either.
      numbers.append(Int(String(decoding: word, as: UTF8.self)) ?? .max)
    }
    return numbers
  }

  private static func list(
    _ line: [UInt8], at place: FileLocation
  ) throws(CommandFailure) -> [Int] {
    var json = JSONReader(line)
    var numbers: [Int] = []
    do {
      try json.enterArray()
      while try json.nextElement() { numbers.append(try json.readInteger()) }
      try json.finish()
      return numbers
    } catch {
      throw .data("\(place): \(clause(error.reason, else: "give a list such as [464, 3797]"))")
    }
  }
}
