import Foundation
import Subword
import SubwordMemory
import TestSupport
import Testing

@Suite("An input file")
struct InputFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("gives all its bytes, also none")
  func bytes() throws {
    #expect(try InputFile.bytes(of: folder.write("", to: "empty")).isEmpty)
    #expect(try InputFile.bytes(of: folder.write("a\0é\n", to: "short")) == Array("a\0é\n".utf8))
    let long = String(repeating: "0123456789", count: 50_000)
    #expect(try InputFile.bytes(of: folder.write(long, to: "long")) == Array(long.utf8))
  }

  @Test("is read block by block, and knows its size and where it is")
  func blocks() throws {
    var file = try InputFile(folder.write("0123456789", to: "a"))
    #expect(file.size == 10)
    var buffer = Buffer<UInt8>()
    var counts: [Int] = []
    repeat { counts.append(try file.read(into: &buffer, room: 4)) } while counts.last != 0
    #expect(counts == [4, 4, 2, 0])
    #expect(file.offset == 10)
    #expect(buffer.array == Array("0123456789".utf8))
  }

  @Test("is read into an array up to where one wants, and no further")
  func start() throws {
    let long = Array(String(repeating: "0123456789", count: 50_000).utf8)
    var file = try InputFile(folder.write(long, to: "long"))
    var bytes: [UInt8] = []
    for (count, goesOn) in [(4, true), (4, true), (300_000, true), (600_000, false)] {
      #expect(try file.read(into: &bytes, upTo: count) == goesOn)
      #expect(bytes == Array(long.prefix(count)) && file.offset == bytes.count)
    }
  }

  @Test("may grow while it is read")
  func grows() throws {
    let path = try folder.write("0123", to: "a")
    var file = try InputFile(path)
    var buffer = Buffer<UInt8>()
    var counts = [try file.read(into: &buffer, room: 4)]
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("45".utf8))
    for _ in 0..<2 { counts.append(try file.read(into: &buffer, room: 4)) }
    #expect(counts == [4, 2, 0])
  }

  @Test("is the same file under each of its names")
  func identity() throws {
    let path = try folder.write("x", to: "a")
    try folder.write("x", to: "b")
    try FileManager.default.createSymbolicLink(atPath: folder["link"], withDestinationPath: "a")
    try FileManager.default.linkItem(atPath: path, toPath: folder["hard"])
    let identities = try ["a", "link", "hard", "b"].map { try InputFile(folder[$0]).identity }
    #expect(identities[0] != nil)
    #expect(identities[1] == identities[0] && identities[2] == identities[0])
    #expect(identities[3] != identities[0])
  }

  @Test("can be a device, which has no size")
  func device() throws {
    #expect(try InputFile("/dev/null").size == nil)
    #expect(try InputFile.bytes(of: "/dev/null").isEmpty)
  }
}

@Suite("An input file that can't be read says why")
struct InputFileErrorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("when it isn't there")
  func missing() throws {
    let path = folder["none"]
    expectMessage(cannotOpen(path)) { _ = try InputFile.bytes(of: path) }
    expectMessage(cannotOpen("")) { _ = try InputFile.bytes(of: "") }
  }

  @Test("when it is a link to nowhere")
  func danglingLink() throws {
    let path = folder["link"]
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "none")
    expectMessage(cannotOpen(path)) { _ = try InputFile.bytes(of: path) }
  }

  @Test("when it is a folder")
  func isFolder() throws {
    let path = folder.path
    expectMessage("\(path): is a folder; name the files in it, for instance \(path)/*.txt") {
      _ = try InputFile.bytes(of: path)
    }
  }

  @Test("when it became shorter meanwhile")
  func becameShorter() throws {
    let path = try folder.write("0123456789", to: "a")
    var file = try InputFile(path)
    var buffer = Buffer<UInt8>()
    _ = try file.read(into: &buffer, room: 4)
    try #require(unsafe truncate(path, 6) == 0)
    _ = try file.read(into: &buffer, room: 4)
    let error = FileError.becameShorter(path: path, from: 10, to: 6)
    do {
      _ = try file.read(into: &buffer, room: 4)
      Issue.record("the missing bytes weren't missed")
    } catch let found {
      #expect(found == error)
    }
    #expect(
      "\(error)" == """
        \(path): became shorter while it was read, from 10 to 6 bytes; try again when nothing \
        writes to it
        """)
  }

  @Test("when it is longer than the limit, known beforehand or not")
  func tooLong() throws {
    let path = try folder.write("0123456789", to: "a")
    #expect(try InputFile.bytes(of: path, limit: 10).count == 10)
    expectMessage(
      "\(path): is longer than the limit of 9 bytes; check that it is the right file"
    ) { _ = try InputFile.bytes(of: path, limit: 9) }
    #expect(throws: FileError.tooLong(path: "/dev/zero", limit: 1_000)) {
      try InputFile.bytes(of: "/dev/zero", limit: 1_000)
    }
  }

  @Test("in one line, whatever its name holds")
  func strangeNames() {
    #expect(shown("a\nb\u{7F}\t") == "a?b??")
    #expect(shown("-") == "standard input")
    #expect("\(FileError.isFolder(path: "a\nb"))".contains("a?b: is a folder"))
  }

  private func cannotOpen(_ path: String) -> String {
    "\(path): can't be opened, no such file or directory; check the name and its permissions"
  }
}
