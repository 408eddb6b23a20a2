// The Swift code of the documents, once more, where the compiler and the test see it.
//
// Code between the marks `// shown` and `// end` is what the documents show, but that a line with its
// value behind it, `expression  // value`, reads `#expect(expression == value)` here. A test compares
// the two: who changes one has to change the other.

import Foundation
import Subword
import SubwordTraining
import TestSupport
import Testing

@Suite("The Swift code that the documents show compiles and gives what they say")
struct SwiftExampleTests {
  @Test("encoding and decoding")
  func encoding() async {
    await #expect(processExitsWith: .success) {
      try enter(Package.root)
      // shown
      let tokenizer = try Tokenizer(
        contentsOf: URL(fileURLWithPath: "vocab/english-32k.tokenizer.json"))
      let encoding = tokenizer.encode("The cat sat.")
      #expect(encoding.ids == [469, 5741, 1517, 13])
      #expect(tokenizer.decode(encoding.ids) == "The cat sat.")
      // end
    }
  }

  @Test("training")
  func training() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      try folder.write(
        Synthetic.words(distinct: 60_000, count: 300_000, seed: 5), to: "corpus.txt")
      try enter(folder.url)
      // shown
      let counts = try PretokenCounts(of: Corpus(files: ["corpus.txt"]), pretokenizer: .gpt2)
      let trained = try BPEVocabularizer(vocabularySize: 32_000).vocabularize(counts)
      try trained.write(to: URL(fileURLWithPath: "corpus.tokenizer.json"), as: .tokenizerJSON)
      // end
      let tokenizer = try Tokenizer(contentsOf: folder.url.appending(path: "corpus.tokenizer.json"))
      #expect(tokenizer.vocabulary.count == 32_000)
    }
  }

  @Test("streaming")
  func streaming() async {
    await #expect(processExitsWith: .success) {
      try enter(Package.root)
      let tokenizer = try Tokenizer(
        contentsOf: URL(fileURLWithPath: "vocab/english-32k.tokenizer.json"))
      let encoding = tokenizer.encode("The cat sat.")
      // shown
      var stream = tokenizer.streamingDetokenizer()
      for id in encoding.ids { print(stream.append(id), terminator: "") }
      print(stream.finish())
      // end
    }
  }

  @Test("in the documents as here, and no code beside it")
  func documents() throws {
    let shown = try MarkdownDocument.all().flatMap { $0.blocks("swift") }
      .filter { !$0.isPartOfManifest }
    let here = try shownHere()
    #expect(here.count == 3, "the marks are gone")
    #expect(Set(shown.map(\.asTested)) == Set(here))
    let imports = shown.flatMap(\.lines).filter { $0.hasPrefix("import ") }
    let source = try ownSource()
    for line in imports { #expect(source.contains(line), "\(line)") }
  }

  /// The code between the marks in this file.
  private func shownHere() throws -> [String] {
    try ownSource().matches(of: #/(?s)\n +// shown\n(.*?)\n +// end\n/#)
      .map { onOneLineEach($0.1) }
  }

  private func ownSource() throws -> String {
    try String(contentsOf: URL(fileURLWithPath: #filePath), encoding: .utf8)
  }

  @Test("in a package's manifest names products that there are")
  func manifest() throws {
    let fragments = try MarkdownDocument.all().flatMap { $0.blocks("swift") }
      .filter(\.isPartOfManifest)
    #expect(fragments.count == 1)
    for fragment in fragments {
      let workshop = try Workshop()
      let manifest = """
        // swift-tools-version: 6.2
        import PackageDescription
        let package = Package(name: "example", \(fragment.lines.joined(separator: "\n")))
        """
      try workshop.write(manifest, to: "Package.swift")
      let outcome = try workshop.run("swift package dump-package")
      #expect(outcome.status == 0, "\(outcome)")
      let products = manifest.matches(of: /\.product\(name: "(\w+)", package: "subword"\)/)
      #expect(products.count == 2)
      let ours = try Package.text("Package.swift")
      for product in products { #expect(ours.contains(".library(name: \"\(product.1)\"")) }
    }
  }
}

/// Makes `folder` the current one, of a process that ends soon.
private func enter(_ folder: URL) throws {
  try #require(FileManager.default.changeCurrentDirectoryPath(folder.path))
}

/// Code by statements, each on one line: where a long one is broken makes no difference.
private func onOneLineEach(_ code: some StringProtocol) -> String {
  code.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    .filter { !$0.isEmpty }.joined(separator: "\n")
    .replacing("(\n", with: "(")
}

extension MarkdownDocument.CodeBlock {
  fileprivate var isPartOfManifest: Bool { lines.first?.hasPrefix("dependencies:") == true }

  /// The code as it stands in this file.
  fileprivate var asTested: String {
    let code = lines.filter { !$0.hasPrefix("import ") }.map { line in
      line.replacing(#/^(.*\S) {2,}// (.*)$/#) { "#expect(\($0.1) == \($0.2))" }
    }
    return onOneLineEach(code.joined(separator: "\n"))
  }
}
