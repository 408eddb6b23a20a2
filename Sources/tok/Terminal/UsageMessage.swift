// What is wrong with the arguments, on one line, with the nearest right word.
//
//     arguments, the parser's message  ──▶  UsageMessage  ──▶  "there is no option '--vocabb'; …"

import Subword

/// Words for arguments that the parser refuses.
struct UsageMessage {
  /// The arguments behind the name of the program.
  let arguments: [String]
  let commands: [String]
  /// The help of the command that the arguments name, or of the program.
  let help: String

  /// What to say when the parser says `message`.
  func text(_ message: String) -> String {
    wrongCommand ?? wrongOption ?? missing(message) ?? bundle ?? reworded(message)
  }

  /// What to say when the first word, or the one behind `help`, is no command.
  var wrongCommand: String? {
    guard let word = arguments.first == "help" ? arguments.dropFirst().first : arguments.first,
      !word.utf8.starts(with: "-".utf8), word != "help", !commands.contains(word)
    else { return nil }
    let advice =
      nearest(to: word, of: commands).map { "did you mean '\($0)'?" } ?? "see tok --help"
    return "there is no command '\(word)'; \(advice)"
  }

  /// The parser would rather speak of what is missing than of what is misspelled.
  private var wrongOption: String? {
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("-") {
      let name = String(argument.prefix { $0 != "=" })
      let hasOneDash = !name.hasPrefix("--")
      if hasOneDash ? !options.contains("-\(name)") : options.contains(name) { continue }
      let advice =
        nearest(to: name, of: options).map { "did you mean '\($0)'?" } ?? "see \(helpCall)"
      return "there is no option '\(name)'; \(advice)"
    }
    return nil
  }

  /// What to say of a word behind one dash, such as the name of a file.
  ///
  /// To the parser that is a bundle of options of one letter each, and an `h` in it a question for help.
  var bundle: String? {
    let words = arguments.prefix { $0 != "--" }
    guard let word = words.first(where: isBundle) else { return nil }
    return "there is no option '\(word)'; a file of that name is ./\(word)"
  }

  private func isBundle(_ word: String) -> Bool {
    let name = word.prefix { $0 != "=" }
    return word.hasPrefix("-") && !word.hasPrefix("--") && name.utf8.count > 2 && word != "-help"
  }

  private func missing(_ message: String) -> String? {
    if let match = message.wholeMatch(of: /Missing expected argument '(-[^ ]+).*/) {
      return "\(match.1): is missing; see \(helpCall)"
    }
    if let match = message.wholeMatch(of: /Missing value for '(-[^ ]+)(.|\n)*'/) {
      return "\(match.1): has no value; \(adviceForValue(of: String(match.1)))"
    }
    return nil
  }

  private func reworded(_ message: String) -> String {
    if let match = message.wholeMatch(
      of: /The value '((?:.|\n)*)' is invalid for '(-[^ ]+).*?'((?:.|\n)*)/)
    {
      // Up to five words stand in quotes behind it, more in a list below.
      let values = match.3.matches(of: /(?:'|  - )([a-z]+)/).map { String($0.1) }
      return "\(match.2) \(match.1): \(choice(of: values))"
    }
    let words = clause(message, else: "see \(helpCall)")
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  /// What starts with a dash is an option to the parser, also where a value is due.
  private func adviceForValue(of option: String) -> String {
    let next = arguments.drop { $0 != option }.dropFirst().first ?? ""
    guard next.hasPrefix("-"), !options.contains(next) else { return "see \(helpCall)" }
    return "if it starts with a dash write \(option)=\(next)"
  }

  /// All options that the parser checks take either one of these words or a number.
  private func choice(of values: [String]) -> String {
    guard let last = values.last else { return "is no number that it takes; see \(helpCall)" }
    return "is unknown; take \(values.dropLast().joined(separator: ", ")) or \(last)"
  }

  private var helpCall: String {
    let command = commands.first { $0 == arguments.first }
    return command.map { "tok \($0) --help" } ?? "tok --help"
  }

  /// The options that the help lists, each at the start of its line.
  private var options: [String] {
    help.split(separator: "\n").filter { $0.hasPrefix("  -") }.flatMap { line in
      line.matches(of: /--[a-z-]+/).prefix(line.contains("/--") ? 2 : 1).map { String($0.0) }
    }
  }

  /// The candidate that `word` is most likely meant to be, if any is near enough.
  private func nearest(to word: String, of candidates: [String]) -> String? {
    let near = candidates.map { (name: $0, distance: distance(word, $0)) }
      .filter { $0.distance <= max(2, word.utf8.count / 4) }
    if let best = near.min(by: { $0.distance < $1.distance }) { return best.name }
    return candidates.first { word.hasPrefix($0) || word.utf8.count > 4 && $0.hasPrefix(word) }
  }

  /// How many letters have to be put in, taken out or replaced to get from one word to the other.
  private func distance(_ left: String, _ right: String) -> Int {
    var row = Array(0...right.utf8.count)
    for (index, byte) in left.utf8.prefix(64).enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in right.utf8.enumerated() {
        let replaced = diagonal + (byte == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row.last ?? 0
  }
}
