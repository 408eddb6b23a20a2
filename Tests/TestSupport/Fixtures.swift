// Where the tests find the files of the repository.

package import Foundation

/// The repository that the tests were built from.
package enum Package {
  /// Its top folder.
  package static let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { path, _ in
    path.deletingLastPathComponent()
  }

  /// The file or folder at `path`.
  package static func url(_ path: String) -> URL { root.appendingPathComponent(path) }

  /// What the file at `path` holds.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: url(path), encoding: .utf8)
  }
}

/// What the tests read that isn't code.
package enum Fixtures {
  /// The file or folder at `path` in Fixtures.
  package static func url(_ path: String) -> URL { Package.url("Fixtures/\(path)") }

  package static func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url(path)))
  }

  /// The lines of a table that are neither empty nor comments.
  package static func lines(_ path: String) throws -> [Substring] {
    String(decoding: try bytes(path), as: UTF8.self)
      .split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  /// The names of the files in the folder at `path`, in order.
  package static func names(in path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url(path).path)
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The corpora that are plain text, by name.
  package static func corpora() throws -> [URL] {
    try names(in: "corpora").filter { $0.hasSuffix(".txt") }.map { url("corpora/\($0)") }
  }
}
