// Writes a pattern out for ICU, in the few words that it shares with every engine.
//
//     PatternNode  ──▶  ICUPatternWriter  ──▶  `[\u0041-\u005A…]+(?<=[\u0078])`  ──▶  ICUPattern
//
// Classes are explicit sets and anchors looks at such sets, so neither ICU's tables nor its dialect
// ever decide anything; the order of preference is the same.

/// One walk over a tree.
struct ICUPatternWriter {
  private var result = ""
  /// ICU's numbers of the groups that are open or were.
  private var numbers: [Int: Int] = [:]

  static func source(of pattern: PatternNode) -> String {
    var writer = ICUPatternWriter()
    writer.write(pattern)
    return writer.result
  }

  /// Stops where ICU won't take it any more: few parts may stand for many ranges.
  private mutating func write(_ node: PatternNode) {
    guard result.utf8.count <= ICUPattern.maximumLength else { return }
    switch node {
    case .scalar(let set): result += set.regexSource
    case .sequence(let parts): for part in parts { write(part) }
    case .alternatives(let choices): write("(?:", choices)
    case .repeated(let body, let minimum, let maximum, let lazy):
      write("(?:", [body])
      result += Self.quantifier(minimum, maximum) + (lazy ? "?" : "")
    case .atomic(let body): write("(?>", [body])
    case .look(.ahead, let body, let negated): write(negated ? "(?!" : "(?=", [body])
    case .look(.behind, let body, let negated): write(negated ? "(?<!" : "(?<=", [body])
    case .group(let number, let body):
      numbers[number] = numbers.count + 1
      write("(", [body])
    case .reference(let number):
      // The parentheses keep digits that follow apart.
      result += "(?:\\\(numbers[number] ?? 0))"
    }
  }

  private mutating func write(_ opening: String, _ choices: [PatternNode]) {
    result += opening
    for (index, choice) in choices.enumerated() {
      if index > 0 { result += "|" }
      write(choice)
    }
    result += ")"
  }

  private static func quantifier(_ minimum: Int, _ maximum: Int?) -> String {
    switch (minimum, maximum) {
    case (0, nil): "*"
    case (1, nil): "+"
    case (0, 1): "?"
    case (_, let maximum?) where maximum == minimum: "{\(minimum)}"
    case (_, let maximum?): "{\(minimum),\(maximum)}"
    case (_, nil): "{\(minimum),}"
    }
  }
}
