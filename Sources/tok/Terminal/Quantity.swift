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

  /// A size with its unit in powers of ten: `512MB`, `2GB`, `1000000`; `nil` for anything else.
  static func parse(_ text: String) -> Int? {
    let units: [(String, Int)] = [
      ("kB", 1_000), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
      ("TB", 1_000_000_000_000), ("B", 1),
    ]
    let unit = units.first { text.hasSuffix($0.0) } ?? ("", 1)
    guard let value = Int(text.dropLast(unit.0.count)), value > 0 else { return nil }
    let (product, overflows) = value.multipliedReportingOverflow(by: unit.1)
    return overflows ? nil : product
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
