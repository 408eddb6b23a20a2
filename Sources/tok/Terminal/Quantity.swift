// Numbers as people read them.

enum Quantity {
  /// `22.7 MB`, in powers of ten.
  static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB", "PB"]
    var value = Double(count)
    var unit = 0
    while value >= 999.5 && unit + 1 < units.count {
      value /= 1000
      unit += 1
    }
    return unit == 0
      ? "\(count) B" : "\(decimal(value, digits: value < 99.95 ? 1 : 0)) \(units[unit])"
  }

  /// `0.21 s`, `75 s`, `12 min`, `3 h`.
  static func seconds(_ seconds: Double) -> String {
    switch seconds {
    case ..<10: "\(decimal(seconds, digits: 2)) s"
    case ..<120: "\(Int(seconds)) s"
    case ..<7200: "\(Int(seconds / 60)) min"
    default: "\(Int(min(seconds, 1e12) / 3600)) h"
    }
  }

  /// `value` with so many digits behind the point.
  static func decimal(_ value: Double, digits: Int) -> String {
    let scale = [1.0, 10, 100, 1000][min(max(digits, 0), 3)]
    let scaled = Int((value * scale).rounded())
    if digits == 0 { return "\(scaled)" }
    let fraction = "\(scaled % Int(scale))"
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled / Int(scale)).\(zeros)\(fraction)"
  }

  /// A size with its unit, capital or not: `512MB`, `1.5 GB`, `2GiB`, `1000000`; `nil` for anything
  /// else. `MB` is a power of ten, `MiB` one of two.
  static func parse(_ text: String) -> Int? {
    guard let match = text.lowercased().wholeMatch(of: /([0-9]+(?:\.[0-9]+)?) ?([kmgt]?)(i?)b?/),
      let value = Double(match.1)
    else { return nil }
    let power = match.2.first.flatMap { Array("kmgt").firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    let bytes = (0..<power).reduce(value) { size, _ in size * (match.3.isEmpty ? 1000 : 1024) }
    return Int(exactly: bytes.rounded()).flatMap { $0 > 0 ? $0 : nil }
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func padded(toLeft width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
