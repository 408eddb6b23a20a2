import Foundation
import Subword
import TestSupport
import Testing

@Suite("A file is written as a whole or not at all")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("where there was none, and nothing else stays")
  func new() throws {
    try write("new", to: "a")
    #expect(try folder.read("a") == "new")
    #expect(try folder.names == ["a"])
  }

  @Test("where there was one, shorter or longer, with the rights that it had")
  func replaces() throws {
    try folder.write("a longer old text", to: "a")
    try folder.setMode(0o640, of: "a")
    try write("new", to: "a")
    #expect(try folder.read("a") == "new")
    #expect(try folder.mode(of: "a") == 0o640)
    try write(String(repeating: "x", count: 1 << 20), to: "a")
    #expect(try folder.read("a").utf8.count == 1 << 20)
    try write("", to: "a")
    #expect(try folder.read("a").isEmpty)
    #expect(try folder.names == ["a"])
  }

  @Test("through a link, which stays one")
  func links() throws {
    try folder.write("old", to: "a")
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "a")
    try write("new", to: "link")
    #expect(try folder.read("a") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder["link"]) == "a")
    #expect(try folder.names == ["a", "link"])
  }

  @Test("to a device, where there is nothing to replace")
  func device() throws {
    try AtomicFile.write(Array("new".utf8), to: "/dev/null")
    try AtomicFile.check("/dev/null")
    #expect(SystemCalls.status(of: "/dev/null")?.kind == .other)
  }

  @Test("over what a killed process left")
  func stale() throws {
    try folder.write("half of a much longer text", to: ".a.partial")
    try folder.setMode(0o600, of: ".a.partial")
    try write("new", to: "a")
    #expect(try folder.read("a") == "new")
    #expect(try folder.names == ["a"])
    try write("new", to: "b")
    #expect(try folder.mode(of: "a") == folder.mode(of: "b"), "the rights of the half file")
  }

  @Test("by name alone, in the folder where the program runs")
  func folderOfName() throws {
    try AtomicFile.check("name")
    try AtomicFile.check("./name")
    try AtomicFile.check(folder["name"])
    #expect(try folder.names.isEmpty)
  }

  private func write(_ text: String, to name: String) throws {
    try AtomicFile.check(folder[name])
    try AtomicFile.write(Array(text.utf8), to: folder[name])
  }
}

@Suite("What can't be written says so and stays as it was")
struct AtomicFileErrorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a folder")
  func isFolder() throws {
    let path = folder.path
    expectNoWriting(to: path, "is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test("a place in a folder that isn't there")
  func missingFolder() throws {
    let path = folder["none/a"]
    expectNoWriting(to: path, "no such file or directory")
  }

  @Test("a place in what is no folder")
  func fileAsFolder() throws {
    let path = try folder.write("x", to: "file") + "/a"
    expectNoWriting(to: path, "not a directory")
  }

  @Test(
    "a folder that is closed to the user",
    .enabled(if: getuid() != 0, "root may write anywhere: run the tests as another user"))
  func closedFolder() throws {
    try folder.write("old", to: "a")
    try folder.setMode(0o500, of: ".")
    expectNoWriting(to: folder["a"], "permission denied")
    try folder.setMode(0o700, of: ".")
    #expect(try folder.read("a") == "old")
  }

  @Test("a device that is full")
  func full() {
    guard SystemCalls.status(of: "/dev/full") != nil else { return }
    expectMessage(
      "/dev/full: can't be written, no space left on device; what is there is not complete"
    ) {
      try AtomicFile.write([1], to: "/dev/full")
    }
  }

  @Test("an output that another process is writing, whose half file stays its own")
  func locked() throws {
    try folder.write("old", to: "a")
    try folder.write("half", to: ".a.partial")
    let descriptor = SystemCalls.open(folder[".a.partial"], O_RDWR)
    try #require(flock(descriptor, LOCK_EX) == 0)
    let path = folder["a"]
    let message =
      "\(path): is being written by another process; wait for it or choose another name"
    expectMessage(message) { try AtomicFile.write([1], to: path) }
    #expect(try folder.read("a") == "old")
    #expect(try folder.read(".a.partial") == "half")
    close(descriptor)
    try AtomicFile.write(Array("new".utf8), to: path)
    #expect(try folder.read("a") == "new")
  }

  @Test("a half file that is a link to somewhere else")
  func trap() throws {
    try folder.write("precious", to: "other")
    try FileManager.default.createSymbolicLink(
      atPath: folder[".a.partial"], withDestinationPath: "other")
    #expect(throws: FileError.self) { try AtomicFile.write([1], to: folder["a"]) }
    #expect(try folder.read("other") == "precious")
  }

  @Test(
    "where a half file of another user can't be removed", .enabled(if: geteuid() == 0, needsRoot),
    .timeLimit(.minutes(10)))
  func foreignHalf() async throws {
    try folder.write("half", to: ".a.partial")
    try folder.setMode(0o666, of: ".a.partial")
    try folder.setMode(0o1777, of: ".")
    let path = folder["a"]
    await #expect(processExitsWith: .success) { [path = path as String] in
      try #require(setuid(65_534) == 0)
      let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
      try #require(error == .cannotWrite(path: path, SystemError(code: EPERM)))
    }
    #expect(try folder.names == [".a.partial"])
  }

  @Test(
    "but not over what a killed process left with rights that forbid writing",
    .enabled(if: geteuid() == 0, needsRoot))
  func closedHalf() async throws {
    try folder.setMode(0o777, of: ".")
    let path = folder["a"]
    await #expect(processExitsWith: .success) { [path = path as String] in
      try #require(setuid(65_534) == 0)
      for name in [path, path.replacing("/a", with: "/.a.partial")] {
        close(SystemCalls.open(name, O_CREAT, mode: 0o444))
      }
      try AtomicFile.write(Array("new".utf8), to: path)
    }
    #expect(try folder.read("a") == "new")
    #expect(try folder.mode(of: "a") == 0o444)
    #expect(try folder.names == ["a"])
  }

  private static let needsRoot: Comment = "only root may become another user: run the tests as root"

  private func expectNoWriting(to path: String, _ reason: String) {
    expectMessage(cannotWrite(path, reason)) { try AtomicFile.check(path) }
    expectMessage(cannotWrite(path, reason)) { try AtomicFile.write([1], to: path) }
  }

  private func cannotWrite(_ path: String, _ reason: String) -> String {
    """
    \(path): can't be written, \(reason); what stood there is unchanged, \
    choose another place
    """
  }
}

/// Expects an error with exactly this description.
func expectMessage(
  _ message: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
  let error = #expect(throws: (any Error).self, sourceLocation: sourceLocation) { try body() }
  #expect(error.map { "\($0)" } == message, sourceLocation: sourceLocation)
}
