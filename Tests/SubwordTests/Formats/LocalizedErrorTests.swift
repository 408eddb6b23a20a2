import Foundation
import Subword
import Testing

@Suite("An error says the same wherever it is shown")
struct LocalizedErrorTests {
  @Test("as its localized description, too")
  func localizedDescription() {
    let errors: [any Error & CustomStringConvertible] = [
      TokenEncodingError.invalidUTF8(byteOffset: 3), TokenDecodingError.invalidUTF8(byteOffset: 3),
      ChatTemplateError.missing, FileError.isFolder(path: "x"),
      ModelFileError.file(FileError.isFolder(path: "x")),
    ]
    for error in errors { #expect(error.localizedDescription == error.description) }
  }

  @Test("and Swift's own errors keep their names beside ours")
  func names() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Int].self, from: Data("{".utf8))
    }
  }
}
