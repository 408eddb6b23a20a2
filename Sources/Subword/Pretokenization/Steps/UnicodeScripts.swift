// `UnicodeScripts`: cuts where the script changes.
//
//     PropertyTables  ──▶  runs of code points of one script  ──▶  ScriptStage

import SubwordMemory

/// Cuts in front of each scalar whose script is another than that of the last one which had one.
///
/// A U+0020 and what has no script, such as an unassigned code point, goes with what is before it; at
/// the start of a text it goes. Kana count as ideographs, as sentencepiece has it.
struct ScriptStage: CuttingStage {
  /// Where the runs start, in rising order; the first is 0.
  private let starts: [UInt32]
  /// For each run the number of its script, or `none`.
  private let scripts: [UInt8]

  private static let none = UInt8.max

  init(_ version: UnicodeVersion) {
    let sets = Self.sets(version)
    var changes: [UInt32: UInt8] = [0: Self.none]
    for (_, set) in sets {
      for end in set.ranges.map(\.upperBound) { changes[end] = Self.none }
    }
    for (script, set) in sets {
      for start in set.ranges.map(\.lowerBound) { changes[start] = script }
    }
    let runs = changes.sorted { $0.key < $1.key }
    starts = runs.map(\.key)
    scripts = runs.map(\.value)
  }

  func cut(
    _ text: borrowing Buffer<UInt8>, from start: Int, to end: Int, limit: Int,
    into parts: inout Buffer<PretokenRange>
  ) throws(PatternError) -> Int {
    var (first, last): (Int?, UInt8) = (nil, Self.none)
    var position = start
    while position < end {
      let script = script(of: text.scalar(at: position))
      if script != Self.none && script != last {
        if let first { parts.append(PretokenRange(first, position)) }
        if parts.count >= limit { return position }
        (first, last) = (position, script)
      }
      position = min(position + UTF8Scalar.width(text[position]), end)
    }
    if let first { parts.append(PretokenRange(first, end)) }
    return end
  }

  /// The number of the script of a scalar, if it has any.
  func script(of scalar: Unicode.Scalar) -> UInt8? {
    let script = script(of: scalar.value)
    return script == Self.none ? nil : script
  }

  private func script(of scalar: UInt32) -> UInt8 {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= scalar { low = middle } else { high = middle }
    }
    return scripts[low]
  }
}

// MARK: - Which scalars are one script here

extension ScriptStage {
  private static func sets(_ version: UnicodeVersion) -> [UInt8: ScalarSet] {
    var ranges: [UInt8: [Range<UInt32>]] = [:]
    for run in PropertyTables.runs {
      let (start, count) = (UInt32(run >> 28), UInt32(run >> 8 & 0xF_FFFF))
      ranges[UInt8(run & 0xFF), default: []].append(start..<start + count)
    }
    let assigned = ScalarSet.assigned(version)
    var sets = ranges.mapValues { ScalarSet($0).intersection(assigned) }
    if version <= .unicode9 {
      for (scalar, script) in scriptsInUnicode9 { sets.move(ScalarSet(scalar), to: number(script)) }
    }
    let kana = [number("hiragana"), number("katakana")].compactMap { sets[$0] }
    for set in kana + [ScalarSet("\u{30FC}")] { sets.move(set, to: number("han")) }
    sets.move(ScalarSet(" "), to: none)
    sets[none] = nil
    return sets
  }

  private static func number(_ name: Substring) -> UInt8 {
    let number = PropertyTables.names.firstIndex { $0.split(separator: " ").contains(name) }
    return number.map { UInt8($0) } ?? none
  }

  /// What Unicode 9 said of those that have another script now.
  private static let scriptsInUnicode9: [(scalar: Unicode.Scalar, script: Substring)] = [
    ("\u{589}", "common"), ("\u{61C}", "common"), ("\u{953}", "devanagari"),
    ("\u{954}", "devanagari"),
  ]
}

extension [UInt8: ScalarSet] {
  fileprivate mutating func move(_ members: ScalarSet, to script: UInt8) {
    self = mapValues { $0.subtracting(members) }
    self[script] = (self[script] ?? .none).union(members)
  }
}
