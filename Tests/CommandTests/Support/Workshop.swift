// A folder for one test, and the command run in it as a shell would run it.
//
//     shell script  ──▶  Workshop.run  ──▶  status, standard output, standard error, to the letter

import Foundation
import TestSupport
import Testing

/// What a run leaves: its status as a shell shows it, and what it wrote.
struct Outcome: Equatable, CustomStringConvertible {
  var status: Int32
  var output: [UInt8]
  var error: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
  }

  var description: String {
    "status \(status)\noutput: \(text.prefix(2000))\nerror: \(error.prefix(2000))"
  }
}

/// A new empty folder that goes when the value goes.
final class Workshop: Sendable {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  // MARK: Files

  var folder: URL { place.url }

  func write(_ bytes: [UInt8], to name: String) throws { try place.write(bytes, to: name) }

  func write(_ text: String, to name: String) throws { try place.write(text, to: name) }

  /// The bytes of a file; `nil` when there is none.
  func read(_ name: String) -> FileContents? {
    (try? place.bytes(name)).map(FileContents.init)
  }

  /// The names of all files, hidden ones too.
  var names: [String] { (try? place.names) ?? [] }

  /// Copies one of the corpora that come with the package.
  func copy(_ corpus: String, as name: String? = nil) throws {
    try write(Fixtures.bytes("corpora/\(corpus)"), to: name ?? corpus)
  }

  // MARK: Running

  /// Runs `script` by the shell, in the folder; `tok` is the command that was just built.
  ///
  /// A script that ends with `exec` shows that command's own end.
  func run(
    _ script: String, input: [UInt8] = [], environment: [String: String] = [:]
  ) throws -> Outcome {
    let streams = try Streams(input)
    let environment = BuiltCommand.environment.merging(environment) { $1 }
    let shell = try Shell(
      "cd '\(folder.path)' || exit 97; \(script)", environment: environment, streams: streams.paths)
    let status = shell.wait()
    return Outcome(
      status: status, output: try streams.bytes(1),
      error: String(decoding: try streams.bytes(2), as: UTF8.self))
  }

  /// Runs `script`, which has to end well without a word on standard error.
  func output(_ script: String, input: [UInt8] = []) throws -> [UInt8] {
    let outcome = try run(script, input: input)
    #expect(outcome.status == 0 && outcome.error.isEmpty, "\(script)\n\(outcome)")
    return outcome.output
  }

  /// Expects `script` to write nothing to standard output, and end with `status` and this line.
  func expect(
    _ script: String, status: Int32, error: String, input: [UInt8] = [],
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(script, input: input, environment: environment)
    #expect(
      outcome == Outcome(status: status, output: [], error: error + "\n"), "\(script)",
      sourceLocation: sourceLocation)
  }
}

/// The bytes of a file, which a failed test doesn't print.
struct FileContents: Hashable, CustomTestStringConvertible, ExpressibleByStringLiteral {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(stringLiteral text: String) { bytes = Array(text.utf8) }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  var testDescription: String { bytes.count < 100 ? text : "\(bytes.count) bytes" }
}

/// The command as it was built with the tests.
enum BuiltCommand {
  /// The folder of `tok`: that of the test program, or beside its bundle.
  static let products: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let candidates =
      (0..<5).map { _ in
        folder.deleteLastPathComponent()
        return folder
      } + [Bundle.main.bundleURL, Bundle.main.bundleURL.deletingLastPathComponent()]
    let found = candidates.first {
      FileManager.default.isExecutableFile(atPath: $0.appendingPathComponent("tok").path)
    }
    return found ?? Package.url(".build/debug")
  }()

  static let environment: [String: String] = {
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(products.path):\(environment["PATH"] ?? "/usr/bin:/bin")"
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment["LC_ALL"] = "C"
    environment["NO_COLOR"] = nil
    return environment
  }()
}

/// What a machine may have or not.
enum Machine {
  /// A tool that a test needs isn't there.
  struct MissingTool: Error {
    let name: String
  }

  /// Leaves a test out where a tool that it needs isn't there; on the Linux machines that decide about
  /// a change it has to be, so the test fails there.
  static func need(_ name: String, _ isThere: Bool) throws {
    if isThere { return }
    #if os(Linux)
      if ProcessInfo.processInfo.environment["CI"] == "true" { throw MissingTool(name: name) }
    #endif
    try Test.cancel("needs \(name)")
  }

  /// Whether `script` runs and succeeds here.
  static func can(_ script: String) -> Bool {
    ((try? Workshop().run(script))?.status) == 0
  }

  static let hasStrace = can("strace -f -qq -o /dev/null -e trace=write true")
  static let hasProcFileSystem = can("test -r /proc/self/fdinfo/0")
  static let hasTimeout = can("timeout -s KILL 10 true")
  static let hasTime = can("/usr/bin/time -o /dev/null -f %M true")
  static let canLimitFileSize = can("prlimit --fsize=1 true")
  static let canOpenTerminal = can("script -qec 'stty cols 40' /dev/null < /dev/null")
  static let canMount = can("unshare -m sh -c 'mkdir d && mount -t tmpfs -o size=64k tmpfs d'")

  /// A Python that has Hugging Face's `tokenizers`.
  static let peersPython: String? = {
    let named = ProcessInfo.processInfo.environment["TOK_PEERS_PYTHON"].map { [$0] } ?? []
    return (named + ["python3"]).first { can("'\($0)' -c 'import tokenizers'") }
  }()
}
