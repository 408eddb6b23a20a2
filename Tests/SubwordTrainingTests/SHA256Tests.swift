import Testing

@testable import SubwordTraining

@Suite("SHA-256 gives")
struct SHA256Tests {
  @Test(
    "what FIPS 180-4's examples say",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
          + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func examples(text: String, digest: String) {
    #expect(hex(hash(Array(text.utf8))) == digest, "of \(text.prefix(80))")
  }

  /// The expected value is Python's: `hashlib` over `bytes((i * 7 + 3) % 256 for i in range(200))`.
  @Test("what Python's hashlib gives for every length from 0 to 200, told by a hash of the hashes")
  func everyLength() {
    let digests = (0...200).flatMap { hash(bytes($0)) }
    #expect(
      hex(hash(digests)) == "3275febb4612d86d586eb9f11cd21e648a9fc7d95e0f6b8d362786e28c9c5b79")
  }

  @Test("the same, however the bytes are handed over")
  func parts() {
    let whole = bytes(200)
    for length in 0...200 {
      for step in [1, 3, 63, 64, 65] {
        var hasher = SHA256()
        for start in stride(from: 0, to: length, by: step) {
          hasher.update(whole.span.extracting(start..<min(start + step, length)))
        }
        #expect(hasher.finalize() == hash(bytes(length)), "\(length) bytes by \(step)")
      }
    }
  }

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(($0 * 7 + 3) % 256) } }

  private func hash(_ bytes: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(bytes.span)
    return hasher.finalize()
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
