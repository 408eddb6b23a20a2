// Where the tests find data that is too large to be committed.
//
//     TOK_TEST_DATA=/some/folder swift test
//
// Without the variable it is the folder `shared` beside the package. A test that needs a file from
// there is enabled only if the file exists, and says so when it is skipped.

package import Foundation

package enum TestData {
  /// The folder that all paths are relative to.
  package static let root: URL =
    if let folder = ProcessInfo.processInfo.environment["TOK_TEST_DATA"], !folder.isEmpty {
      URL(fileURLWithPath: folder, isDirectory: true)
    } else {
      Package.root.appendingPathComponent("../shared", isDirectory: true).standardized
    }

  /// The file or folder at `path`, or `nil` if there is none.
  package static func url(_ path: String) -> URL? {
    let url = root.appendingPathComponent(path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  /// Whether there is something at `path`.
  package static func has(_ path: String) -> Bool { url(path) != nil }

  /// The bytes of the file at `path`.
  package static func bytes(_ path: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: root.appendingPathComponent(path)))
  }
}
