import Foundation
import TestSupport
import Testing

@testable import Subword

@Suite(
  "A folder without files of a tokenizer's names is read if it holds one file of ranks or one GGUF")
struct SingleFileFolderTests {
  @Test("whatever that is called")
  func one() throws {
    let folder = try TemporaryFolder()
    try folder.write(SmallGGUF.byteLevel().bytes, to: "model-q4.gguf")
    try folder.write("weights", to: "model.safetensors")
    #expect(try Tokenizer(contentsOfFile: folder.url.path).encode("ab").ids == [256])
  }

  @Test("and refused by their names if it holds several")
  func several() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.path
    for number in 1...5 { try folder.write("", to: "\(number).gguf") }
    #expect(throws: ModelFileError.severalInFolder((1...5).map { "\($0).gguf" }, path: path)) {
      try Tokenizer(contentsOfFile: path + "//")
    }
    let error = ModelFileError.severalInFolder((1...5).map { "\($0).gguf" }, path: "d")
    #expect(
      "\(error)" == """
        d: is a folder with several tokenizers, 1.gguf, 2.gguf, 3.gguf, 4.gguf, …; name one of them
        """)
    #expect(
      "\(ModelFileError.severalInFolder(["a.tiktoken", "b.tiktoken"], path: "d"))"
        == "d: is a folder with several tokenizers, a.tiktoken, b.tiktoken; name one of them")
  }
}
