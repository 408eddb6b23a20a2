import Foundation
import TestSupport
import Testing

@Suite("The links of the documents lead somewhere")
struct LinkTests {
  static let documents = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Benchmarks/README.md", "Fixtures/README.md",
    "vocab/README.md",
  ]

  @Test("in the repository, from where the document stands", arguments: documents)
  func files(document: String) throws {
    let folder = Package.url(document).deletingLastPathComponent()
    for link in try Package.text(document).matches(of: /\]\(([^)#]+)(?:#[^)]*)?\)/) {
      let target = String(link.1)
      if target.hasPrefix("https://") { continue }
      let path = folder.appendingPathComponent(target).path
      #expect(FileManager.default.fileExists(atPath: path), "\(target)")
    }
  }
}
