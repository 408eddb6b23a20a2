// What the sources may say where. Reads the sources as text: names that are declared, names that
// are used, words that have no place.

import Foundation
import TestSupport
import Testing

@Suite("The sources keep to their architecture")
struct ArchitectureTests {
  /// The folders of Subword in the order of the data: each may use those before it.
  static let folders = [
    "Files", "Vocabulary", "Patterns", "Normalization", "Pretokenization", "Segmentation",
    "Tokenization", "Formats",
  ]
  /// Which modules each module may import, beside the standard library and C's.
  static let imports: [String: Set<String>] = [
    "SubwordMemory": ["CPrefetch"], "Subword": ["ICUShim", "SubwordMemory"],
    "SubwordTraining": ["Subword", "SubwordMemory"],
  ]
  /// Foundation costs start-up time and memory: `URL` is what it is for.
  static let filesWithFoundation: Set<String> = [
    "Subword/Formats/LocalizedErrors.swift", "SubwordTraining/VocabularizationError.swift",
    "Subword/Formats/Folder/TokenizerFolder.swift", "Subword/Formats/Tokenizer+Files.swift",
    "Subword/Formats/TokenizerJSON/TokenizerJSON+Normalizer.swift",
    "SubwordTraining/TrainedTokenizer.swift",
  ]

  let sources: [SwiftSource]

  init() throws {
    sources = try SwiftSource.all()
    try #require(sources.count > 50, "where are the sources?")
  }

  @Test("in that a folder uses no type of the folders behind it")
  func layers() throws {
    let owners = try declaringFolders()
    for source in sources where source.module == "Subword" {
      let place = try #require(Self.folders.firstIndex(of: source.folder), "\(source.path)")
      for name in Set(source.words) {
        guard let owner = owners[name], owner > place else { continue }
        Issue.record("\(source.path) uses \(name) of \(Self.folders[owner])")
      }
    }
  }

  /// Where each type of Subword is declared.
  private func declaringFolders() throws -> [String: Int] {
    var owners: [String: Int] = [:]
    for source in sources where source.module == "Subword" {
      let place = try #require(Self.folders.firstIndex(of: source.folder), "\(source.path)")
      for name in source.declaredTypes { owners[name] = place }
    }
    #expect(owners["Vocabulary"] == 1 && owners["Tokenizer"] == 6, "the reader sees no types")
    return owners
  }

  @Test("in that a module imports only what lies below it")
  func modules() {
    let everywhere: Set = [
      "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization", "Foundation",
      "FoundationEssentials",
    ]
    for source in sources {
      guard let allowed = Self.imports[source.module] else { continue }
      let others = Set(source.imports).subtracting(allowed).subtracting(everywhere)
      #expect(others.isEmpty, "\(source.path)")
    }
  }

  @Test("in that Foundation is where it has to be, and nowhere else")
  func foundation() {
    let found = sources.filter { $0.module.hasPrefix("Subword") }
      .filter { $0.imports.contains { $0.hasPrefix("Foundation") } }
    #expect(Set(found.map(\.path)) == Self.filesWithFoundation)
  }

  @Test("in that unsafe code is in the files that Architecture.md names, each with its reason")
  func unsafeCode() throws {
    let listed = try Self.listOfUnsafeFiles()
    let found = sources.filter { $0.words.contains("unsafe") }.map(\.path)
    #expect(Set(listed.keys) == Set(found))
    for (path, reason) in listed { #expect(reason.count > 10, "\(path) has no reason") }
  }

  @Test("in that nothing stops the program, drops an error, or unwraps by force")
  func forbidden() {
    for source in sources {
      for (number, line) in source.lines.enumerated() {
        for word in ["fatalError(", "try!", "try?", "as!"] where line.contains(word) {
          Issue.record("\(source.path):\(number + 1) has \(word)")
        }
        if line.contains(#/[\w)\]]!(?!=)/#) {
          Issue.record("\(source.path):\(number + 1) unwraps by force: \(line)")
        }
      }
    }
  }

  /// The files and the reasons under "Unsafe code": "- `Module/File.swift`: reason".
  static func listOfUnsafeFiles() throws -> [String: Substring] {
    let article = Package.root
      .appendingPathComponent("Sources/Subword/Subword.docc/Architecture.md")
    let text = try String(contentsOf: article, encoding: .utf8)
    let heading = try #require(text.range(of: "## Unsafe code\n"))
    let section = text[heading.upperBound...].prefix { $0 != "#" }
    let entries = section.matches(of: #/- `(?<path>[^`]+)`: (?<reason>.+)/#)
      .map { (String($0.path), $0.reason) }
    return Dictionary(entries, uniquingKeysWith: { first, _ in first })
  }
}

@Suite("The reader of sources")
struct SwiftSourceTests {
  @Test("sees code, and neither comments nor strings")
  func code() {
    let source = SwiftSource(
      path: "Subword/Files/a.swift",
      text: #"""
        public import Below
        /// A ``Later`` thing.
        public struct Thing: Base {  // not unsafe
          let text = "unsafe \" try! // x" + name
          let long = """
            Later try!
            """
          enum Inner {}
        }
        private enum Hidden { case a }
        @safe package final class Box {}
        """#)
    #expect(source.module == "Subword" && source.folder == "Files")
    #expect(source.imports == ["Below"])
    #expect(source.declaredTypes == ["Thing", "Box"])
    #expect(source.words.contains("name") && source.words.contains("Base"))
    for word in ["unsafe", "Later", "try", "x"] { #expect(!source.words.contains(word), "\(word)") }
  }
}

/// A file of Sources, without its comments and strings.
struct SwiftSource {
  /// From Sources on: `Subword/Files/InputFile.swift`.
  let path: String
  let lines: [String]

  static func all() throws -> [SwiftSource] {
    let root = Package.root.appendingPathComponent("Sources")
    return try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
      .filter { $0.hasSuffix(".swift") }
      .map { path in
        let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        return SwiftSource(path: path, text: text)
      }
  }

  init(path: String, text: String) {
    self.path = path
    var isInString = false
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let quotes = line.ranges(of: "\"\"\"").count
      defer { if quotes % 2 == 1 { isInString.toggle() } }
      guard !isInString else { return "" }
      let code = quotes % 2 == 1 ? line.prefix { $0 != "\"" } : line
      let withoutStrings = code.replacing(#/#*"(\\.|[^"\\])*"#*/#, with: "\"\"")
      return String(withoutStrings.replacing(#/\/\/.*/#, with: ""))
    }
  }

  var module: String { String(path.prefix { $0 != "/" }) }

  /// The folder within the module; empty for a file beside the folders.
  var folder: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// The modules that it imports.
  var imports: [String] {
    lines.compactMap { $0.firstMatch(of: #/^\s*(?:[\w@]+ )*import (\w+)/#).map { String($0.1) } }
  }

  /// The types that it declares for others, the outermost only.
  var declaredTypes: [String] {
    lines.compactMap { line in
      let declaration = #/^(?:@?\w+ )*(?:struct|class|enum|protocol|actor|typealias) (\w+)/#
      guard !line.hasPrefix("private"), !line.hasPrefix("fileprivate") else { return nil }
      return line.firstMatch(of: declaration).map { String($0.1) }
    }
  }

  /// Every name and keyword, in order.
  var words: [String] {
    lines.flatMap { $0.matches(of: #/[A-Za-z_]\w*/#).map { String($0.0) } }
  }
}
