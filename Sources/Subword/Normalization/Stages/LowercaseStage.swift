// Lower case, scalar by scalar.
//
// Source: Hugging Face's `Lowercase`, which is Rust's `char::to_lowercase` with Unicode 17: the
// unconditional mappings, so a capital sigma becomes σ wherever it stands.

/// Writes each scalar in lower case; U+0130 becomes two.
struct LowercaseStage: ScalarwiseStage {
  let keepsASCII = false

  func replacement(for scalar: Unicode.Scalar) -> ScalarReplacement? {
    let value = scalar.value
    if value < 0x80 {
      let isUpper = value &- 0x41 < 26
      return isUpper ? Unicode.Scalar(value + 0x20).map { ScalarReplacement($0) } : nil
    }
    if value == 0x130 {
      var replacement = ScalarReplacement("i")
      replacement.append("\u{307}")
      return replacement
    }
    return Self.lowercase(of: value).flatMap(Unicode.Scalar.init).map { ScalarReplacement($0) }
  }

  /// The lower case of `value`, if that is another scalar: a binary search.
  private static func lowercase(of value: UInt32) -> UInt32? {
    let runs = NormalizationTables.lowercase
    let behind = runs.partitioningIndex { $0.first > value }
    guard behind > 0 else { return nil }
    let run = runs[behind - 1]
    guard value <= run.last, (value - run.first) % run.step == 0 else { return nil }
    return run.to + (value - run.first)
  }
}

extension Array {
  /// The index of the first element that is `behind`, where none is that comes before one that isn't.
  func partitioningIndex(where behind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if behind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
