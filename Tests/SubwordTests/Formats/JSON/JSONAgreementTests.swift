import Foundation
import Subword
import TestSupport
import Testing

@Suite("The JSON reader agrees with Foundation's")
struct JSONAgreementTests {
  @Test("on random documents", arguments: 0..<4)
  func randomDocuments(seed: Int) throws {
    var numbers = SeededGenerator(seed: 1_000 + seed)
    for round in 0..<200 {
      let tree = JSONTree.random(depth: 4, using: &numbers)
      let text = try tree.written()
      let difference = difference(try JSONTree(reading: text), try theirs(of: Data(text)))
      #expect(difference == nil, "seed \(seed), round \(round)")
    }
  }

  @Test("on what Foundation writes", arguments: 0..<4)
  func theirText(seed: Int) throws {
    var numbers = SeededGenerator(seed: 2_000 + seed)
    for round in 0..<200 {
      let text = try JSONTree.random(depth: 4, using: &numbers).written()
      let rewritten = try JSONSerialization.data(
        withJSONObject: try theirs(of: Data(text)), options: [.fragmentsAllowed, .prettyPrinted])
      let difference = difference(
        try JSONTree(reading: [UInt8](rewritten)), try theirs(of: rewritten))
      #expect(difference == nil, "seed \(seed), round \(round)")
    }
  }

  private func theirs(of text: Data) throws -> Any {
    try JSONSerialization.jsonObject(with: text, options: .fragmentsAllowed)
  }

  /// Where a tree and what Foundation made of the same text differ. Recurses as deep as the tree.
  private func difference(_ ours: JSONTree, _ theirs: Any) -> String? {
    let agree =
      switch ours {
      case .null: theirs is NSNull
      case .bool(let value): (theirs as? NSNumber)?.boolValue == value
      case .integer(let value): (theirs as? NSNumber)?.intValue == value
      case .double(let value): isClose(value, theirs)
      case .string(let text): (theirs as? String).map { Array($0.utf8) } == text
      case .array(let elements): (theirs as? [Any])?.count == elements.count
      case .object(let members): (theirs as? [String: Any])?.count == members.count
      }
    if !agree { return "\(ours) against \(theirs)" }
    return switch ours {
    case .array(let elements):
      zip(elements, theirs as? [Any] ?? []).lazy.compactMap { difference($0, $1) }.first
    case .object(let members):
      members.lazy.compactMap { difference($0, in: theirs as? [String: Any] ?? [:]) }.first
    default: nil
    }
  }

  private func difference(_ member: JSONTree.Member, in table: [String: Any]) -> String? {
    let key = String(decoding: member.key, as: UTF8.self)
    guard let value = table[key] else { return "no key \(key.debugDescription)" }
    return difference(member.value, value)
  }

  /// Foundation reads long integers by way of its decimals, which miss the last bits. Exactness is
  /// the claim of `JSONRoundTripTests`.
  private func isClose(_ value: Double, _ theirs: Any) -> Bool {
    (theirs as? NSNumber).map { abs($0.doubleValue - value) <= 256 * value.ulp } ?? false
  }
}
