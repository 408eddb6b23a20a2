// Where the tests find what every clone has, and a folder of their own to write to.

import Foundation

enum Fixtures {
  /// The file or folder at `path` in Fixtures.
  static func url(_ path: String) -> URL {
    (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
      .appending(components: "Fixtures", path)
  }

  /// The files of Fixtures/corpora that are plain text, by name.
  static func corpora() throws -> [URL] {
    try FileManager.default
      .contentsOfDirectory(at: url("corpora"), includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "txt" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}

/// A folder that goes with the value.
final class TemporaryFolder: Sendable {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(component: "training-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
  }

  deinit {
    do { try FileManager.default.removeItem(at: url) } catch {
      print("\(url.path) is left behind: \(error)")
    }
  }

  /// Writes a file.
  ///
  /// - Returns: Its path.
  func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: url.appending(component: name))
    return path(name)
  }

  func path(_ name: String) -> String { url.appending(component: name).path }
}
