// The words that stand for normalizers on a command line.

extension Normalizer {
  /// The words that ``init(named:)`` knows, in the order in which help should list them.
  public static let names = words.map { String(describing: $0.name) }

  /// The normalizer that a command line's word describes: a name, or names with commas between.
  ///
  /// `"nfkc"` is one step, `"nfd,nfc"` are two. Names are spelled in lower case, without spaces.
  /// Gives `nil` if any of them is unknown or empty.
  public init?(named word: String) {
    var steps: [Step] = []
    for name in word.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard let step = Step(name) else { return nil }
      steps.append(step)
    }
    self.init(steps)
  }

  fileprivate static let words: [(name: StaticString, step: Step)] = [
    ("nfc", .nfc), ("nfd", .nfd), ("nfkc", .nfkc), ("nfkd", .nfkd),
  ]
}

extension Normalizer.Step {
  fileprivate init?(_ name: Substring.UTF8View) {
    let word = Normalizer.words.first { name.elementsEqual(String(describing: $0.name).utf8) }
    guard let word else { return nil }
    self = word.step
  }
}
