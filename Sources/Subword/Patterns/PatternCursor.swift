// Where the parser stands in the text of a pattern.

/// The scalars of a pattern, and a place among them.
struct PatternCursor {
  let scalars: [Unicode.Scalar]
  var index = 0

  init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

  var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  /// What comes behind `next`.
  var second: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }
  var isAtEnd: Bool { index == scalars.count }

  func looksAt(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

  /// Goes behind `text`, if that is what comes.
  mutating func skip(_ text: String) -> Bool {
    guard looksAt(text) else { return false }
    index += text.unicodeScalars.count
    return true
  }

  /// The scalar that comes; goes behind it.
  mutating func take() -> Unicode.Scalar? {
    defer { index = min(index + 1, scalars.count) }
    return next
  }

  /// The scalars up to the first that doesn't satisfy `condition`; goes behind them.
  mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
    let taken = scalars[index...].prefix(while: condition)
    index += taken.count
    return String(String.UnicodeScalarView(taken))
  }

  /// The place of scalar number `index` in the UTF-8 of the pattern, as the user counts.
  func offset(of index: Int) -> Int { scalars[..<index].reduce(0) { $0 + UTF8.width($1) } }

  func syntax(_ message: String, at index: Int? = nil) -> PatternError {
    .syntax(message: message, at: offset(of: index ?? self.index))
  }

  func unsupported(_ construct: String, at index: Int? = nil) -> PatternError {
    .unsupported(construct: construct, at: offset(of: index ?? self.index))
  }
}

// MARK: - Numbers

extension PatternCursor {
  /// A decimal number; `nil` when there is none. Larger ones than `limit` are `limit`.
  mutating func decimal(limit: Int) -> Int? {
    let digits = take { ("0"..."9").contains($0) }
    return digits.isEmpty ? nil : min(Int(digits) ?? limit, limit)
  }

  /// Up to `count` digits to `radix`; `nil` when there is none.
  mutating func number(radix: UInt32, digits count: Int) -> UInt32? {
    var value: UInt32?
    for _ in 0..<count {
      guard let digit = next?.digit, digit < radix else { break }
      value = (value ?? 0) &* radix &+ digit
      index += 1
    }
    return value
  }
}

extension Unicode.Scalar {
  /// The value of 0 to 9, A to F, a to f.
  fileprivate var digit: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "A"..."F": value - 0x37
    case "a"..."f": value - 0x57
    default: nil
    }
  }
}
