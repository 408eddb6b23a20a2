import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite("A broken file gives the message that stands beside it")
struct BrokenFileTests {
  @Test("in Fixtures/broken")
  func messages() throws {
    let names = try Fixtures.names(in: "broken")
    let files = names.filter { !$0.hasSuffix(".message") }
    #expect(files.count >= 25, "the fixture lost files")
    #expect(names.count == 2 * files.count, "a file or a message stands alone")
    for name in files {
      let expected = String(decoding: try Fixtures.bytes("broken/\(name).message"), as: UTF8.self)
      do {
        _ = try Tokenizer(try Fixtures.bytes("broken/\(name)"), path: name)
        Issue.record("\(name) was taken")
      } catch let error as ModelFileError {
        #expect("\(error)\n" == expected, "\(name)")
      }
    }
  }

  @Test("or beside its folder, in Fixtures/broken-folders")
  func folders() throws {
    let names = try Fixtures.names(in: "broken-folders")
    let folders = names.filter { !$0.hasSuffix(".message") }
    #expect(folders.count >= 15, "the fixture lost folders")
    #expect(names.count == 2 * folders.count, "a folder or a message stands alone")
    for name in folders {
      let expected = String(
        decoding: try Fixtures.bytes("broken-folders/\(name).message"), as: UTF8.self)
      let path = Package.url("Fixtures/broken-folders/\(name)").path
      let error = #expect(throws: ModelFileError.self, "\(name)") {
        try Tokenizer(contentsOfFile: path)
      }
      #expect(error.map { "\($0)\n" } == expected.replacing("FOLDER", with: path), "\(name)")
    }
  }
}
