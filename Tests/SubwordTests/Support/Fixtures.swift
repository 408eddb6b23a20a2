// Where the tests find the files of the repository.

import Foundation

enum Fixtures {
  /// The folder of the package.
  static let package = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { path, _ in
    path.deletingLastPathComponent()
  }

  /// The file or folder at `path` in Fixtures.
  static func url(_ path: String) -> URL {
    package.appendingPathComponent("Fixtures/\(path)")
  }

  static func bytes(_ path: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: url(path))) }

  /// The lines of a table that are neither empty nor comments.
  static func lines(_ path: String) throws -> [Substring] {
    String(decoding: try bytes(path), as: UTF8.self)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  /// The names of the files in the folder at `path`, in order.
  static func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(path).path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }
}

/// 64-bit FNV-1a, byte by byte.
struct FNV1a {
  private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ byte: UInt8) {
    digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The digest as sixteen digits.
  var description: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
