// How a `Double` is spelled in JSON. Swift finds the shortest digits; this file lays them out the
// way serde_json does, because Swift's own layout (`1e-05`, `1e+16`) differs from it.

/// The shortest decimal that reads as the same `Double` again.
///
/// Always with a point or an exponent: `1.0`, `0.00001`, `1e-6`, `1e16`, `-1.5e300`.
struct ShortestDecimal {
  private let isNegative: Bool
  /// The digits, without zeros at either end; empty for zero.
  private let digits: [UInt8]
  /// Where the point stands, counted from before the first digit: 0.d₁d₂… × 10^point.
  private let point: Int

  /// - Precondition: `value` is finite.
  init(_ value: Double) {
    precondition(value.isFinite, "only finite numbers have a decimal")
    // "12.5", "0.001", "1.25e-07": digits with a point, perhaps an exponent.
    let text = Array(value.magnitude.description.utf8)
    let mantissa = Array(text.prefix { $0 != UInt8(ascii: "e") })
    let exponent = Int(String(decoding: text.dropFirst(mantissa.count + 1), as: UTF8.self))
    let all = mantissa.filter { $0 != UInt8(ascii: ".") }
    let pointInMantissa = mantissa.firstIndex(of: UInt8(ascii: ".")) ?? mantissa.count
    let significant = all.drop { $0 == UInt8(ascii: "0") }
    let zerosAtEnd = significant.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    isNegative = value.sign == .minus
    digits = Array(significant.dropLast(zerosAtEnd))
    point = pointInMantissa - significant.startIndex + (exponent ?? 0)
  }

  /// The decimal's bytes: plain from 0.00001 up to below 10^16, with an exponent outside of that.
  var ascii: [UInt8] { (isNegative ? Array("-".utf8) : []) + magnitude }

  private var magnitude: [UInt8] {
    if digits.isEmpty { return Array("0.0".utf8) }
    switch point {
    case 1...16 where point >= digits.count:
      return digits + zeros(point - digits.count) + Array(".0".utf8)
    case 1...16: return digits[..<point] + Array(".".utf8) + digits[point...]
    case -4...0: return Array("0.".utf8) + zeros(-point) + digits
    default: return scientific
    }
  }

  private var scientific: [UInt8] {
    let fraction = digits.count > 1 ? Array(".".utf8) + digits[1...] : []
    return digits[..<1] + fraction + Array("e\(point - 1)".utf8)
  }

  private func zeros(_ count: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: "0"), count: count)
  }
}
